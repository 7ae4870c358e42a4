import {describe, expect, test} from 'vitest';

import {createMemorySink, type Reading, type RunOptions} from '../../src/index.ts';
import {collect} from './collect.ts';
import {pod} from './pod.ts';
import {readingOf} from './reading-of.ts';
import {sourceOf, type SourceScript} from './source-of.ts';
import {turns} from './turns.ts';

const stopped = new Error('The run was stopped by SIGTERM.');

/** Ends with the signal, as everything must that waits for a network. */
const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true});
  });

const fewPods = readingOf('pods', async function* () {
  yield [pod('a')];
  yield [pod('b')];
});

/** A run that was stopped once it could go no further by itself. */
async function stopLater(
  readings: readonly Reading[],
  options: Partial<RunOptions> & {readonly script?: SourceScript} = {},
) {
  const controller = new AbortController();
  const calls: string[] = [];
  const sink = createMemorySink();
  const running = collect({
    source: sourceOf(readings, {calls, ...options.script}),
    sink,
    ...options,
    signal: controller.signal,
  });
  await turns();
  controller.abort(stopped);
  return {report: await running, calls, sinkCalls: sink.calls};
}

describe('a stop', () => {
  test('before the start opens nothing', async () => {
    const calls: string[] = [];
    const sink = createMemorySink();
    const report = await collect({source: sourceOf([], {calls}), sink, signal: AbortSignal.abort(stopped)});
    expect(report).toMatchObject({result: 'stopped', reason: stopped.message});
    expect([...calls, ...sink.calls]).toEqual([]);
  });

  test('while the source opens: the sink is never asked', async () => {
    const {report, sinkCalls} = await stopLater([], {script: {open: ({signal}) => untilStopped(signal)}});
    expect(report).toMatchObject({result: 'stopped', reason: stopped.message});
    expect(sinkCalls).toEqual([]);
  });

  test('while the sink opens: nothing is planned', async () => {
    const sink = {open: ({signal}: {signal: AbortSignal}) => untilStopped(signal)};
    const {report, calls} = await stopLater([fewPods], {sink});
    expect(report.result).toBe('stopped');
    expect(calls).toEqual(['source.open', 'source.close']);
  });

  test('while a reading waits: the sink is told', async () => {
    const slow = readingOf('slow', async function* (signal) {
      yield [pod('a')];
      await untilStopped(signal);
    });
    const {report, sinkCalls, calls} = await stopLater([slow]);
    expect(report).toMatchObject({result: 'stopped', reason: stopped.message});
    expect(sinkCalls).toEqual(['open', 'announce', 'abort']);
    expect(calls.at(-1)).toBe('source.close');
  });

  test('is what the report tells, whatever the source makes of it', async () => {
    const wrapping = readingOf('pods', async function* (signal) {
      yield [pod('a')];
      await untilStopped(signal).catch((cause: unknown) => {
        throw new Error('socket hang up', {cause});
      });
    });
    const {report} = await stopLater([wrapping]);
    expect(report).toMatchObject({result: 'stopped', reason: stopped.message});
  });

  test('ends readings that do not look at the signal, with the batch at hand', async () => {
    let batches = 0;
    const deaf = readingOf('deaf', async function* () {
      for (;;) {
        batches++;
        yield [pod('a', 10)];
        await turns();
      }
    });
    const {report} = await stopLater([deaf, deaf]);
    expect(report.result).toBe('stopped');
    expect(batches).toBeLessThan(6);
  });

  test('while pages are under way and readings wait for a place: nothing hangs', async () => {
    const sink = createMemorySink({
      limits: {pageBytes: 1, pagesInFlight: {objects: 1, helmReleases: 1, k8sTrees: 1}},
      onWrite: () => new Promise(() => {}),
    });
    const {report} = await stopLater([fewPods, fewPods, fewPods], {sink});
    expect(report).toMatchObject({result: 'stopped', reason: stopped.message});
    expect(sink.calls).toEqual(['open', 'announce', 'write', 'abort']);
  });

  test('while the last pages are under way, with everything read', async () => {
    const sink = createMemorySink({onWrite: () => new Promise(() => {})});
    const {report} = await stopLater([fewPods], {sink});
    expect(report).toMatchObject({result: 'stopped', readings: [{name: 'pods', items: 2}]});
    expect(sink.calls).toEqual(['open', 'announce', 'write', 'abort']);
  });

  test('between the last acknowledgement and the commit: nothing is committed', async () => {
    const controller = new AbortController();
    const sink = createMemorySink({onWrite: () => controller.abort(stopped)});
    const report = await collect({source: sourceOf([fewPods]), sink, signal: controller.signal});
    expect(report.result).toBe('stopped');
    expect(sink.calls).toEqual(['open', 'announce', 'write', 'abort']);
  });
});

describe('a stop in the middle of the commit', () => {
  const run = async (onCommit: () => Promise<void>) => {
    const controller = new AbortController();
    const sink = createMemorySink({
      onCommit() {
        controller.abort(stopped);
        return onCommit();
      },
    });
    const report = await collect({source: sourceOf([fewPods]), sink, signal: controller.signal});
    return {report, last: sink.calls.at(-1)};
  };

  test('comes too late where the commit succeeds', async () => {
    const {report, last} = await run(async () => {});
    expect(report.result).toBe('success');
    expect(last).toBe('commit');
  });

  test('is a stop where it ends the commit', async () => {
    const {report, last} = await run(() => Promise.reject(stopped));
    expect(report).toMatchObject({result: 'stopped', reason: stopped.message});
    expect(last).toBe('abort');
  });

  test('hides no failure of the commit', async () => {
    const {report, last} = await run(() => Promise.reject(new Error('The receiver did not lock.')));
    expect(report).toMatchObject({result: 'failure', reason: 'The receiver did not lock.'});
    expect(last).toBe('abort');
  });
});

test('a stop while a failed run cleans up does not hide why it failed', async () => {
  const controller = new AbortController();
  const reading = readingOf('pods', async function* () {
    try {
      for (;;) {
        yield [pod('a')];
        await turns();
      }
    } finally {
      controller.abort(stopped);
    }
  });
  const onWrite = () => Promise.reject(new Error('The page was refused.'));
  const sink = createMemorySink({limits: {pageBytes: 1}, onWrite});
  const report = await collect({source: sourceOf([reading]), sink, signal: controller.signal});
  expect(controller.signal.aborted).toBe(true);
  expect(report).toMatchObject({result: 'failure', reason: 'The page was refused.'});
});
