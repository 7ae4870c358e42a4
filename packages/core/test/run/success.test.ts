import {describe, expect, test} from 'vitest';

import {
  CollectorError,
  createMemorySink,
  createMemorySource,
  type ReadingOutcome,
  type SinkContext,
} from '../../src/index.ts';
import {textItem} from '../text-item.ts';
import {collect} from './collect.ts';
import {pod, pods, podText} from './pod.ts';
import {readingOf} from './reading-of.ts';
import {sourceOf} from './source-of.ts';
import {turns} from './turns.ts';

class ForbiddenError extends CollectorError {
  override readonly name = 'ForbiddenError';
  override readonly code = 'TEST_FORBIDDEN';
}

const facts = {listPages: 0, listBytes: 0};
const forbidden = (kind: 'failed' | 'partial', what: string): ReadingOutcome => ({
  kind,
  error: new ForbiddenError(`${what} may not be listed.`),
  ...facts,
});
const emptyReading = (name: string, outcome?: ReadingOutcome) =>
  readingOf(name, async function* () {
    yield* [];
    return outcome;
  });

describe('a run that goes well', () => {
  test('calls source and sink in the order of their contracts', async () => {
    const calls: string[] = [];
    const sink = createMemorySink({limits: {pageBytes: 1}});
    const source = sourceOf(
      [
        readingOf('pods', async function* () {
          calls.push('read');
          yield [pod('a')];
          yield [pod('b')];
        }),
      ],
      {calls},
    );
    const watched = {
      open: (context: SinkContext) => {
        calls.push('sink.open');
        return sink.open(context);
      },
    };
    await collect({source, sink: watched});
    expect(calls).toEqual(['source.open', 'sink.open', 'source.plan', 'read', 'source.close']);
    expect(sink.calls).toEqual(['open', 'announce', 'write', 'write', 'commit']);
  });

  test('reports what a reading left out as too large as it reports an item that is too large', async () => {
    const row = {
      stream: 'helmReleases',
      kind: 'HelmRelease',
      namespace: 'shop',
      name: 'web',
      bytes: 5e6,
    } as const;
    const reading = emptyReading('helm releases', {kind: 'complete', ...facts, oversized: [row]});
    const report = await collect({source: sourceOf([reading]), sink: createMemorySink()});
    expect(report).toMatchObject({result: 'success', oversized: [row]});
    expect(report.warnings).toEqual([
      expect.stringMatching(/^HelmRelease shop\/web was not sent: its 5000000 bytes/),
    ]);
  });

  test('delivers every object of every type once, byte for byte', async () => {
    const types = ['pods', 'services', 'nodes', 'jobs', 'leases'].map((resource) => ({
      type: {...pods, resource},
      objects: Array.from({length: 37}, (_, index) => podText(`${resource}-${index}`, 100 + index)),
    }));
    const sink = createMemorySink({limits: {pageBytes: 1000}});
    await collect({source: createMemorySource({types}), sink});
    expect(sink.items('objects').toSorted()).toEqual(types.flatMap(({objects}) => objects).toSorted());
    expect(sink.pages.length).toBeGreaterThan(20);
  });

  test('commits once every page is acknowledged, and not before', async () => {
    const answers: (() => void)[] = [];
    const onWrite = () => new Promise<void>((resolve) => answers.push(resolve));
    const sink = createMemorySink({limits: {pageBytes: 1}, onWrite});
    const objects = ['a', 'b', 'c'].map((name) => podText(name));
    const running = collect({source: createMemorySource({types: [{type: pods, objects}]}), sink});
    for (let left = 3; left > 0; left--) {
      await turns();
      expect(answers).toHaveLength(left);
      expect(sink.calls).not.toContain('commit');
      answers.pop()?.();
    }
    await running;
    expect(sink.calls.at(-1)).toBe('commit');
  });

  test('tells the sink which run and which cluster, and commits with the report', async () => {
    const sink = createMemorySink();
    let context: SinkContext | undefined;
    const source = sourceOf([emptyReading('pods')]);
    const report = await collect({
      source,
      sink: {
        open(given) {
          context = given;
          return sink.open(given);
        },
      },
      runId: 'run-1',
      now: () => Date.UTC(2026, 0, 1),
    });
    expect(context).toMatchObject({
      runId: 'run-1',
      startedAt: new Date('2026-01-01T00:00:00Z'),
      cluster: {uid: 'cluster-1', serverVersion: 'v1.36.0'},
    });
    expect(sink.report).toEqual(report);
    expect(report).toMatchObject({runId: 'run-1', result: 'success', protocol: 'memory'});
  });

  test('gives each run an id that the wire can carry', async () => {
    const run = () => collect({source: sourceOf([emptyReading('pods')]), sink: createMemorySink()});
    const [first, second] = [await run(), await run()];
    expect(first.runId).toMatch(/^[0-9a-z-]{8,}$/);
    expect(first.runId).not.toBe(second.runId);
  });

  test('delivers a byte order mark with the other bytes of an item, and the sink in memory shows it', async () => {
    const text = '\uFEFF{}';
    const reading = readingOf('pods', async function* () {
      yield [textItem(text, 'objects')];
    });
    const sink = createMemorySink();
    await collect({source: sourceOf([reading]), sink});
    expect(sink.items('objects')).toEqual([text]);
  });

  test('plans for the streams that the sink takes, and tells the sink what was discovered', async () => {
    const type = {type: pods, objects: [podText('a')]};
    const sink = createMemorySink({streams: ['k8sTrees']});
    const report = await collect({
      source: createMemorySource({types: [type]}),
      sink,
    });
    expect(report).toMatchObject({result: 'failure', code: 'CORE_NOTHING_READ', readings: []});
    expect(sink.resourceTypes).toEqual([{kind: 'Pod', namespaced: true, apiVersion: 'v1'}]);
  });

  test('tells its observer what happens while it happens', async () => {
    const told: unknown[] = [];
    await collect({
      source: sourceOf([emptyReading('pods', forbidden('failed', 'pods')), emptyReading('nodes')], {
        plan: () => ({failures: [{subject: 'group', name: 'metrics.k8s.io/v1', message: 'no answer'}]}),
      }),
      sink: createMemorySink(),
      concurrency: 1,
      observer: {
        started: ({items}) => told.push(['started', items]),
        opened: (facts) => told.push(['opened', facts]),
        planned: ({readings, failures}) => told.push(['planned', readings, failures.length]),
        read: ({name, outcome}) => told.push(['read', name, outcome]),
        committed: ({failure}) => told.push(['committed', failure]),
      },
    });
    expect(told).toEqual([
      ['started', 0],
      ['opened', {protocol: 'memory', serverVersion: 'v1.36.0'}],
      ['planned', 2, 1],
      ['read', 'pods', 'failed'],
      ['read', 'nodes', 'complete'],
      ['committed', undefined],
    ]);
  });
});

describe('what was sent', () => {
  test.each([
    ['a page that was acknowledged', {}, ['sent 1 1', 'committed']],
    ['a page that was not', {onWrite: () => Promise.reject(new Error('no room'))}, ['sent 1 no room']],
    [
      'a commit that was not',
      {onCommit: () => Promise.reject(new Error('no lock'))},
      ['sent 1 1', 'committed no lock'],
    ],
  ])('is told: %s', async (_, options, expected) => {
    const told: string[] = [];
    await collect({
      source: createMemorySource({types: [{type: pods, objects: [podText('a')]}]}),
      sink: createMemorySink(options),
      observer: {
        sent: ({items, receipt, failure}) => told.push(`sent ${items} ${failure ?? receipt?.requests}`),
        committed: ({failure}) => told.push(`committed ${failure ?? ''}`.trim()),
      },
    });
    expect(told).toEqual(expected);
  });
});

describe('not this time', () => {
  test('ends the run with nothing planned, read or told', async () => {
    const calls: string[] = [];
    const sink = createMemorySink({notThisTime: 'Another run is under way.'});
    const closed: string[] = [];
    const stage = {item: <T>(item: T) => item, close: async () => void closed.push('stage')};
    const report = await collect({source: sourceOf([], {calls}), sink, stages: [stage]});
    expect(report).toMatchObject({
      result: 'not-this-time',
      reason: 'Another run is under way.',
      code: 'MEMORY_NOT_NOW',
      protocol: 'memory',
      readings: [],
      streams: [],
    });
    expect(calls).toEqual(['source.open', 'source.close']);
    expect(sink.calls).toEqual(['open']);
    expect(closed).toEqual(['stage']);
  });
});

describe('what could not be read', () => {
  test('is a row each, and the rest is delivered', async () => {
    const sink = createMemorySink();
    const report = await collect({
      source: sourceOf(
        [
          emptyReading('secrets', {...forbidden('failed', 'secrets'), warnings: ['is RBAC in the way?']}),
          readingOf('pods', async function* () {
            yield [pod('a')];
            return {
              ...forbidden('partial', 'pods'),
              namespaces: ['default'],
              inconsistent: true,
              listPages: 2,
            };
          }),
        ],
        {plan: () => ({failures: [{subject: 'group', name: 'metrics.k8s.io/v1', message: 'no answer'}]})},
      ),
      sink,
    });
    expect(report).toMatchObject({
      result: 'success',
      discoveryFailures: [{subject: 'group', name: 'metrics.k8s.io/v1', message: 'no answer'}],
      warnings: ['secrets: is RBAC in the way?'],
    });
    expect(report.readings).toMatchObject([
      {name: 'secrets', outcome: 'failed', items: 0, code: 'TEST_FORBIDDEN', inconsistent: false},
      {
        name: 'pods',
        outcome: 'partial',
        items: 1,
        listPages: 2,
        message: 'pods may not be listed.',
        namespaces: ['default'],
        inconsistent: true,
      },
    ]);
    expect(sink.items('objects')).toEqual([podText('a')]);
  });

  test('is a failure where it is everything, told by the first that failed', async () => {
    const sink = createMemorySink();
    const report = await collect({
      source: sourceOf([
        emptyReading('pods', forbidden('failed', 'pods')),
        emptyReading('nodes', forbidden('failed', 'nodes')),
      ]),
      sink,
    });
    expect(report).toMatchObject({
      result: 'failure',
      code: 'CORE_NOTHING_READ',
      reason: 'Nothing could be read. The first failure: pods may not be listed.',
      readings: [{name: 'pods'}, {name: 'nodes'}],
    });
    expect(sink.calls).toEqual(['open', 'announce', 'abort']);
  });

  test('is a failure where discovery failed, told by what it said first', async () => {
    const failures = ['apps/v1', 'v1'].map((name) => {
      return {subject: 'group', name, message: 'It answered 503.'} as const;
    });
    const report = await collect({
      source: sourceOf([], {plan: () => ({failures})}),
      sink: createMemorySink(),
    });
    expect(report).toMatchObject({
      result: 'failure',
      code: 'CORE_NOTHING_READ',
      reason: 'Nothing could be read. The first failure: apps/v1: It answered 503.',
    });
  });

  test('is a failure where nothing was planned', async () => {
    const report = await collect({source: sourceOf([]), sink: createMemorySink()});
    expect(report).toMatchObject({result: 'failure', code: 'CORE_NOTHING_READ'});
    expect(report.reason).toContain('There was nothing to read');
  });

  test.for([
    ['one type that could be read is empty', emptyReading('nodes')],
    ['the namespaces that may be read are empty', emptyReading('nodes', forbidden('partial', 'nodes'))],
    [
      'something came before it broke off',
      readingOf('nodes', async function* () {
        yield [pod('a')];
        return forbidden('failed', 'nodes');
      }),
    ],
  ] as const)('is no failure where %s', async ([, other]) => {
    const source = sourceOf([emptyReading('pods', forbidden('failed', 'pods')), other]);
    const report = await collect({source, sink: createMemorySink()});
    expect(report.result).toBe('success');
  });
});

describe('an item over the limit', () => {
  const run = async (items: readonly ReturnType<typeof pod>[]) => {
    const warned: string[] = [];
    const sink = createMemorySink({limits: {itemBytes: 200}});
    const source = sourceOf([
      readingOf('pods', async function* () {
        yield items;
      }),
    ]);
    const observer = {warned: (message: string) => warned.push(message)};
    return {report: await collect({source, sink, observer}), sink, warned};
  };

  test('is not sent, but reported, and the others are sent', async () => {
    const {report, sink, warned} = await run([pod('a'), pod('big', 201), pod('b')]);
    expect(sink.items('objects')).toEqual([podText('a'), podText('b')]);
    expect(report).toMatchObject({
      result: 'success',
      oversized: [{stream: 'objects', kind: 'Pod', namespace: 'default', name: 'big', bytes: 201}],
      readings: [{items: 2}],
    });
    const sentence = 'Pod default/big was not sent: its 201 bytes of JSON are over the limit of 200.';
    expect(report.warnings).toEqual([sentence]);
    expect(warned).toEqual([sentence]);
  });

  test('begins one byte above it', async () => {
    const {report, sink} = await run([pod('edge', 200)]);
    expect(sink.items('objects')).toEqual([podText('edge', 200)]);
    expect(report.oversized).toEqual([]);
  });

  test('is named without a namespace where it has none', async () => {
    const node = {...pod('big', 201), byteLength: 201, describe: () => ({kind: 'Node', name: 'n1'})};
    const {report} = await run([node]);
    expect(report.oversized).toEqual([{stream: 'objects', kind: 'Node', name: 'n1', bytes: 201}]);
    expect(report.warnings[0]).toMatch(/^Node n1 was not sent/);
  });
});
