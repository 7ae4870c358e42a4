import {describe, expect, test} from 'vitest';

import {
  CollectorError,
  createMemorySink,
  type MemorySinkOptions,
  type RunReport,
  type Sink,
  type SinkSession,
  type Stage,
  type StreamItem,
} from '../../src/index.ts';
import {collect} from './collect.ts';
import {pod} from './pod.ts';
import {readingOf} from './reading-of.ts';
import {sourceOf} from './source-of.ts';
import {turns} from './turns.ts';

class RefusedError extends CollectorError {
  override readonly name = 'RefusedError';
  override readonly code = 'TEST_REFUSED';
}
const refused = new RefusedError('The receiver refused the page.');

const onePage = {limits: {pageBytes: 1}};
const few = (...names: string[]) =>
  readingOf('few', async function* () {
    for (const name of names) yield [pod(name)];
  });

function fail(error: Error): never {
  throw error;
}

/** A sink in memory whose session a test changes. */
function sinkWith(options: MemorySinkOptions, change: (session: SinkSession) => Partial<SinkSession>) {
  const memory = createMemorySink(options);
  const sink: Sink = {
    async open(context) {
      const opening = await memory.open(context);
      if (opening.kind !== 'ready') return opening;
      return {kind: 'ready', session: {...opening.session, ...change(opening.session)}};
    },
  };
  return {memory, sink};
}

function endless(ended: string[], name = 'endless') {
  return readingOf(name, async function* () {
    try {
      for (let index = 0; ; index++) {
        yield [pod(`${name}-${index}`)];
        await turns();
      }
    } finally {
      ended.push(name);
    }
  });
}

describe('a page that cannot be delivered', () => {
  test('fails the run: readings end, the sink is told once, nothing is committed', async () => {
    const ended: string[] = [];
    const calls: string[] = [];
    const reports: RunReport[] = [];
    const {memory, sink} = sinkWith({...onePage, onWrite: () => Promise.reject(refused)}, (session) => ({
      async abort(report) {
        reports.push(report);
        await session.abort(report);
      },
    }));
    const source = sourceOf([endless(ended, 'a'), endless(ended, 'b')], {calls});
    const report = await collect({source, sink, now: () => 0});
    expect(report).toMatchObject({result: 'failure', reason: refused.message, code: 'TEST_REFUSED'});
    expect(ended.toSorted()).toEqual(['a', 'b']);
    expect(reports).toEqual([report]);
    expect(memory.calls.at(-1)).toBe('abort');
    expect(memory.calls).not.toContain('commit');
    expect(calls.at(-1)).toBe('source.close');
  });

  test('is a failure too where write throws at once', async () => {
    const {sink} = sinkWith(onePage, () => ({
      write() {
        throw refused;
      },
    }));
    expect(await collect({source: sourceOf([few('a')]), sink})).toMatchObject({code: 'TEST_REFUSED'});
  });

  test('ends readings that wait for a place', async () => {
    const ended: string[] = [];
    let fail = () => {};
    const sink = createMemorySink({
      limits: {pageBytes: 1, pagesInFlight: {objects: 1, helmReleases: 1, k8sTrees: 1}},
      onWrite: () => new Promise((_, reject) => (fail = () => reject(refused))),
    });
    const running = collect({source: sourceOf([endless(ended, 'a'), endless(ended, 'b')]), sink});
    await turns();
    fail();
    expect(await running).toMatchObject({result: 'failure', code: 'TEST_REFUSED'});
    expect(ended.toSorted()).toEqual(['a', 'b']);
    expect(sink.calls.filter((call) => call === 'write')).toHaveLength(1);
  });

  test('is the last that is sent, even where another gave its place back in the same moment', async () => {
    const answers: {resolve: () => void; reject: (error: Error) => void}[] = [];
    const sink = createMemorySink({
      limits: {pageBytes: 1, pagesInFlight: {objects: 2, helmReleases: 1, k8sTrees: 1}},
      onWrite: () => new Promise<void>((resolve, reject) => answers.push({resolve, reject})),
    });
    const running = collect({source: sourceOf([few('a', 'b', 'c')]), sink});
    await turns();
    answers[0]!.resolve();
    answers[1]!.reject(refused);
    expect(await running).toMatchObject({result: 'failure'});
    expect(sink.calls).toEqual(['open', 'announce', 'write', 'write', 'abort']);
  });

  test('is told to the sink when no page is under way any more', async () => {
    const order: string[] = [];
    let writes = 0;
    const {sink} = sinkWith(onePage, (session) => ({
      async write(page) {
        if (++writes === 2) throw refused;
        const receipt = await session.write(page);
        // An answer that was on its way already.
        await turns();
        order.push('acknowledged');
        return receipt;
      },
      async abort() {
        order.push('abort');
      },
    }));
    const report = await collect({source: sourceOf([few('a', 'b', 'c')]), sink});
    expect(order).toEqual(['acknowledged', 'abort']);
    expect(report.streams).toMatchObject([{stream: 'objects', requests: 1}]);
  });

  test('is the reason, whatever failed because of it', async () => {
    const reading = readingOf('pods', async function* (signal) {
      yield [pod('a')];
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut off'))));
    });
    const sink = createMemorySink({...onePage, onWrite: () => Promise.reject(refused)});
    expect(await collect({source: sourceOf([reading]), sink})).toMatchObject({reason: refused.message});
  });

  test('is the reason, though the reading that it interrupts cannot clean up', async () => {
    const reading = readingOf('pods', async function* () {
      try {
        for (;;) {
          yield [pod('a')];
          await turns();
        }
      } finally {
        fail(new Error('the connection was closed already'));
      }
    });
    const sink = createMemorySink({...onePage, onWrite: () => Promise.reject(refused)});
    expect(await collect({source: sourceOf([reading]), sink})).toMatchObject({reason: refused.message});
  });

  test('that is the very last one still fails the run', async () => {
    const sink = createMemorySink({onWrite: () => Promise.reject(refused)});
    const report = await collect({source: sourceOf([few('a')]), sink});
    expect(report).toMatchObject({result: 'failure', readings: [{name: 'few', outcome: 'complete'}]});
    expect(sink.calls).toEqual(['open', 'announce', 'write', 'abort']);
  });
});

describe('a failure of the source', () => {
  test('to open: the sink is never asked', async () => {
    const sink = createMemorySink();
    const source = sourceOf([], {
      open() {
        throw refused;
      },
    });
    expect(await collect({source, sink})).toMatchObject({
      result: 'failure',
      code: 'TEST_REFUSED',
      cluster: {},
    });
    expect(sink.calls).toEqual([]);
  });

  test('to plan: the sink is told, the source closed', async () => {
    const sink = createMemorySink();
    const calls: string[] = [];
    const report = await collect({source: sourceOf([], {plan: () => Promise.reject(refused), calls}), sink});
    expect(report).toMatchObject({result: 'failure', code: 'TEST_REFUSED', protocol: 'memory'});
    expect(sink.calls).toEqual(['open', 'abort']);
    expect(calls.at(-1)).toBe('source.close');
  });

  test('in the middle of a reading ends the other readings', async () => {
    const ended: string[] = [];
    const broken = readingOf('broken', async function* () {
      yield [pod('a')];
      throw refused;
    });
    const sink = createMemorySink();
    const report = await collect({source: sourceOf([endless(ended), broken]), sink});
    expect(report).toMatchObject({result: 'failure', code: 'TEST_REFUSED'});
    expect(ended).toEqual(['endless']);
    expect(sink.calls.at(-1)).toBe('abort');
  });

  test('begins no reading that has not begun', async () => {
    const begun: string[] = [];
    const broken = readingOf('broken', async function* () {
      yield* [];
      await turns();
      throw refused;
    });
    const fine = (name: string, wait: () => Promise<void>) =>
      readingOf(name, async function* () {
        begun.push(name);
        yield* [];
        await wait();
      });
    const slow = fine('slow', async () => {
      await turns();
      await turns();
    });
    const late = fine('late', async () => {});
    await collect({source: sourceOf([broken, slow, late, late]), sink: createMemorySink(), concurrency: 2});
    expect(begun).toEqual(['slow']);
  });

  test('to close is a warning on a run that went well', async () => {
    const sink = createMemorySink();
    const warned: string[] = [];
    const source = sourceOf([few('a')], {close: () => Promise.reject(new Error('the socket is gone'))});
    const observer = {warned: (message: string) => warned.push(message)};
    const report = await collect({source, sink, observer});
    expect(report).toMatchObject({
      result: 'success',
      warnings: ['The run left something behind: the socket is gone'],
    });
    expect(warned).toEqual(report.warnings);
    expect(sink.calls.at(-1)).toBe('commit');
  });

  test('to clean up does not hide why it was interrupted', async () => {
    const reading = readingOf('pods', async function* () {
      try {
        yield [{...pod('a'), byteLength: 1, copyTo: () => fail(refused)}];
      } finally {
        fail(new Error('the connection was closed already'));
      }
    });
    expect(await collect({source: sourceOf([reading]), sink: createMemorySink()})).toMatchObject({
      result: 'failure',
      reason: refused.message,
    });
  });

  test('to plan ends whatever it and the sink still do', async () => {
    const signals: AbortSignal[] = [];
    const memory = createMemorySink();
    const source = sourceOf([], {
      open: ({signal}) => void signals.push(signal),
      plan: () => fail(refused),
    });
    const sink: Sink = {
      open(context) {
        signals.push(context.signal);
        return memory.open(context);
      },
    };
    await collect({source, sink});
    expect(signals.map(({aborted, reason}) => [aborted, reason])).toEqual([
      [true, refused],
      [true, refused],
    ]);
  });

  test('to copy an item fails the run, and sends nothing of its page', async () => {
    const item: StreamItem = {
      ...pod('a'),
      byteLength: 10,
      copyTo() {
        throw refused;
      },
    };
    const reading = readingOf('pods', async function* () {
      yield [pod('whole'), item];
    });
    const sink = createMemorySink();
    expect(await collect({source: sourceOf([reading]), sink})).toMatchObject({code: 'TEST_REFUSED'});
    expect(sink.calls).toEqual(['open', 'announce', 'abort']);
  });
});

describe('a failure of the sink', () => {
  test('to open: nothing is planned, the source is closed', async () => {
    const calls: string[] = [];
    const sink = {open: () => Promise.reject(refused)};
    const report = await collect({source: sourceOf([few('a')], {calls}), sink});
    expect(report).toMatchObject({result: 'failure', code: 'TEST_REFUSED', cluster: {uid: 'cluster-1'}});
    expect(report).not.toHaveProperty('protocol');
    expect(calls).toEqual(['source.open', 'source.close']);
  });

  test('to commit fails the run, and the sink is told that it did', async () => {
    const sink = createMemorySink({onCommit: () => Promise.reject(refused)});
    const report = await collect({source: sourceOf([few('a')]), sink});
    expect(report).toMatchObject({result: 'failure', code: 'TEST_REFUSED'});
    expect(sink.calls.slice(-2)).toEqual(['commit', 'abort']);
    expect(sink.report).toMatchObject({result: 'failure'});
  });

  test('to abort is a warning beside the reason', async () => {
    const {sink} = sinkWith({...onePage, onWrite: () => Promise.reject(refused)}, () => ({
      abort: () => Promise.reject(new Error('no answer')),
    }));
    expect(await collect({source: sourceOf([few('a')]), sink})).toMatchObject({
      result: 'failure',
      reason: refused.message,
      warnings: ['The receiver could not be told that the run failed: no answer'],
    });
  });

  test.for(['announce', 'format'] as const)('to %s fails the run', async (method) => {
    const {memory, sink} = sinkWith({}, () => ({
      [method]() {
        throw refused;
      },
    }));
    expect(await collect({source: sourceOf([few('a')]), sink})).toMatchObject({code: 'TEST_REFUSED'});
    expect(memory.calls.at(-1)).toBe('abort');
  });

  test('to have a place for a page fails the run, in place of waiting for ever', async () => {
    const sink = createMemorySink({limits: {pagesInFlight: {objects: 0, helmReleases: 0, k8sTrees: 0}}});
    expect(await collect({source: sourceOf([few('a')]), sink})).toMatchObject({
      result: 'failure',
      reason: 'A semaphore has at least one place, not 0.',
    });
  });
});

describe('an observer that fails', () => {
  const failed = `The observer of the run failed: ${refused.message}`;
  const events = ['started', 'opened', 'planned', 'read', 'warned'] as const;

  test.for(events)('at %s changes nothing but the warnings', async (event) => {
    const sink = createMemorySink({limits: {itemBytes: 200}});
    const source = sourceOf([
      readingOf('pods', async function* () {
        yield [pod('small'), pod('large', 500)];
      }),
    ]);
    const report = await collect({source, sink, observer: {[event]: () => fail(refused)}});
    expect(report).toMatchObject({result: 'success', warnings: expect.arrayContaining([failed])});
    expect(sink.calls.at(-1)).toBe('commit');
  });

  test.for(events)('at %s later, where it is asynchronous, is heard', async (event) => {
    const report = await collect({
      source: sourceOf([few('a')], {close: turns}),
      sink: createMemorySink({limits: {itemBytes: 1}}),
      observer: {[event]: () => Promise.reject(refused)},
    });
    expect(report.warnings).toContain(failed);
  });

  test('at a warning of the end leaves nothing open', async () => {
    const closed: string[] = [];
    const stage = (name: string): Stage => ({
      item: (item) => item,
      async close() {
        closed.push(name);
        throw new Error('The spool is full.');
      },
    });
    const sink = createMemorySink({...onePage, onWrite: () => Promise.reject(refused)});
    const calls: string[] = [];
    const report = await collect({
      source: sourceOf([few('a')], {calls}),
      sink,
      stages: [stage('first'), stage('last')],
      observer: {warned: () => fail(new Error('EPIPE'))},
    });
    expect(report).toMatchObject({
      result: 'failure',
      reason: refused.message,
      warnings: [
        'The run left something behind: The spool is full.',
        'The observer of the run failed: EPIPE',
      ],
    });
    expect(sink.calls.at(-1)).toBe('abort');
    expect([...calls.slice(-1), ...closed]).toEqual(['source.close', 'first', 'last']);
  });
});

test.for([0, -1, Number.NaN])(
  'a run of %d readings at once fails before it opens anything',
  async (concurrency) => {
    const calls: string[] = [];
    const sink = createMemorySink();
    const report = await collect({source: sourceOf([few('a')], {calls}), sink, concurrency});
    expect(report).toMatchObject({
      result: 'failure',
      reason: `A run has at least one reading under way at once, not ${concurrency}.`,
    });
    expect([...calls, ...sink.calls]).toEqual([]);
  },
);
