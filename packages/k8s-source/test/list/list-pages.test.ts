import {describe, expect, test} from 'vitest';

import {ApiStatusError} from '../../src/api/api-status-error.ts';
import {ApiUnreachableError} from '../../src/api/api-unreachable-error.ts';
import {MalformedListError} from '../../src/list/malformed-list-error.ts';
import {drainPages, readPages} from './drain-pages.ts';
import {createFakePages, type FakePagesOptions, type PageFault, pod} from './fake-pages.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const none: PageFault = {kind: 'none'};

function fake(faults: readonly PageFault[] = [], options: Partial<FakePagesOptions> = {}) {
  return createFakePages({objects: () => names.map((name) => pod(name)), faults, ...options});
}

describe('page after page', () => {
  test.each([false, true])('reads a list to its end, sorted keys: %s', async (sortedKeys) => {
    const server = fake([], {sortedKeys, chunkBytes: 7});
    const reading = readPages(server);
    expect(await drainPages(reading)).toEqual({names, error: undefined});
    expect(server.queries).toEqual([{limit: 2}, {limit: 2, continue: '0:2'}, {limit: 2, continue: '0:4'}]);
    expect(reading.progress).toMatchObject({pages: 3, items: 5, inconsistent: false});
    expect(server.openBodies).toBe(0);
  });

  test('counts the bytes of all pages', async () => {
    const {openPage} = fake();
    let bytes = 0;
    const reading = readPages({
      async openPage(query, signal) {
        const body = await openPage(query, signal);
        return (async function* () {
          for await (const piece of body) {
            bytes += piece.length;
            yield piece;
          }
        })();
      },
    });
    await drainPages(reading);
    expect(reading.progress.bytes).toBe(bytes);
  });

  test('asks for the next page as soon as its token has come, while this one still arrives', async () => {
    const server = fake([], {chunkBytes: 125});
    const {pages} = readPages(server);
    const first = await pages.next();
    expect((first.value ?? []).map(({name}) => name)).toEqual(['a']);
    expect(server.queries).toHaveLength(2);
    expect(server.openBodies).toBe(2);
    await pages.return();
  });

  test('tells the page size what a page came to, and asks for what it says', async () => {
    const seen: unknown[] = [];
    const server = fake([], {sortedKeys: true});
    const {pages} = readPages({
      ...server,
      pageSize: {
        get limit() {
          return seen.length + 1;
        },
        record: (page) => seen.push(page),
      },
    });
    expect(await drainPages({pages, progress: {} as never, sleeps: []})).toMatchObject({names});
    // The token of a page is known before the page is at its end: what it weighed counts for the page after the next.
    expect(server.queries.map(({limit}) => limit)).toEqual([1, 1, 2, 3]);
    expect(seen).toEqual([
      {items: 1, bytes: expect.any(Number) as number},
      {items: 1, bytes: expect.any(Number) as number},
      {items: 2, bytes: expect.any(Number) as number},
      {items: 1, bytes: expect.any(Number) as number},
    ]);
  });

  test('refuses a token that repeats itself, which would never end', async () => {
    const server = fake();
    const reading = readPages({
      openPage: async (query, signal) =>
        server.openPage(query.continue === '0:4' ? {...query, continue: '0:2'} : query, signal),
    });
    const {error, names: read} = await drainPages(reading);
    expect(error).toBeInstanceOf(MalformedListError);
    expect(String(error)).toContain('it repeats its continue token');
    expect(read).toEqual(['a', 'b', 'c', 'd']);
    expect(server.queries).toHaveLength(3);
    expect(server.openBodies).toBe(0);
  });
});

describe('a list that expired', () => {
  test('goes on with the token of the 410', async () => {
    const server = fake([none, {kind: 'expired', withToken: true}]);
    const reading = readPages(server);
    expect(await drainPages(reading)).toEqual({names, error: undefined});
    expect(server.queries.map((query) => query.continue)).toEqual([undefined, '0:2', '1:2', '1:4']);
    expect(reading.progress).toMatchObject({pages: 3, items: 5, inconsistent: true});
    expect(reading.sleeps).toEqual([]);
  });

  test('begins again without one, and yields no object twice', async () => {
    const server = fake([none, none, {kind: 'expired', withToken: false}]);
    const reading = readPages(server);
    expect(await drainPages(reading)).toEqual({names, error: undefined});
    expect(server.queries.map((query) => query.continue)).toEqual([
      undefined,
      '0:2',
      '0:4',
      undefined,
      '1:2',
      '1:4',
    ]);
    expect(reading.progress).toMatchObject({items: 5, inconsistent: true});
  });

  test('yields an object again that was deleted and made anew: it is another one', async () => {
    let version = 0;
    const objects = () => {
      version++;
      return version === 1
        ? [pod('a'), pod('b'), pod('c')]
        : [pod('a', 'another'), pod('b'), pod('c'), pod('d')];
    };
    const server = fake([none, {kind: 'expired', withToken: false}], {objects});
    expect(await drainPages(readPages(server))).toEqual({names: ['a', 'b', 'a', 'c', 'd'], error: undefined});
  });

  test('knows objects without a UID by namespace and name', async () => {
    const objects = () => [
      '{"metadata":{"name":"a","namespace":"x"}}',
      '{"metadata":{"name":"a","namespace":"y"}}',
      '{"metadata":{"name":"a"}}',
    ];
    const server = fake([none, {kind: 'expired', withToken: false}], {objects});
    expect(await drainPages(readPages(server))).toEqual({names: ['a', 'a', 'a'], error: undefined});
  });

  test('is begun again three times and no more, though whole pages came in between', async () => {
    const expired: PageFault = {kind: 'expired', withToken: false};
    const server = fake([none, expired, none, expired, none, expired, none, expired, none, none, none]);
    const {error, names: read} = await drainPages(readPages(server));
    expect(error).toMatchObject({status: 410, code: 'K8S_LIST_EXPIRED'});
    expect(read).toEqual(['a', 'b']);
    expect(server.queries).toHaveLength(8);
  });

  test('may expire again and again as long as it comes forward', async () => {
    const many = Array.from({length: 40}, (_, index) => `pod-${index}`);
    const faults = many.flatMap((): PageFault[] => [none, {kind: 'expired', withToken: true}]);
    const reading = readPages(fake(faults, {objects: () => many.map((name) => pod(name))}));
    expect(await drainPages(reading)).toEqual({names: many, error: undefined});
  });

  test('at its first page is asked for again', async () => {
    expect(await drainPages(readPages(fake([{kind: 'expired', withToken: false}])))).toMatchObject({names});
  });
});

describe('a page that breaks off', () => {
  test.each(['broken', 'cut'] as const)('is asked for again with the same token: %s', async (kind) => {
    const server = fake([none, {kind, after: 0.9}], {chunkBytes: 11});
    const reading = readPages(server);
    expect(await drainPages(reading)).toEqual({names, error: undefined});
    // The third was asked for ahead of the page that broke off, and given back.
    expect(server.queries.map((query) => query.continue)).toEqual([undefined, '0:2', '0:4', '0:2', '0:4']);
    expect(reading.progress).toMatchObject({pages: 3, items: 5, inconsistent: false});
    expect(reading.sleeps).toEqual([200]);
    expect(server.openBodies).toBe(0);
  });

  test('at the start is read from a new snapshot, so that the list stems from two moments', async () => {
    const reading = readPages(fake([{kind: 'broken', after: 0.9}], {chunkBytes: 11}));
    expect(await drainPages(reading)).toEqual({names, error: undefined});
    expect(reading.progress.inconsistent).toBe(true);
    const before = readPages(fake([{kind: 'broken', after: 0.2}], {chunkBytes: 11}));
    expect(await drainPages(before)).toEqual({names, error: undefined});
    expect(before.progress.inconsistent).toBe(false);
  });

  test('is asked for three times more, with longer and longer pauses, and each page anew', async () => {
    const broken: PageFault = {kind: 'broken', after: 0.1};
    const reading = readPages(fake([broken, broken, broken, none, broken, broken, broken]));
    expect(await drainPages(reading)).toEqual({names, error: undefined});
    expect(reading.sleeps).toEqual([200, 400, 800, 200, 400, 800]);
    const failing = readPages(fake([none, broken, broken, broken, broken]));
    const {error, names: read} = await drainPages(failing);
    expect(error).toBeInstanceOf(ApiUnreachableError);
    expect(read).toEqual(['a', 'b']);
    expect(failing.progress).toMatchObject({pages: 1, items: 2});
  });

  test('is not asked for again where it is no list, or where a second try is in vain', async () => {
    for (const [fault, type] of [
      [{kind: 'garbled', after: 0.7}, MalformedListError],
      [{kind: 'unreachable', transient: false}, ApiUnreachableError],
      [{kind: 'forbidden'}, ApiStatusError],
    ] as const) {
      const server = fake([none, fault]);
      const {error, names: read} = await drainPages(readPages(server));
      expect(error).toBeInstanceOf(type);
      expect(read).toEqual(['a', 'b']);
      expect(server.openBodies).toBe(0);
      expect(server.queries.filter((query) => query.continue === '0:2')).toHaveLength(1);
    }
  });

  test('when it was asked for ahead, fails when its turn comes and not before', async () => {
    const server = fake([none, {kind: 'forbidden'}], {chunkBytes: 20});
    const {names: read, error} = await drainPages(readPages(server));
    expect(read).toEqual(['a', 'b']);
    expect(error).toMatchObject({status: 403});
  });
});
