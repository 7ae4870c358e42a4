import {describe, expect, test} from 'vitest';

import {createMemorySink, type Stage, type StreamItem} from '../../src/index.ts';
import {textItem} from '../text-item.ts';
import {collect} from './collect.ts';
import {pod, podText} from './pod.ts';
import {readingOf} from './reading-of.ts';
import {sourceOf} from './source-of.ts';
import {turns} from './turns.ts';

const readingPods = (...names: string[]) =>
  readingOf('pods', async function* () {
    for (const name of names) yield [pod(name)];
  });
const same = (item: StreamItem) => item;
const broken = new Error('The spool is full.');

describe('a stage', () => {
  test('is told what the sink takes before the first item', async () => {
    const told: unknown[] = [];
    const stage: Stage = {
      start: ({streams, limits}) => told.push([...streams], limits.itemBytes),
      item(item) {
        told.push('item');
        return item;
      },
    };
    const sink = createMemorySink({streams: ['objects', 'k8sTrees'], limits: {itemBytes: 5000}});
    await collect({source: sourceOf([readingPods('a')]), sink, stages: [stage]});
    expect(told).toEqual([['objects', 'k8sTrees'], 5000, 'item']);
  });

  test('sees every item, and what it returns goes on, through the next stage too', async () => {
    const rename = (from: string, to: string): Stage => ({
      item: (item) => (item.describe().name === from ? pod(to) : item),
    });
    const sink = createMemorySink();
    await collect({
      source: sourceOf([readingPods('a', 'b')]),
      sink,
      stages: [rename('a', 'c'), rename('c', 'd')],
    });
    expect(sink.items('objects')).toEqual([podText('d'), podText('b')]);
  });

  test('decides by what it returns whether an item is over the limit', async () => {
    const cut: Stage = {item: (item) => (item.byteLength > 200 ? pod('cut') : pod('blown-up', 300))};
    const sink = createMemorySink({limits: {itemBytes: 200}});
    const reading = readingOf('pods', async function* () {
      yield [pod('small'), pod('large', 500)];
    });
    const report = await collect({source: sourceOf([reading]), sink, stages: [cut]});
    expect(sink.items('objects')).toEqual([podText('cut')]);
    expect(report.oversized).toMatchObject([{name: 'blown-up', bytes: 300}]);
  });

  test('that is not ready holds the source back', async () => {
    let asked = 0;
    let go = () => {};
    const reading = readingOf('pods', async function* () {
      for (; asked < 3;) yield [pod(`pod-${asked++}`)];
    });
    const stage: Stage = {
      item: same,
      ready: () => (asked === 2 ? new Promise<void>((resolve) => (go = resolve)) : undefined),
    };
    const running = collect({source: sourceOf([reading]), sink: createMemorySink(), stages: [stage]});
    await turns();
    expect(asked).toBe(2);
    go();
    expect(await running).toMatchObject({result: 'success'});
    expect(asked).toBe(3);
  });

  test('that fails while it is waited for fails the run', async () => {
    const stage: Stage = {item: same, ready: () => Promise.reject(broken)};
    const sink = createMemorySink();
    const report = await collect({source: sourceOf([readingPods('a', 'b')]), sink, stages: [stage]});
    expect(report).toMatchObject({result: 'failure', reason: broken.message});
    expect(sink.calls.at(-1)).toBe('abort');
  });

  test('that throws leaves no rejection of another unheard', async () => {
    const unheard: unknown[] = [];
    const listen = (reason: unknown) => unheard.push(reason);
    process.on('unhandledRejection', listen);
    const first: Stage = {item: same, ready: () => Promise.reject(new Error('nobody hears this'))};
    const second: Stage = {
      item() {
        throw broken;
      },
    };
    const report = await collect({
      source: sourceOf([readingPods('a')]),
      sink: createMemorySink(),
      stages: [first, second],
    });
    await turns();
    process.off('unhandledRejection', listen);
    expect(report).toMatchObject({result: 'failure', reason: broken.message});
    expect(unheard).toEqual([]);
  });

  test('is counted in the report by what it took out, also where the run failed', async () => {
    const redactions = (rule: string, milliseconds: number) => () => ({
      counts: [{rule, kind: 'Pod', values: 2}],
      milliseconds,
    });
    const stages: Stage[] = [
      {item: same, redactions: redactions('env', 5)},
      {item: same},
      {item: same, redactions: redactions('secrets', 7)},
    ];
    for (const onCommit of [async () => {}, () => Promise.reject(broken)]) {
      const sink = createMemorySink({onCommit});
      const report = await collect({source: sourceOf([readingPods('a')]), sink, stages});
      expect(report).toMatchObject({
        redactions: [
          {rule: 'env', kind: 'Pod', values: 2},
          {rule: 'secrets', kind: 'Pod', values: 2},
        ],
        redactionMilliseconds: 12,
      });
      expect(sink.report).toMatchObject({redactionMilliseconds: 12});
    }
  });

  test('that cannot tell what it took out fails the run, and the sink is told of the others', async () => {
    const closed: string[] = [];
    const stages: Stage[] = [
      {
        item: same,
        redactions() {
          throw broken;
        },
        async close() {
          closed.push('broken');
        },
      },
      {item: same, redactions: () => ({counts: [{rule: 'env', kind: 'Pod', values: 2}], milliseconds: 5})},
    ];
    const sink = createMemorySink();
    const report = await collect({source: sourceOf([readingPods('a')]), sink, stages});
    expect(report).toMatchObject({
      result: 'failure',
      reason: broken.message,
      redactions: [{rule: 'env'}],
      warnings: ['What a stage took out is not counted: The spool is full.'],
    });
    expect(sink.report).toMatchObject({result: 'failure', redactions: [{rule: 'env'}]});
    expect(sink.calls.slice(-2)).toEqual(['write', 'abort']);
    expect(closed).toEqual(['broken']);
  });

  test('that cannot tell what it took out is not the reason where a page was refused before', async () => {
    const stage: Stage = {
      item: same,
      redactions() {
        throw broken;
      },
    };
    const sink = createMemorySink({onWrite: () => Promise.reject(new Error('refused'))});
    const report = await collect({source: sourceOf([readingPods('a')]), sink, stages: [stage]});
    expect(report).toMatchObject({result: 'failure', reason: 'refused'});
    expect(sink.calls.at(-1)).toBe('abort');
  });
});

describe('what a stage reads at the end', () => {
  const tree = '{"kind":"Deployment","metadata":{"name":"web"}}';

  test('comes after all readings, is paged like theirs and has its row', async () => {
    const order: string[] = [];
    const slow = (name: string) =>
      readingOf(name, async function* () {
        yield [pod(name)];
        await turns();
        order.push(name);
      });
    const stage: Stage = {
      item: same,
      finalReading: () =>
        readingOf('object trees', async function* () {
          order.push('trees');
          yield [textItem(tree, 'k8sTrees')];
        }),
    };
    const sink = createMemorySink({streams: ['objects', 'k8sTrees']});
    const progress: {done: number; total: number}[] = [];
    const report = await collect({
      source: sourceOf([slow('a'), slow('b')]),
      sink,
      stages: [stage],
      observer: {started: ({readings}) => progress.push(readings)},
    });
    expect(order.toSorted()).toEqual(['a', 'b', 'trees']);
    expect(order.at(-1)).toBe('trees');
    expect(sink.items('k8sTrees')).toEqual([tree]);
    expect(report.readings.at(-1)).toMatchObject({name: 'object trees', items: 1, outcome: 'complete'});
    expect(progress).toEqual([{done: 3, total: 3}]);
  });

  test('is not read where nothing could be read before', async () => {
    let asked = false;
    const stage: Stage = {
      item: same,
      finalReading() {
        asked = true;
        return undefined;
      },
    };
    const report = await collect({source: sourceOf([]), sink: createMemorySink(), stages: [stage]});
    expect(report.code).toBe('CORE_NOTHING_READ');
    expect(asked).toBe(false);
  });

  test('fails the run where it fails', async () => {
    const stage: Stage = {
      item: same,
      finalReading: () =>
        readingOf('object trees', async function* () {
          yield* [];
          throw broken;
        }),
    };
    const sink = createMemorySink();
    const report = await collect({source: sourceOf([readingPods('a')]), sink, stages: [stage]});
    expect(report).toMatchObject({result: 'failure', reason: broken.message});
    expect(sink.calls).toEqual(['open', 'announce', 'abort']);
  });
});

test('a page that is refused is the reason, whatever a stage that reads at the end makes of it', async () => {
  const stage: Stage = {
    item: same,
    finalReading: () =>
      readingOf('object trees', async function* (signal) {
        yield* [];
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('cut off')), {once: true});
        });
      }),
  };
  let refuse = () => {};
  const sink = createMemorySink({
    limits: {pageBytes: 1},
    onWrite: () => new Promise((_, reject) => (refuse = () => reject(new Error('refused')))),
  });
  const running = collect({source: sourceOf([readingPods('a')]), sink, stages: [stage]});
  await turns();
  refuse();
  expect(await running).toMatchObject({result: 'failure', reason: 'refused'});
});

describe('stages are closed once, each of them', () => {
  const run = async (options: {readonly failing?: boolean; readonly notThisTime?: string}) => {
    const closed: string[] = [];
    const stage = (name: string, fate?: Error): Stage => ({
      item: same,
      async close() {
        closed.push(name);
        if (fate !== undefined) throw fate;
      },
    });
    const report = await collect({
      source: sourceOf([readingPods('a')]),
      sink: createMemorySink({
        ...(options.notThisTime === undefined ? {} : {notThisTime: options.notThisTime}),
        onWrite: () => (options.failing === true ? Promise.reject(new Error('refused')) : undefined),
      }),
      stages: [stage('first'), stage('broken', broken), stage('last')],
    });
    expect(closed).toEqual(['first', 'broken', 'last']);
    return report;
  };
  const warnings = ['The run left something behind: The spool is full.'];

  test('after a success, which a stage that cannot close does not change', async () => {
    expect(await run({})).toMatchObject({result: 'success', warnings});
  });

  test('after a failure', async () => {
    expect(await run({failing: true})).toMatchObject({result: 'failure', reason: 'refused', warnings});
  });

  test('when it is not the time', async () => {
    expect(await run({notThisTime: 'Later.'})).toMatchObject({result: 'not-this-time', warnings});
  });
});
