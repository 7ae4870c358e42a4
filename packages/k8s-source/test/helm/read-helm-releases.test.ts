import type {StreamItem} from '@firefly/core';
import {describe, expect, test} from 'vitest';
import {type ReadHelmReleasesOptions, readHelmReleases} from '../../src/helm/read-helm-releases.ts';
import {
  createFakeHelmStorage,
  type FakeHelmStorage,
  type FakeRevision,
  FakeStorageError,
  keyOf,
  textOf,
} from './fake-helm-storage.ts';

const revision = (
  release: string,
  number: number,
  status = 'deployed',
  namespace = 'default',
): FakeRevision => ({
  namespace,
  release,
  revision: number,
  status,
});

async function read(storage: FakeHelmStorage, options: Partial<ReadHelmReleasesOptions> = {}) {
  const reading = readHelmReleases({
    ...storage,
    driver: 'secret',
    limit: 1_536_000,
    signal: new AbortController().signal,
    ...options,
  });
  const texts: string[] = [];
  const items: StreamItem[] = [];
  for (;;) {
    const {done, value} = await reading.next();
    if (done === true) return {texts, items, outcome: value};
    for (const item of value) {
      const target = Buffer.alloc(item.byteLength + 2);
      item.copyTo(target, 1);
      texts.push(target.subarray(1, -1).toString());
      items.push(item);
    }
  }
}

describe('readHelmReleases', () => {
  test.each(['secret', 'configmap'] as const)(
    'fetches the latest revisions alone, from a %s',
    async (driver) => {
      const failed = revision('b', 2, 'failed');
      const pending = revision('c', 2, 'pending-upgrade');
      const uninstalled = revision('d', 1, 'uninstalled');
      const latest = {
        ...revision('a', 10),
        text: '{"name":"a", "version":10,"big":12345678901234567890, "one":1.0}',
      };
      const history = Array.from({length: 9}, (_, index) => revision('a', index + 1, 'superseded'));
      const storage = createFakeHelmStorage(driver === 'secret' ? 'secrets' : 'configmaps', [
        ...history,
        latest,
        revision('b', 1),
        failed,
        revision('c', 1),
        pending,
        uninstalled,
      ]);
      const {texts, items, outcome} = await read(storage, {driver});
      expect(texts).toEqual([textOf(latest), textOf(failed)]);
      expect(storage.gets).toEqual([latest, failed, pending, uninstalled].map(keyOf));
      expect(storage.queries).toHaveLength(1);
      expect(items[0]).toMatchObject({stream: 'helmReleases', byteLength: textOf(latest).length});
      expect(items[0]!.describe()).toEqual({kind: 'HelmRelease', namespace: 'default', name: 'a'});
      expect(outcome).toEqual({kind: 'complete', listPages: 2, listBytes: 1000});
    },
  );

  test('keeps no more payloads under way than it may, and gives them in order', async () => {
    const releases = Array.from({length: 20}, (_, index) =>
      revision(`r${String(index).padStart(2, '0')}`, 1),
    );
    const storage = createFakeHelmStorage('secrets', releases);
    // The earlier it was asked for, the later it answers, within one window.
    storage.onGet = async (key) => {
      for (let turn = 0; turn < 6 - (Number(/r(\d+)/.exec(key)![1]) % 3); turn++) await Promise.resolve();
      return undefined;
    };
    const {texts} = await read(storage, {concurrency: 3});
    expect(texts).toEqual(releases.map(textOf));
    expect(storage.mostInFlight).toBe(3);
  });

  test('warns of a broken payload with the name of its release and goes on', async () => {
    const broken = {...revision('b', 1), payload: Buffer.from([0x1f, 0x8b, 8, 0])};
    const storage = createFakeHelmStorage('secrets', [revision('a', 1), broken, revision('c', 1)]);
    const {texts, outcome} = await read(storage);
    expect(texts).toHaveLength(2);
    expect(outcome).toMatchObject({kind: 'complete', warnings: [expect.stringMatching(/default\/b .*gzip/)]});
  });

  test('leaves out a release that is too large, and says how large', async () => {
    const text = JSON.stringify({name: 'b', manifest: 'x'.repeat(5000)});
    const large = {...revision('b', 1), text};
    const storage = createFakeHelmStorage('secrets', [revision('a', 1), large]);
    const {texts, outcome} = await read(storage, {limit: 4999});
    expect(texts).toHaveLength(1);
    expect(outcome).toMatchObject({
      kind: 'complete',
      oversized: [
        {stream: 'helmReleases', kind: 'HelmRelease', namespace: 'default', name: 'b', bytes: text.length},
      ],
    });
  });

  test('counts warnings beyond fifty instead of keeping them, and asks for each release once', async () => {
    const bad = Array.from({length: 60}, (_, index) => ({
      ...revision(`r${index}`, 1),
      payload: Buffer.from('{"name":5}'),
    }));
    const storage = createFakeHelmStorage('secrets', bad);
    const {outcome} = await read(storage);
    expect(outcome.warnings).toHaveLength(51);
    expect(outcome.warnings?.[0]).toMatch(/^Helm release default\/r0 is left out: .*it has no name\.$/);
    expect(outcome.warnings?.at(-1)).toBe('10 more warnings of this kind are not shown.');
    expect(storage.gets).toHaveLength(60);
    expect(storage.queries).toHaveLength(1);
  });

  test.each([
    ['deployed', 'uninstalled', 0],
    ['superseded', 'deployed', 1],
  ])('goes by the payload where its label says %s and it says %s, and warns', async (label, status, sent) => {
    const text = JSON.stringify({name: 'a', info: {status}});
    const storage = createFakeHelmStorage('secrets', [{...revision('a', 1, label), text}]);
    const {texts, outcome} = await read(storage);
    expect(texts).toHaveLength(sent);
    expect(outcome.warnings).toEqual([
      `Helm release default/a: the label status is "${label}", and its payload says "${status}"; the payload counts.`,
    ]);
    expect(storage.queries).toHaveLength(1);
  });

  test('leaves a release out that was uninstalled while it was read', async () => {
    const storage = createFakeHelmStorage('secrets', [revision('a', 1), revision('b', 1)]);
    storage.onGet = (key) => {
      if (key.includes('.a.')) storage.objects.delete(key);
      return undefined;
    };
    const {texts, outcome} = await read(storage);
    expect(texts).toEqual([textOf(revision('b', 1))]);
    expect(outcome).toEqual({kind: 'complete', listPages: 2, listBytes: 1000});
  });

  test.each([
    ['vanished', undefined],
    ['was superseded', revision('a', 1, 'superseded')],
  ])('reads the newer revision when the listed one %s meanwhile', async (_title, older) => {
    const storage = createFakeHelmStorage('secrets', [revision('a', 1)]);
    const newer = revision('a', 2);
    storage.onGet = (key) => {
      if (key !== keyOf(revision('a', 1))) return undefined;
      if (older === undefined) storage.objects.delete(key);
      else storage.objects.set(key, older);
      storage.objects.set(keyOf(newer), newer);
      return undefined;
    };
    const {texts} = await read(storage);
    expect(texts).toEqual([textOf(newer)]);
    expect(storage.queries[1]).toMatchObject({namespace: 'default', labelSelector: 'owner=helm,name=a'});
  });

  test('says that the storage is forbidden, with a stable code', async () => {
    const storage = createFakeHelmStorage('secrets', []);
    storage.listOutcome = {kind: 'forbidden', listPages: 0, listBytes: 0};
    const {outcome} = await read(storage);
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: {code: 'HELM_STORAGE_FORBIDDEN', verb: 'list', resource: 'secrets'},
    });
  });

  test('fails with the error of a list that failed', async () => {
    const storage = createFakeHelmStorage('secrets', []);
    const error = new FakeStorageError('the list failed');
    storage.listOutcome = {kind: 'failed', error, listPages: 0, listBytes: 0};
    expect((await read(storage)).outcome).toMatchObject({kind: 'failed', error});
  });

  test('fails when releases may be listed but not read, and asks once a namespace', async () => {
    const storage = createFakeHelmStorage('secrets', [revision('a', 1), revision('b', 1), revision('c', 1)]);
    storage.onGet = () => ({kind: 'forbidden'});
    const {outcome} = await read(storage, {concurrency: 1});
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: {code: 'HELM_STORAGE_FORBIDDEN', verb: 'get', namespaces: undefined},
    });
    expect(storage.gets).toHaveLength(1);
  });

  test('is partial when some namespaces may not be read', async () => {
    const storage = createFakeHelmStorage('secrets', [
      revision('a', 1, 'deployed', 'open'),
      revision('b', 1, 'deployed', 'closed'),
    ]);
    storage.onGet = (key) => (key.startsWith('closed/') ? {kind: 'forbidden'} : undefined);
    const {texts, outcome} = await read(storage);
    expect(texts).toHaveLength(1);
    expect(outcome).toMatchObject({kind: 'partial', error: {namespaces: ['closed']}});
    expect(outcome.kind === 'partial' && outcome.error.message).toContain('namespace closed');
  });

  test('is partial when a release could not be fetched, and names it', async () => {
    const storage = createFakeHelmStorage('secrets', [revision('a', 1), revision('b', 1)]);
    const error = new FakeStorageError('status 500');
    storage.onGet = (key) => (key.includes('.a.') ? {kind: 'failed', error} : undefined);
    const {outcome} = await read(storage);
    expect(outcome).toMatchObject({
      kind: 'partial',
      error: {code: 'HELM_RELEASES_UNREADABLE', releases: 1},
      warnings: ['Helm release default/a could not be fetched: status 500'],
    });
  });

  describe('of a release that vanished, and whose newer revisions cannot be listed', () => {
    const error = new FakeStorageError('status 500');
    const facts = {listPages: 0, listBytes: 0};
    test.each([
      [
        {kind: 'failed', error, ...facts},
        {code: 'HELM_RELEASES_UNREADABLE', releases: 1},
      ],
      [
        {kind: 'partial', error, ...facts},
        {code: 'HELM_RELEASES_UNREADABLE', releases: 1},
      ],
      [
        {kind: 'forbidden', ...facts},
        {code: 'HELM_STORAGE_FORBIDDEN', namespaces: ['default']},
      ],
    ] as const)('is partial: $0.kind', async (outcomeOfSecondList, problem) => {
      const storage = createFakeHelmStorage('secrets', [revision('a', 1), revision('b', 1)]);
      storage.onGet = (key) => {
        if (!key.includes('.a.')) return undefined;
        storage.listOutcome = outcomeOfSecondList;
        return {kind: 'not-found'};
      };
      const {items, outcome} = await read(storage);
      expect(items.map((item) => item.describe().name)).toEqual(['b']);
      expect(outcome).toMatchObject({kind: 'partial', error: problem});
    });
  });

  describe('of a list that broke off', () => {
    const error = new FakeStorageError('the list broke off');
    const revisions = [
      revision('a', 1, 'failed', 'first'),
      revision('b', 1, 'failed', 'second'),
      revision('c', 1, 'failed', 'third'),
    ];

    test('leaves out the namespace in which it did', async () => {
      const storage = createFakeHelmStorage('secrets', revisions);
      storage.listOutcome = {kind: 'partial', error, listPages: 1, listBytes: 10};
      const {items, outcome} = await read(storage);
      expect(items.map((item) => item.describe().name)).toEqual(['a', 'b']);
      expect(outcome).toMatchObject({kind: 'partial', error});
    });

    test('keeps the namespaces that were listed to their end', async () => {
      const storage = createFakeHelmStorage('secrets', revisions);
      const namespaces = ['first', 'third'];
      storage.listOutcome = {kind: 'partial', error, namespaces, listPages: 1, listBytes: 10};
      const {items, outcome} = await read(storage);
      expect(items.map((item) => item.describe().name)).toEqual(['a', 'c']);
      expect(outcome).toMatchObject({kind: 'partial', error, namespaces});
    });
  });

  test('reads releases whose status only the payload tells', async () => {
    const storage = createFakeHelmStorage('secrets', [revision('a', 1, ''), revision('b', 1, '')]);
    for (const [name, status] of [
      ['a', 'deployed'],
      ['b', 'uninstalled'],
    ] as const) {
      const one = {...revision(name, 1, ''), text: JSON.stringify({name, info: {status}})};
      storage.objects.set(keyOf(one), one);
    }
    expect((await read(storage)).texts).toEqual(['{"name":"a","info":{"status":"deployed"}}']);
  });

  test('throws the reason when aborted, and asks for nothing more', async () => {
    const storage = createFakeHelmStorage('secrets', [revision('a', 1), revision('b', 1), revision('c', 1)]);
    const controller = new AbortController();
    const reading = readHelmReleases({
      ...storage,
      driver: 'secret',
      limit: 1_536_000,
      signal: controller.signal,
      concurrency: 1,
    });
    await reading.next();
    controller.abort(new Error('stopped'));
    await expect(reading.next()).rejects.toThrow('stopped');
    expect(storage.gets).toHaveLength(2);
  });

  test('stops what is under way when nobody reads on', async () => {
    const storage = createFakeHelmStorage('secrets', [revision('a', 1), revision('b', 1), revision('c', 1)]);
    const signals: AbortSignal[] = [];
    const reading = readHelmReleases({
      ...storage,
      getObject: (reference, signal) => {
        signals.push(signal);
        return reference.name.includes('.a.')
          ? storage.getObject(reference, signal)
          : new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason));
            });
      },
      driver: 'secret',
      limit: 1_536_000,
      signal: new AbortController().signal,
    });
    await reading.next();
    await reading.return({kind: 'complete', listPages: 0, listBytes: 0});
    expect(signals.map(({aborted}) => aborted)).toEqual([true, true, true]);
  });
});
