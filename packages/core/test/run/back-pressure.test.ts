import fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {createMemorySink, type Sink, type SinkSession, type StreamName} from '../../src/index.ts';
import {textItem} from '../text-item.ts';
import {collect} from './collect.ts';
import {pod} from './pod.ts';
import {readingOf} from './reading-of.ts';
import {sourceOf} from './source-of.ts';
import {turns} from './turns.ts';

const places = (objects: number, others = 1) => ({objects, helmReleases: others, k8sTrees: others});

/** A sink that answers when a test says so, and counts what is under way at once. */
function slowSink(options: {readonly pageBytes: number; readonly pagesInFlight: Record<StreamName, number>}) {
  const answers: (() => void)[] = [];
  const underWay = {objects: 0, helmReleases: 0, k8sTrees: 0};
  const most = {...underWay};
  const sink = createMemorySink({
    streams: ['objects', 'helmReleases', 'k8sTrees'],
    limits: options,
    async onWrite({stream}) {
      most[stream] = Math.max(most[stream], ++underWay[stream]);
      await new Promise<void>((resolve) => answers.push(resolve));
      underWay[stream]--;
    },
  });
  return {
    sink,
    most,
    async answerAll(running: Promise<unknown>) {
      const state = {done: false};
      const ended = running.finally(() => (state.done = true));
      for (; !state.done; await turns()) for (const answer of answers.splice(0)) answer();
      await ended;
    },
  };
}

describe('a sink that does not answer', () => {
  test('stops the source: no more is read than fills the pages under way and one for each reading', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({min: 1, max: 5}),
        fc.integer({min: 1, max: 4}),
        fc.integer({min: 1, max: 6}),
        async (pagesInFlight, concurrency, itemsOfPage) => {
          const bytes = 100;
          // A page closes with the item that passes the budget.
          const pageBytes = bytes * itemsOfPage - 1;
          const {sink, answerAll} = slowSink({pageBytes, pagesInFlight: places(pagesInFlight)});
          let asked = 0;
          const readings = Array.from({length: concurrency + 2}, (_, index) =>
            readingOf(`reading-${index}`, async function* () {
              for (let batch = 0; batch < 100; batch++) {
                asked++;
                yield [pod(`pod-${batch}`, bytes)];
              }
            }),
          );
          const running = collect({source: sourceOf(readings), sink, concurrency});
          await turns();
          expect(asked).toBe((pagesInFlight + concurrency) * itemsOfPage);
          await answerAll(running);
          expect(sink.items('objects')).toHaveLength(100 * readings.length);
        },
      ),
      {numRuns: fuzzRuns(12)},
    );
  });

  test('goes on reading with the place that comes free', async () => {
    const answers: (() => void)[] = [];
    const sink = createMemorySink({
      limits: {pageBytes: 1, pagesInFlight: places(1)},
      onWrite: () => new Promise<void>((resolve) => answers.push(resolve)),
    });
    let asked = 0;
    const reading = readingOf('pods', async function* () {
      for (; asked < 5;) yield [pod(`pod-${asked++}`)];
    });
    const running = collect({source: sourceOf([reading]), sink});
    const seen: number[] = [];
    for (let page = 0; page < 5; page++) {
      await turns();
      seen.push(asked);
      answers[page]!();
    }
    expect(seen).toEqual([2, 3, 4, 5, 5]);
    expect(await running).toMatchObject({result: 'success'});
  });
});

test('each stream has its own places', async () => {
  const {sink, most, answerAll} = slowSink({pageBytes: 1, pagesInFlight: places(3, 2)});
  const readings = (['objects', 'helmReleases', 'k8sTrees'] as const).map((stream) =>
    readingOf(stream, async function* () {
      for (let index = 0; index < 8; index++)
        yield [textItem(`{"kind":"Any","metadata":{"name":"a-${index}"}}`, stream)];
    }),
  );
  const running = collect({source: sourceOf(readings), sink});
  await turns();
  await answerAll(running);
  expect(await running).toMatchObject({result: 'success'});
  expect(most).toEqual({objects: 3, helmReleases: 2, k8sTrees: 2});
  for (const stream of ['objects', 'helmReleases', 'k8sTrees'] as const)
    expect(sink.items(stream)).toHaveLength(8);
});

describe('bodies that are not given back', () => {
  /** Keeps each body until a test lets go of it, and then either gives it back or just answers. */
  const keepingSink = (givesBack: boolean) => {
    const held: (() => void)[] = [];
    const memory = createMemorySink();
    const sink: Sink = {
      async open(context) {
        const opening = await memory.open(context);
        if (opening.kind !== 'ready') return opening;
        const limits = {...opening.session.limits, pageBytes: 1, pagesInFlight: places(10)};
        const write: SinkSession['write'] = async (page) => {
          await new Promise<void>((resolve) => held.push(resolve));
          if (givesBack) page.release();
          return {requests: 1, sentBytes: 1, retries: 0, oversized: []};
        };
        return {kind: 'ready', session: {...opening.session, limits, write}};
      },
    };
    return {held, sink};
  };

  test.for([true, false])('are three at most; the sink gives them back itself: %s', async (givesBack) => {
    const {held, sink} = keepingSink(givesBack);
    const reading = readingOf('pods', async function* () {
      for (let index = 0; index < 8; index++) yield [pod(`pod-${index}`)];
    });
    const running = collect({source: sourceOf([reading]), sink});
    for (const expected of [3, 3, 3, 3, 3, 3, 2, 1]) {
      await turns();
      expect(held).toHaveLength(expected);
      held.shift()!();
    }
    expect(await running).toMatchObject({result: 'success', streams: [{items: 8, requests: 8}]});
  });
});

test('a page that waits for a body is not sent when another fails in that moment', async () => {
  const answers: {resolve: () => void; reject: (error: Error) => void}[] = [];
  const memory = createMemorySink({limits: {pageBytes: 1}});
  const sink: Sink = {
    async open(context) {
      const opening = await memory.open(context);
      if (opening.kind !== 'ready') return opening;
      const write: SinkSession['write'] = async (page) => {
        await new Promise<void>((resolve, reject) => answers.push({resolve, reject}));
        page.release();
        return {requests: 1, sentBytes: 1, retries: 0, oversized: []};
      };
      return {kind: 'ready', session: {...opening.session, write}};
    },
  };
  const reading = readingOf('pods', async function* () {
    for (let index = 0; index < 5; index++) yield [pod(`pod-${index}`)];
  });
  const running = collect({source: sourceOf([reading]), sink});
  await turns();
  expect(answers).toHaveLength(3);
  answers[0]!.resolve();
  answers[1]!.reject(new Error('refused'));
  await turns();
  expect(answers).toHaveLength(3);
  answers[2]!.resolve();
  expect(await running).toMatchObject({result: 'failure', reason: 'refused'});
});

describe('readings', () => {
  const observe = async (count: number, concurrency?: number) => {
    const open: (() => void)[] = [];
    let underWay = 0;
    let most = 0;
    const begun: string[] = [];
    const readings = Array.from({length: count}, (_, index) =>
      readingOf(`r${index}`, async function* () {
        begun.push(`r${index}`);
        most = Math.max(most, ++underWay);
        await new Promise<void>((resolve) => open.push(resolve));
        yield [pod(`pod-${index}`)];
        underWay--;
      }),
    );
    const running = collect({
      source: sourceOf(readings),
      sink: createMemorySink(),
      ...(concurrency === undefined ? {} : {concurrency}),
    });
    await turns();
    return {running, begun, open, most: () => most};
  };

  test.for([
    [undefined, 4],
    [1, 1],
    [3, 3],
    [100, 9],
  ] as const)('concurrency %s: so many of nine under way at once: %d', async ([concurrency, expected]) => {
    const {running, begun, open, most} = await observe(9, concurrency);
    expect(begun).toHaveLength(expected);
    while (open.length > 0) {
      open.shift()!();
      await turns();
    }
    expect(await running).toMatchObject({result: 'success', readings: {length: 9}});
    expect(most()).toBe(expected);
  });

  test('begin in the order of the plan, each as soon as one has ended', async () => {
    const {running, begun, open} = await observe(4, 2);
    expect(begun).toEqual(['r0', 'r1']);
    open[1]!();
    await turns();
    expect(begun).toEqual(['r0', 'r1', 'r2']);
    open[2]!();
    await turns();
    open[3]!();
    open[0]!();
    await running;
    expect(begun).toEqual(['r0', 'r1', 'r2', 'r3']);
  });
});
