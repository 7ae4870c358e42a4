import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createRevisionReducer} from '../../src/helm/revision-reducer.ts';

interface Metadata {
  readonly namespace?: string;
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

function latestReleaseRevisions(items: Iterable<unknown>) {
  const warnings: string[] = [];
  const reducer = createRevisionReducer((warning) => warnings.push(warning));
  reducer.add(items);
  return {revisions: reducer.result(), warnings};
}

interface Stored {
  readonly namespace: string;
  readonly release: string;
  readonly revision: number;
  readonly status: string;
}

function metadataOf({namespace, release, revision, status}: Stored): Metadata {
  const labels = {owner: 'helm', name: release, version: String(revision), status};
  return {namespace, name: `sh.helm.release.v1.${release}.v${revision}`, labels};
}

const item = (metadata: Metadata): Metadata => ({
  namespace: 'default',
  name: 'sh.helm.release.v1.web.v3',
  ...metadata,
});

const stored = fc.record({
  namespace: fc.constantFrom('a', 'b', 'a-b'),
  release: fc.constantFrom('web', 'web.v1', 'b'),
  revision: fc.integer({min: 1, max: 30}),
  status: fc.constantFrom('deployed', 'failed', 'superseded', 'pending-upgrade', 'uninstalled'),
});
const history = fc.uniqueArray(stored, {
  selector: ({namespace, release, revision}) => `${namespace}/${release}/${revision}`,
  maxLength: 40,
});

/** The rule as one would say it: of each, the one with the highest number. */
function naive(all: readonly Stored[]) {
  return all
    .filter((one) => {
      const same = all.filter(
        ({namespace, release}) => namespace === one.namespace && release === one.release,
      );
      return Math.max(...same.map(({revision}) => revision)) === one.revision;
    })
    .map(({namespace, release, revision}) => `${namespace}/${release} ${revision}`)
    .sort();
}

const shown = (items: Iterable<unknown>) =>
  latestReleaseRevisions(items)
    .revisions.map(({namespace, name, revision}) => `${namespace}/${name} ${revision}`)
    .sort();

describe('the latest revisions', () => {
  test('agrees with a naive implementation, whatever the order and the pages', () => {
    fc.assert(
      fc.property(history, fc.integer({min: 1, max: 7}), (all, pageSize) => {
        const items = all.map(metadataOf);
        expect(shown(items)).toEqual(naive(all));
        const reducer = createRevisionReducer(() => {});
        for (let start = 0; start < items.length; start += pageSize) {
          reducer.add(items.slice(start, start + pageSize));
        }
        expect(reducer.result()).toEqual(latestReleaseRevisions(items).revisions);
      }),
    );
  });

  test('agrees with the labels when only the object names are left', () => {
    fc.assert(
      fc.property(history, (all) => {
        const bare = all.map((one) => {
          const {labels, ...metadata} = metadataOf(one);
          return {...metadata, labels: {status: labels!['status']!}};
        });
        expect(shown(bare)).toEqual(naive(all));
        expect(latestReleaseRevisions(bare).warnings).toEqual([]);
      }),
    );
  });

  test('compares revisions as numbers', () => {
    const labels = (version: string) => ({owner: 'helm', name: 'web', status: 'deployed', version});
    const items = ['9', '10', '2'].map((version) => item({name: `r${version}`, labels: labels(version)}));
    expect(latestReleaseRevisions(items).revisions).toMatchObject([{revision: 10, objectName: 'r10'}]);
  });

  test('takes the latest revision of a release though it is pending, and an older one is deployed', () => {
    const items = [
      metadataOf({namespace: 'a', release: 'web', revision: 1, status: 'deployed'}),
      metadataOf({namespace: 'a', release: 'web', revision: 2, status: 'pending-upgrade'}),
    ];
    expect(latestReleaseRevisions(items).revisions).toMatchObject([{revision: 2, status: 'pending-upgrade'}]);
  });

  test('takes the revision from the name where the label is garbage, and warns', () => {
    for (const version of ['three', '-1', '1.5', '1e2', '9'.repeat(16), '٣']) {
      const found = latestReleaseRevisions([item({labels: {status: 'deployed', version}})]);
      expect(found.revisions).toMatchObject([{name: 'web', revision: 3}]);
      expect(found.warnings).toHaveLength(1);
      expect(found.warnings[0]).toContain('default/web');
      expect(found.warnings[0]).toContain(JSON.stringify(version));
    }
  });

  test('keeps a revision whose status is not in the labels, for the payload to tell', () => {
    expect(latestReleaseRevisions([item({labels: {owner: 'helm'}})]).revisions).toMatchObject([
      {name: 'web', revision: 3, status: undefined},
    ]);
    expect(latestReleaseRevisions([item({})]).revisions).toHaveLength(1);
  });

  test('warns of what is labelled as a revision and is none', () => {
    const strangers = [
      item({name: 'settings', labels: {owner: 'helm'}}),
      item({name: 'settings', labels: {owner: 'helm', name: 'web', version: 'x', status: 'deployed'}}),
      {labels: {owner: 'helm'}},
    ];
    const found = latestReleaseRevisions(strangers);
    expect(found.revisions).toEqual([]);
    expect(found.warnings).toEqual([
      expect.stringMatching(/default\/settings .*name/),
      expect.stringMatching(/default\/settings .*revision/),
      expect.stringMatching(/no name or no namespace/),
    ]);
  });

  test('passes over what belongs to another owner', () => {
    expect(latestReleaseRevisions([item({labels: {owner: 'tiller', status: 'deployed'}})])).toEqual({
      revisions: [],
      warnings: [],
    });
  });

  test('goes by the name of the object where the labels say otherwise, and warns', () => {
    const items = [
      item({name: 'sh.helm.release.v1.web.v9', labels: {owner: 'helm', name: 'web', version: '99'}}),
      item({name: 'sh.helm.release.v1.web.v10', labels: {owner: 'helm', name: 'shop', version: '2'}}),
    ];
    const {revisions, warnings} = latestReleaseRevisions(items);
    expect(revisions).toMatchObject([{name: 'web', revision: 10}]);
    expect(warnings).toEqual([
      'Helm release default/web: the label version is "99"; revision 9 is taken from the object\'s name, sh.helm.release.v1.web.v9.',
      'Helm release default/web: the label name is "shop" and version is "2"; revision 10 is taken from the object\'s name, sh.helm.release.v1.web.v10.',
    ]);
  });

  test('prefers the object with the name that Helm gives it to one that claims the same revision', () => {
    const labels = {owner: 'helm', name: 'web', version: '3', status: 'deployed'};
    const items = [item({name: 'impostor', labels}), item({labels}), item({name: 'another', labels})];
    expect(latestReleaseRevisions(items).revisions).toMatchObject([
      {objectName: 'sh.helm.release.v1.web.v3'},
    ]);
  });

  test('never throws, whatever the metadata holds', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.anything(),
            fc.record({
              name: fc.anything(),
              namespace: fc.anything(),
              labels: fc.oneof(fc.object(), fc.anything()),
            }),
          ),
        ),
        (items) => {
          const {revisions, warnings} = latestReleaseRevisions(items);
          expect(revisions.length + warnings.length).toBeLessThanOrEqual(2 * items.length);
        },
      ),
    );
  });
});
