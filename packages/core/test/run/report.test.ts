import {expect, test} from 'vitest';

import {createMemorySink, type ReadingOutcome, type RunProgress, type Sink} from '../../src/index.ts';
import {textItem} from '../text-item.ts';
import {collect} from './collect.ts';
import {pod} from './pod.ts';
import {readingOf} from './reading-of.ts';
import {sourceOf} from './source-of.ts';

const start = Date.UTC(2026, 0, 1, 12, 0, 0);

/** Time that goes on only where a test says so. */
function stepClock() {
  let time = start;
  return {
    now: () => time,
    pass(milliseconds: number) {
      time += milliseconds;
    },
  };
}

/** Two types and a Helm release through a sink whose receipts tell of a retry, a split page and a refused item. */
async function run() {
  const {now, pass} = stepClock();
  const memory = createMemorySink({streams: ['objects', 'helmReleases']});
  const sink: Sink = {
    async open(context) {
      pass(10);
      const opening = await memory.open(context);
      if (opening.kind !== 'ready') return opening;
      const {session} = opening;
      const write: typeof session.write = async (page) => {
        await session.write(page);
        pass(100);
        if (page.stream === 'helmReleases') return {requests: 1, sentBytes: 30, retries: 0, oversized: []};
        const refused = {
          kind: 'Pod',
          namespace: 'default',
          name: 'b',
          stream: 'objects',
          bytes: 200,
          index: 1,
        } as const;
        return {
          requests: 2,
          sentBytes: 70,
          retries: 3,
          oversized: [refused],
          warnings: ['The page went out uncompressed.'],
        };
      };
      return {kind: 'ready', session: {...session, write}};
    },
  };
  const done = (listPages: number, listBytes: number): ReadingOutcome => ({
    kind: 'complete',
    listPages,
    listBytes,
    warnings: ['The server is old.'],
  });
  const source = sourceOf([
    readingOf('pods', async function* () {
      pass(20);
      yield [pod('a', 100)];
      pass(5);
      yield [pod('b', 200)];
      return done(2, 333);
    }),
    readingOf('helm releases', async function* () {
      pass(7);
      yield [textItem('{"kind":"","metadata":{"name":"web"}}', 'helmReleases')];
      return done(1, 44);
    }),
  ]);
  let progress: RunProgress | undefined;
  const warned: string[] = [];
  const report = await collect({
    source,
    sink,
    now,
    runId: 'r',
    concurrency: 1,
    observer: {started: (live) => (progress = live), warned: (message) => warned.push(message)},
  });
  return {report, progress, warned};
}

test('the report has every figure', async () => {
  const {report} = await run();
  expect(report).toEqual({
    runId: 'r',
    result: 'success',
    startedAt: '2026-01-01T12:00:00.000Z',
    // 10 to open, 20 + 5 and 7 to read, 100 for each of the two pages.
    endedAt: '2026-01-01T12:00:00.242Z',
    milliseconds: 242,
    cluster: {uid: 'cluster-1', serverVersion: 'v1.36.0'},
    protocol: 'memory',
    readings: [
      {
        name: 'pods',
        outcome: 'complete',
        items: 1,
        bytes: 100,
        listPages: 2,
        listBytes: 333,
        milliseconds: 25,
        inconsistent: false,
      },
      {
        name: 'helm releases',
        outcome: 'complete',
        items: 1,
        bytes: 37,
        listPages: 1,
        listBytes: 44,
        milliseconds: 7,
        inconsistent: false,
      },
    ],
    streams: [
      // From the first pod (at 30) to the acknowledgement (at 142).
      {stream: 'objects', items: 1, bytes: 100, requests: 2, sentBytes: 70, retries: 3, milliseconds: 112},
      {
        stream: 'helmReleases',
        items: 1,
        bytes: 37,
        requests: 1,
        sentBytes: 30,
        retries: 0,
        milliseconds: 200,
      },
    ],
    discoveryFailures: [],
    oversized: [{kind: 'Pod', namespace: 'default', name: 'b', stream: 'objects', bytes: 200}],
    redactions: [],
    redactionMilliseconds: 0,
    warnings: [
      'pods: The server is old.',
      'helm releases: The server is old.',
      'The page went out uncompressed.',
    ],
  });
});

test('the report survives JSON', async () => {
  const {report} = await run();
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('the report of a failure survives JSON', async () => {
  const report = await collect({
    source: sourceOf([]),
    sink: {open: () => Promise.reject(new Error('no answer', {cause: 1n}))},
  });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(report).toMatchObject({result: 'failure', reason: 'no answer'});
});

test('progress is a live view', async () => {
  const {progress, warned} = await run();
  expect(progress).toEqual({readings: {done: 2, total: 2}, items: 3, bytes: 337, sentBytes: 100});
  expect(warned).toEqual([
    'pods: The server is old.',
    'helm releases: The server is old.',
    'The page went out uncompressed.',
  ]);
});

test('a warning that repeats stands once in the report', async () => {
  const sink = createMemorySink({limits: {itemBytes: 90}});
  const reading = readingOf('pods', async function* () {
    yield [pod('a', 100), pod('a', 100), pod('b')];
  });
  const report = await collect({source: sourceOf([reading]), sink});
  expect(report.oversized).toHaveLength(2);
  expect(report.warnings).toHaveLength(1);
});
