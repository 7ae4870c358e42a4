import type {RunReport} from '@firefly/core';
import {expect, test} from 'vitest';

import type {Contract} from '../src/contract/contract.ts';
import type {GzipEngine} from '../src/gzip/gzip-engine.ts';
import {createSession, type SessionOptions} from '../src/session.ts';
import type {FireflyAnswer} from '../src/transport/firefly-request.ts';
import {makePod} from './make-item.ts';
import {makePage} from './make-page.ts';
import {makeReport} from './make-report.ts';

const format = {head: Buffer.from('{"objects":['), tail: Buffer.from(']}')};
const accepted: FireflyAnswer = {status: 204, body: '', retries: 0};
const tooLarge: FireflyAnswer = {status: 413, body: '', retries: 0};

/** A session between parts that do as told, and what they saw. */
function setUp(options: Partial<SessionOptions> = {}, answers: readonly Promise<FireflyAnswer>[] = []) {
  const seen = {
    levels: [] as (number | undefined)[],
    bodies: [] as Uint8Array[],
    released: 0,
    warned: [] as unknown[][],
    ends: [] as (readonly [string, string | undefined])[],
  };
  const engine: GzipEngine = {
    name: 'native',
    async compress(body, level) {
      seen.levels.push(level);
      return {bytes: Buffer.from(body), release: () => void seen.released++};
    },
    decompress: async (compressed) => Buffer.from(compressed),
  };
  const contract: Contract = {
    protocol: 'objects',
    streams: new Set(['objects']),
    takesEffect: 'on-arrival',
    announce() {},
    format: () => format,
    pageUrl: () => new URL('http://127.0.0.1/objects'),
    pageHeaders: () => ({}),
    readItem: (_, bytes) => ({description: {kind: 'Pod', name: 'a'}, bytes: bytes.byteLength}),
    async commit() {
      seen.ends.push(['commit', undefined]);
    },
    async abort(_: RunReport, reason) {
      seen.ends.push(['abort', reason]);
    },
  };
  const waiting = answers.values();
  const session = createSession({
    contract,
    client: {
      async send({body}, signal) {
        signal.throwIfAborted();
        if (body !== undefined) seen.bodies.push(body);
        const answer = waiting.next().value ?? Promise.resolve(accepted);
        const stopped = new Promise<never>((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
        return Promise.race([answer, stopped]);
      },
    },
    engines: [engine],
    limits: {pageBytes: 1000, itemBytes: 1000, pagesInFlight: {objects: 4, helmReleases: 1, k8sTrees: 1}},
    signal: new AbortController().signal,
    log: {debug() {}, info() {}, warn: (...words) => void seen.warned.push(words)},
    ...options,
  });
  const page = (...names: readonly string[]) =>
    makePage(
      format,
      'objects',
      names.map((name) => makePod(name)),
    );
  return {session, seen, page};
}

const broken: GzipEngine = {
  name: 'native',
  compress: async () => Promise.reject(new Error('out of memory')),
  decompress: async (bytes) => bytes,
};

test('a page that nobody could compress is its own memory until it is answered, and says so once a session', async () => {
  const answer = Promise.withResolvers<FireflyAnswer>();
  const {session, page} = setUp({engines: [broken]}, [answer.promise]);
  const first = page('a');
  const write = session.write(first);
  await new Promise(setImmediate);
  expect(first.released).toBe(false);
  answer.resolve(accepted);
  expect(await write).toMatchObject({
    warnings: [
      'The gzip engine "native" failed on a page: out of memory.',
      'No gzip engine worked, so a page was sent uncompressed.',
    ],
  });
  expect(first.released).toBe(true);
  expect(await session.write(page('b'))).not.toHaveProperty('warnings');
});

test('a page is given back where it is refused, and its compressed bytes where they are of no more use', async () => {
  const {session, seen, page} = setUp({}, [Promise.resolve(tooLarge)]);
  const whole = page('a', 'b');
  const receipt = await session.write(whole);
  expect(whole.released).toBe(true);
  // The page, and its two halves.
  expect(seen.released).toBe(3);
  const [, ...halves] = seen.bodies;
  expect(receipt).toMatchObject({requests: 2, sentBytes: halves.reduce((sum, half) => sum + half.length, 0)});
});

test('what is refused alone is told with its name and size', async () => {
  const {session, seen, page} = setUp({}, [Promise.resolve(tooLarge)]);
  const pod = makePod('a').byteLength;
  expect(await session.write(page('a'))).toMatchObject({oversized: [{name: 'a', bytes: pod}]});
  expect(seen.warned).toEqual([
    ['Firefly refused one item as too large', {kind: 'Pod', name: 'a', bytes: pod}],
  ]);
});

test('pages are compressed harder while pages wait for an answer, and faster when none does', async () => {
  const answers = Array.from({length: 4}, () => Promise.withResolvers<FireflyAnswer>());
  const {session, seen, page} = setUp(
    {gzipLevel: 'auto'},
    answers.map(({promise}) => promise),
  );
  const writes: Promise<unknown>[] = [];
  for (let number = 0; number < 4; number++) {
    writes.push(session.write(page('a')));
    await new Promise(setImmediate);
  }
  expect(seen.levels).toEqual([1, 1, 1, 4]);
  for (const {resolve} of answers) resolve(accepted);
  await Promise.all(writes);
  for (let number = 0; number < 3; number++) await session.write(page('b'));
  expect(seen.levels.slice(4)).toEqual([3, 2, 1]);
});

test('without the setting the engines choose the level', async () => {
  const {session, seen, page} = setUp();
  await session.write(page('a'));
  expect(seen.levels).toEqual([undefined]);
});

test('it says when its pages take effect', () => {
  expect(setUp().session.takesEffect).toBe('on-arrival');
});

test('after its end it takes no page and no second end, and says so', async () => {
  const {session, seen, page} = setUp();
  await session.commit(makeReport());
  await expect(session.write(page('a'))).rejects.toThrow('a page was written after the session had ended');
  await expect(session.commit(makeReport())).rejects.toThrow('the session had already ended');
  expect([seen.bodies, seen.ends]).toEqual([[], [['commit', undefined]]]);
});

test('a commit before the last answer is none, and what waits is told why', async () => {
  const {session, seen, page} = setUp({}, [new Promise(() => {})]);
  const write = session.write(page('a'));
  await Promise.all([
    expect(write).rejects.toThrow('the run ended before this page was acknowledged'),
    expect(session.commit(makeReport())).rejects.toThrow('1 pages are still under way'),
  ]);
  expect(seen.ends).toEqual([['abort', expect.stringContaining('1 pages are still under way')]]);
});

test('the first failure is why there is no commit, in one sentence', async () => {
  const failure = Promise.reject(new Error('The disk v1.2 is full.'));
  const {session, seen, page} = setUp({}, [failure]);
  await expect(session.write(page('a'))).rejects.toThrow('full');
  await expect(session.commit(makeReport())).rejects.toThrow(/: The disk v1\.2 is full\.$/);
  expect(seen.ends).toMatchObject([['abort', expect.stringMatching(/: The disk v1\.2 is full\.$/)]]);
});

test.each([
  [{reason: 'stopped'}, 'stopped'],
  [{}, 'The disk is full.'],
])('a run that is given up tells its own reason, else the first failure: %j', async (report, reason) => {
  const {session, seen, page} = setUp({}, [Promise.reject(new Error('The disk is full.'))]);
  await expect(session.write(page('a'))).rejects.toThrow('full');
  await session.abort(makeReport(report));
  await session.abort(makeReport({reason: 'again'}));
  expect(seen.ends).toEqual([['abort', reason]]);
});
