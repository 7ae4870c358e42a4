import {describe, expect, test} from 'vitest';

import {ApiStatusError} from '../../src/api/api-status-error.ts';
import {ApiUnreachableError} from '../../src/api/api-unreachable-error.ts';
import {MalformedListError} from '../../src/list/malformed-list-error.ts';
import {drainPages, fixedSize, readPages} from './drain-pages.ts';
import {createFakePages, type FakePagesOptions, type PageFault, pod} from './fake-pages.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const none: PageFault = {kind: 'none'};
const times = (count: number, fault: PageFault) => Array.from({length: count}, () => fault);

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
        shrink() {},
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
});

describe('a list that does not end', () => {
  /** Pages that are made up one by one; the token of the n-th, and its items. */
  function endless(token: (page: number) => string, items: (page: number) => readonly string[]) {
    let pages = 0;
    const reading = readPages({
      async openPage() {
        const page = pages++;
        const metadata = JSON.stringify({continue: token(page)});
        const list = `{"metadata":${metadata},"items":[${items(page).join(',')}]}`;
        return (async function* () {
          yield Buffer.from(list);
        })();
      },
    });
    return {reading, pages: () => pages};
  }
  const two = () => [pod('a'), pod('b')];
  const fresh = (page: number) => `t${page}`;

  test.each<[string, (page: number) => string, (page: number) => readonly string[], readonly string[]]>([
    ['the token that it was asked by', () => 'A', two, ['a', 'b']],
    ['two tokens in turn', (page) => 'AB'.charAt(page % 2), two, ['a', 'b']],
    ['seven in turn', (page) => 'ABCDEFG'.charAt(page % 7), two, ['a', 'b']],
    [
      'tokens that come back, with new objects',
      (page) => 'ABC'.charAt(page % 3),
      (page) => [pod(`p${page}`)],
      ['p0', 'p1', 'p2'],
    ],
    ['fresh tokens for the same objects', fresh, two, ['a', 'b']],
    [
      'fresh tokens for the same objects in turn',
      fresh,
      (page) => [pod(`p${page % 5}`)],
      ['p0', 'p1', 'p2', 'p3', 'p4'],
    ],
    ['fresh tokens for nothing', fresh, () => [], []],
    ['fresh tokens for objects without a name', fresh, () => ['{}'], Array<string>(20).fill('')],
  ])('is one that brings %s', async (_, token, items, expected) => {
    const {reading, pages} = endless(token, items);
    const {error, names: read} = await drainPages(reading);
    expect(error).toMatchObject({
      code: 'K8S_LIST_MALFORMED',
      message: expect.stringMatching(/it repeats its continue token|20 pages in a row brought nothing new/),
    });
    expect(read).toEqual(expected);
    expect(pages()).toBeLessThan(30);
  });

  test.each([1, 5, 19])('is none that brings %i empty pages before a full one', async (empty) => {
    const {reading} = endless(
      (page) => (page < empty + 2 ? fresh(page) : ''),
      (page) => (page === 0 ? two() : page <= empty ? [] : [pod(`late-${page}`)]),
    );
    const {error, names: read} = await drainPages(reading);
    expect(error).toBeUndefined();
    expect(read).toHaveLength(4);
  });

  test('is none that begins again after fifty pages, which then bring nothing new', async () => {
    const many = Array.from({length: 120}, (_, index) => `pod-${index}`);
    const faults: PageFault[] = [...times(50, none), {kind: 'expired', withToken: false}];
    const reading = readPages(fake(faults, {objects: () => many.map((name) => pod(name))}));
    expect(await drainPages(reading)).toEqual({names: many, error: undefined});
  });

  test.each([
    ['the same item for good', '{"items":[', `${pod('a')},`.repeat(1000), 'again and again'],
    ['white space for good', '{"items":[', ' '.repeat(1 << 20), 'without an item'],
    ['a member of the list that never ends', '{"x":[', `"${'x'.repeat(1 << 20)}",`, 'without an item'],
  ])('does not read on where one page brings %s', async (_, head, piece, problem) => {
    const reading = readPages({
      reuseBuffers: true,
      openPage: async () =>
        (async function* () {
          yield Buffer.from(head);
          for (;;) yield Buffer.from(piece);
        })(),
    });
    const {error} = await drainPages(reading);
    expect(error).toMatchObject({code: 'K8S_LIST_MALFORMED', message: expect.stringContaining(problem)});
  });

  test('may hold items that are no objects, which are told when all pages were read', async () => {
    const bodies = [
      `{"metadata":{"continue":"2"},"items":[${pod('a')},7,[],${pod('b')}]}`,
      `{"metadata":{},"items":[null,${pod('c')}]}`,
    ];
    const reading = readPages({
      openPage: async ({continue: token}) =>
        (async function* () {
          yield Buffer.from(bodies[token === undefined ? 0 : 1] ?? '');
        })(),
    });
    const {names: read, error} = await drainPages(reading);
    expect(read).toEqual(['a', 'b', 'c']);
    expect((error as Error).message).toContain('2 of its items are no objects');
  });

  test('has a token that is a text', async () => {
    for (const token of ['5', '{}', '["a"]', 'true']) {
      const reading = readPages({
        openPage: async () =>
          (async function* () {
            yield Buffer.from(`{"metadata":{"continue":${token}},"items":[]}`);
          })(),
      });
      expect((await drainPages(reading)).error).toMatchObject({code: 'K8S_LIST_MALFORMED'});
    }
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

  test('is asked for without a limit after the second 410 without a token, and is whole then', async () => {
    const expired: PageFault = {kind: 'expired', withToken: false};
    const many = Array.from({length: 40}, (_, index) => `pod-${index}`);
    // At every third page: with a limit it would never come to its end.
    const faults = many.map((_, index) => (index % 3 === 2 ? expired : none));
    const server = fake(faults, {objects: () => many.map((name) => pod(name)), chunkBytes: 100});
    const reading = readPages(server);
    expect(await drainPages(reading)).toEqual({names: many, error: undefined});
    expect(server.queries.slice(5)).toEqual([expect.anything(), {}]);
    expect(reading.progress).toMatchObject({items: 40, inconsistent: true});
    expect(server.openBodies).toBe(0);
  });

  test('even so is given up', async () => {
    const server = fake([none, ...times(30, {kind: 'expired', withToken: false})]);
    const {error, names: read} = await drainPages(readPages(server));
    expect(error).toMatchObject({status: 410, code: 'K8S_LIST_EXPIRED'});
    expect(read).toEqual(['a', 'b']);
    expect(server.queries.length).toBeLessThan(10);
  });

  test('goes on without a limit where the tokens of its 410s expire as well', async () => {
    const server = fake([none, ...times(5, {kind: 'expired', withToken: true})]);
    expect(await drainPages(readPages(server))).toEqual({names, error: undefined});
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
    expect(server.queries).toEqual([
      {limit: 2},
      {limit: 2, continue: '0:2'},
      {limit: 2, continue: '0:4'},
      {limit: 1, continue: '0:2'},
      {limit: 1, continue: '0:3'},
      {limit: 2, continue: '0:4'},
    ]);
    expect(reading.progress).toMatchObject({pages: 4, items: 5, inconsistent: false});
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

  test('is asked for at half the size each time, with longer and longer pauses', async () => {
    const many = Array.from({length: 40}, (_, index) => `pod-${index}`);
    const objects = () => many.map((name) => pod(name));
    for (const fault of [{kind: 'late'}, {kind: 'unreachable', transient: true}] as const) {
      const server = fake(times(5, fault), {objects});
      const reading = readPages({...server, pageSize: fixedSize(32)});
      expect(await drainPages(reading)).toEqual({names: many, error: undefined});
      const begun = server.queries.filter((query) => query.continue === undefined);
      expect(begun.map(({limit}) => limit)).toEqual([32, 16, 8, 4, 2, 1]);
      expect(reading.sleeps).toEqual([200, 400, 800, 1600, 3200]);
    }
  });

  test('is given up where even one object does not come through, after four attempts at least', async () => {
    for (const [size, attempts] of [
      [32, 6],
      [2, 4],
      [1, 4],
    ] as const) {
      const server = fake([none, ...times(40, {kind: 'late'})]);
      const reading = readPages({...server, pageSize: fixedSize(size)});
      const {error} = await drainPages(reading);
      if (size < 5) expect(error).toMatchObject({code: 'K8S_SERVER_ERROR', status: 504});
      else expect(error).toBeUndefined();
      if (size < 5) expect(server.queries).toHaveLength(attempts + 1);
    }
    const late = fake(times(40, {kind: 'late'}));
    await drainPages(readPages({...late, pageSize: fixedSize(32)}));
    expect(late.queries.map(({limit}) => limit)).toEqual([32, 16, 8, 4, 2, 1]);
  });

  test('is given up after ten minutes of waiting, whatever its size', async () => {
    let now = 0;
    const clock = {now: () => now, async sleep() {}};
    const server = fake(times(40, {kind: 'late'}), {
      beforeAnswer: async () => {
        now += 70_000;
      },
    });
    const {error} = await drainPages(readPages({...server, clock, pageSize: fixedSize(1 << 20)}));
    expect(error).toMatchObject({status: 504});
    expect(server.queries).toHaveLength(9);
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
