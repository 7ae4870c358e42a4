import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';

import {
  createMemorySink,
  FaultError,
  type Reading,
  type Sink,
  type SinkSession,
  type Source,
} from '../../src/index.ts';
import {collect} from './collect.ts';
import {pod} from './pod.ts';
import {readingOf} from './reading-of.ts';
import {type SourceScript, sourceOf} from './source-of.ts';

beforeEach(() => void vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']}));
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => {});
const fewPods = readingOf('pods', async function* () {
  yield [pod('a')];
});

/** What of a run never settles and looks at no signal. */
interface Hanging {
  readonly script?: SourceScript;
  readonly reading?: Reading;
  readonly sink?: () => Promise<never>;
  readonly session?: Partial<SinkSession>;
}

const hangings: Record<string, Hanging> = {
  'the source while it opens': {script: {open: never}},
  'the sink while it opens': {sink: never},
  'the plan': {script: {plan: never}},
  'a reading': {
    reading: readingOf('pods', async function* () {
      yield [pod('a')];
      await never();
    }),
  },
  'the end of a reading': {
    reading: readingOf('pods', async function* () {
      try {
        yield [pod('a')];
        await never();
      } finally {
        await never();
      }
    }),
  },
  'a page': {session: {write: never}},
  'the commit': {session: {commit: never}},
  'a page, and the word that the run failed': {session: {write: never, abort: never}},
  'a page, and the end of the source': {session: {write: never}, script: {close: never}},
};

/** A run in which something hangs, until it is stopped by `reason`; 4.4 s later it has ended. */
async function endOf({script = {}, reading = fewPods, sink: openSink, session = {}}: Hanging, reason: Error) {
  const controller = new AbortController();
  const memory = createMemorySink();
  const sink: Sink = {
    async open(context) {
      const opening = await (openSink?.() ?? memory.open(context));
      if (opening.kind !== 'ready') return opening;
      return {kind: 'ready', session: {...opening.session, ...session}};
    },
  };
  const source: Source = sourceOf([reading], script);
  const running = collect({source, sink, signal: controller.signal});
  const state = {ended: false};
  void running.finally(() => (state.ended = true));
  await vi.advanceTimersByTimeAsync(1);
  expect(state.ended).toBe(false);
  controller.abort(reason);
  await vi.advanceTimersByTimeAsync(4400);
  expect(state.ended).toBe(true);
  return {report: await running, calls: memory.calls};
}

describe.each(Object.entries(hangings))('a run that hangs in %s', (_name, hanging) => {
  test('ends within 4.4 s of a stop, with its report', async () => {
    const {report} = await endOf(hanging, new Error('Stop it.'));
    expect(report).toMatchObject({result: 'stopped', reason: 'Stop it.'});
  });

  test('has failed where the program is at fault', async () => {
    const {report, calls} = await endOf(hanging, new FaultError());
    expect(report).toMatchObject({result: 'failure', code: 'CORE_FAULT'});
    expect(report.reason).toContain('nothing is under way');
    if (calls.includes('announce') && hanging.session?.abort === undefined)
      expect(calls.at(-1)).toBe('abort');
  });
});

test('a source that opens after its run has ended is closed', async () => {
  const opening = Promise.withResolvers<void>();
  const calls: string[] = [];
  const controller = new AbortController();
  const source = sourceOf([], {calls, open: () => opening.promise});
  const running = collect({source, sink: createMemorySink(), signal: controller.signal});
  controller.abort(new Error('Stop it.'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(await running).toMatchObject({result: 'stopped'});
  opening.resolve();
  await vi.advanceTimersByTimeAsync(1);
  expect(calls.at(-1)).toBe('source.close');
});
