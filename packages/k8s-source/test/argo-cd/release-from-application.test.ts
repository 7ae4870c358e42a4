import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseAllDocuments} from 'yaml';
import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {releaseFromApplication as releaseWithin} from '../../src/argo-cd/release-from-application.ts';

const releaseFromApplication = (value: unknown) => releaseWithin(value, 1_536_000);

/** An application as the API server sends it, with the fields of `spec` and `status` in question replaced. */
function application(status: object = {}, spec: object = {}) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {name: 'guestbook', namespace: 'argocd', uid: 'u1'},
    spec: {
      project: 'default',
      source: {
        repoURL: 'https://github.com/argoproj/examples.git',
        path: 'guestbook',
        targetRevision: 'HEAD',
      },
      ...spec,
    },
    status: {
      sourceType: 'Directory',
      health: {status: 'Healthy'},
      history: [
        {id: 0, deployedAt: '2024-03-01T10:00:00Z'},
        {id: 1, deployedAt: '2024-03-02T10:00:00Z'},
        {id: 2, deployedAt: '2024-03-03T10:00:00Z'},
      ],
      resources: [
        {version: 'v1', kind: 'Service', name: 'ui', namespace: 'shop', status: 'Synced'},
        {group: 'apps', version: 'v1', kind: 'Deployment', name: 'ui', namespace: 'shop'},
        {group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole', name: 'ui'},
      ],
      ...status,
    },
  };
}

interface Release {
  readonly name: string;
  readonly namespace?: string;
  readonly version?: number;
  readonly info: {readonly status: string; readonly first_deployed?: string; readonly last_deployed?: string};
  readonly chart: {readonly metadata: {readonly home?: string; readonly version?: string}};
  readonly manifest: string;
}

function releaseOf(value: unknown): Release {
  const made = releaseFromApplication(value);
  expect(made).toBeDefined();
  return JSON.parse(Buffer.from(made!.bytes).toString()) as Release;
}

test('an application becomes a release', () => {
  expect(releaseFromApplication(application())).toMatchObject({namespace: 'argocd', name: 'guestbook'});
  const labels = {'helm.sh/chart': 'guestbook', 'argocd.argoproj.io/instance': 'guestbook'};
  const {manifest, ...release} = releaseOf(application());
  expect(release).toEqual({
    name: 'guestbook',
    namespace: 'argocd',
    version: 2,
    info: {
      status: 'deployed',
      first_deployed: '2024-03-01T10:00:00Z',
      last_deployed: '2024-03-03T10:00:00Z',
    },
    chart: {
      metadata: {
        name: 'guestbook',
        type: 'application',
        home: 'https://github.com/argoproj/examples',
        version: 'HEAD',
        apiVersion: 'v2',
      },
    },
  });
  expect(manifest.match(/^---$/gm)).toHaveLength(3);
  expect(documentsIn(manifest)).toEqual([
    {apiVersion: 'v1', kind: 'Service', metadata: {name: 'ui', namespace: 'shop', labels}},
    {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'ui', namespace: 'shop', labels}},
    {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: {name: 'ui', labels}},
  ]);
});

describe('counts as a release', () => {
  test.each(['', undefined, null, 'Helm', 'Directory', 'helm'])('with the source type %j', (sourceType) => {
    expect(releaseFromApplication(application({sourceType}))).toBeDefined();
  });

  test.each(['Kustomize', 'Plugin'])('not with the source type %j', (sourceType) => {
    expect(releaseFromApplication(application({sourceType}))).toBeUndefined();
  });

  test.each([
    ['of another kind', {kind: 'AppProject'}],
    ['of another group', {apiVersion: 'app.k8s.io/v1beta1'}],
    ['of a group that only begins alike', {apiVersion: 'argoproj.io.example/v1'}],
    ['without a name', {metadata: {}}],
  ])('nothing %s', (_title, fields) => {
    expect(releaseFromApplication({...application(), ...fields})).toBeUndefined();
  });
});

test.each([
  ['Healthy', 'deployed'],
  ['Progressing', 'deployed'],
  ['Suspended', 'deployed'],
  ['Degraded', 'failed'],
  ['Missing', 'failed'],
  ['Unknown', 'unknown'],
  ['', 'unknown'],
  [undefined, 'unknown'],
  [3, 'unknown'],
])('health %j is the status %s', (health, status) => {
  expect(releaseOf(application({health: {status: health}})).info.status).toBe(status);
});

test('no health at all is the status unknown', () => {
  expect(releaseOf(application({health: undefined})).info.status).toBe('unknown');
});

describe('of the history', () => {
  test.each([undefined, null, [], 'x', {}])('%j gives neither times nor version', (history) => {
    const release = releaseOf(application({history}));
    expect(release.info).toEqual({status: 'deployed'});
    expect(release).not.toHaveProperty('version');
  });

  test('the first entry has the id 0', () => {
    expect(releaseOf(application({history: [{id: 0}]})).version).toBe(0);
  });

  test('entries without a time are passed over', () => {
    const history = [
      {id: 4},
      {id: 5, deployedAt: '2024-01-01T00:00:00.5+02:00'},
      {id: 6, deployedAt: 'today'},
    ];
    expect(releaseOf(application({history}))).toMatchObject({
      version: 6,
      info: {first_deployed: '2024-01-01T00:00:00.5+02:00', last_deployed: '2024-01-01T00:00:00.5+02:00'},
    });
  });

  test.each(['7', 1.5, -1, 2 ** 53])('the id %j is no version', (id) => {
    expect(releaseOf(application({history: [{id}]}))).not.toHaveProperty('version');
  });
});

test.each([
  ['https://github.com/a/b.git', 'https://github.com/a/b'],
  ['https://github.com/a/b/', 'https://github.com/a/b'],
  ['https://github.com/a/b.git/', 'https://github.com/a/b'],
  ['https://github.company.com/a/b.git', 'https://github.company.com/a/b.git'],
  ['https://gitlab.com/a/b.git', 'https://gitlab.com/a/b.git'],
  ['https://charts.example.com/', 'https://charts.example.com'],
  ['git@github.com:a/b.git', 'git@github.com:a/b.git'],
])('the home of %s is %s', (repoURL, home) => {
  expect(releaseOf(application({}, {source: {repoURL}})).chart.metadata.home).toBe(home);
});

describe('of several sources', () => {
  const git = {repoURL: 'https://github.com/a/values.git', targetRevision: 'main', ref: 'values'};
  const chart = {repoURL: 'https://charts.example.com/', chart: 'redis', targetRevision: '18.1.0'};
  const other = {repoURL: 'https://charts.example.org', chart: 'nginx', targetRevision: '1.0.0'};

  test('the first with a chart counts', () => {
    const {metadata} = releaseOf(
      application({sourceType: ''}, {source: undefined, sources: [git, chart, other]}),
    ).chart;
    expect(metadata).toMatchObject({home: 'https://charts.example.com', version: '18.1.0'});
  });

  const files = {repoURL: 'https://git.example.com/b.git', path: 'charts/app', targetRevision: 'v9'};
  const kustomized = {...files, targetRevision: 'k'};
  test.each([
    ['more than values', [git, files], undefined, 'v9'],
    ['a chart although values come first', [git, files], ['', 'Helm'], 'v9'],
    ['not what Kustomize renders', [kustomized, files], ['Kustomize', 'Directory'], 'v9'],
    ['not what a plugin renders', [{...kustomized, plugin: {}}, files], ['Plugin', 'Helm'], 'v9'],
    ['no plugin that was not looked at yet', [{...kustomized, plugin: {}}, files], [], 'v9'],
    ['no Kustomize that was not looked at yet', [{...kustomized, kustomize: {}}, files], null, 'v9'],
    ['one with values for another', [{...files, ref: 'own'}, chart], ['Helm'], '18.1.0'],
    ['not null', [null, 'x', files], ['', '', 'helm'], 'v9'],
    ['a chart first', [files, chart], ['Directory', 'Helm'], '18.1.0'],
  ])('the first counts that is %s', (_title, sources, sourceTypes, version) => {
    const made = releaseOf(application({sourceType: undefined, sourceTypes}, {source: undefined, sources}));
    expect(made.chart.metadata.version).toBe(version);
  });

  test.each([
    ['Kustomize alone', [files, files], ['Kustomize', 'Kustomize']],
    ['a plugin', [files], ['Plugin']],
    ['values alone', [git], ['']],
    ['nothing that is a source', [null, 7], []],
  ])('%s is no release', (_title, sources, sourceTypes) => {
    const value = application({sourceType: undefined, sourceTypes}, {source: undefined, sources});
    expect(releaseFromApplication(value)).toBeUndefined();
  });

  test('they count before the single source, as in Argo CD, unless there are none', () => {
    expect(releaseOf(application({}, {sources: [chart]})).chart.metadata.version).toBe('18.1.0');
    expect(releaseOf(application({}, {sources: []})).chart.metadata.version).toBe('HEAD');
  });
});

test('no source gives a chart without home and version', () => {
  expect(releaseOf(application({}, {source: undefined})).chart.metadata).toEqual({
    name: 'guestbook',
    type: 'application',
    apiVersion: 'v2',
  });
});

test.each([undefined, null, [], 'x'])('resources that are %j give an empty manifest', (resources) => {
  expect(releaseOf(application({resources})).manifest).toBe('');
});

test('a resource without version, kind or name is left out of the manifest', () => {
  const whole = {version: 'v1', kind: 'Pod', name: 'p'};
  const resources = [{...whole, version: ''}, {...whole, kind: undefined}, {...whole, name: 5}, null, whole];
  expect(documentsIn(releaseOf(application({resources})).manifest)).toHaveLength(1);
});

test('every text of a resource comes out of the manifest as it went in, in both versions of YAML', () => {
  const text = fc.oneof(
    fc.string({unit: 'grapheme', minLength: 1}),
    fc.constantFrom(
      'yes',
      'On',
      'n',
      'null',
      '~',
      '1e3',
      '0o17',
      '0x1f',
      '1:30',
      '2024-01-01',
      '---',
      '- a',
      'a: b',
      '#',
      '<<',
    ),
    fc.string({minLength: 100, maxLength: 200}),
  );
  fc.assert(
    fc.property(fc.record({version: text, kind: text, name: text, namespace: text}), (resource) => {
      const {manifest} = releaseOf(application({resources: [resource, resource]}));
      const {version, kind, name, namespace} = resource;
      for (const yaml of ['1.1', '1.2'] as const) {
        const documents = documentsIn(manifest, yaml);
        expect(documents).toHaveLength(2);
        expect(documents[1]).toMatchObject({apiVersion: version, kind, metadata: {name, namespace}});
      }
    }),
  );
});

test('nothing that an application may hold makes it throw', () => {
  const hostile = fc.anything({withNullPrototype: true, withBigInt: false});
  const list = fc.oneof(
    hostile,
    fc.array(fc.oneof(hostile, fc.record({id: hostile, version: hostile, kind: hostile, name: hostile}))),
  );
  const any = fc.record({
    apiVersion: fc.constant('argoproj.io/v1alpha1'),
    kind: fc.constant('Application'),
    metadata: fc.record({name: fc.oneof(hostile, fc.string()), namespace: hostile}),
    spec: fc.oneof(hostile, fc.record({source: hostile, sources: list})),
    status: fc.oneof(
      hostile,
      fc.record({sourceType: hostile, health: hostile, history: list, resources: list}),
    ),
  });
  fc.assert(
    fc.property(fc.oneof(hostile, any), (value) => {
      const made = releaseFromApplication(value);
      const release: unknown = made === undefined ? {} : JSON.parse(Buffer.from(made.bytes).toString());
      expect(release).toMatchObject(made === undefined ? {} : {name: made.name});
    }),
    {numRuns: fuzzRuns(500)},
  );
});

function documentsIn(manifest: string, version: '1.1' | '1.2' = '1.2'): unknown[] {
  return parseAllDocuments(manifest, {version}).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as unknown;
  });
}
