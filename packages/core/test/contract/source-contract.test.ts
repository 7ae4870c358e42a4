import {expect, test} from 'vitest';

import {sourceContract} from '../../src/contract/index.ts';
import {
  createMemorySource,
  createRawObject,
  type Plan,
  type RawObject,
  type Reading,
  type Source,
  type SourceContext,
  type StreamItem,
  type StreamName,
} from '../../src/index.ts';
import {brokenCases} from './broken-cases.ts';

const pods = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const nodes = {group: '', version: 'v1', kind: 'Node', resource: 'nodes', namespaced: false};
const podTexts = ['a', 'b', 'c'].map(
  (name) => `{"kind":"Pod","metadata":{"name":"${name}","namespace":"default"},"exact":9007199254740993}`,
);
const nodeTexts = ['{"kind":"Node","metadata":{"name":"n"},"cpu":1.0}'];

const memory = () =>
  createMemorySource({
    types: [
      {type: pods, objects: podTexts},
      {type: nodes, objects: nodeTexts},
    ],
  });

interface Faults {
  readonly open?: (context: SourceContext) => SourceContext;
  readonly plan?: (plan: Plan, streams: ReadonlySet<StreamName>) => Plan;
  readonly batch?: (batch: readonly RawObject[]) => readonly StreamItem[];
  readonly read?: (read: Reading['read']) => Reading['read'];
}

/** The source in memory, with faults. */
function faulty(faults: Faults): Source {
  const change = (reading: Reading): Reading => {
    const read: Reading['read'] = async function* (signal) {
      const batches = reading.read(signal);
      for (;;) {
        const next = await batches.next();
        if (next.done === true) return next.value;
        yield faults.batch?.(next.value as readonly RawObject[]) ?? next.value;
      }
    };
    return {...reading, read: faults.read?.(read) ?? read};
  };
  return {
    async open(context) {
      const session = await memory().open(faults.open?.(context) ?? context);
      return {
        ...session,
        async plan(streams) {
          const plan = await session.plan(streams);
          const changed = {...plan, readings: plan.readings.map(change)};
          return faults.plan?.(changed, streams) ?? changed;
        },
      };
    },
  };
}

const broken = (source: () => Source) =>
  brokenCases(sourceContract(async () => ({source: source(), expected: {pods: podTexts, nodes: nodeTexts}})));

const planned = 'plans each reading once, with its type';
const whole = 'reads every object once, byte for byte';
const described = 'tells of each item what its bytes say';
const asked = 'reads nothing for streams that it is not asked for';
const left = 'ends a reading that is left in the middle';
const stopped = 'throws the reason of an abort, and nothing else';
const opened = 'does not open when it is already stopped';

const copyOf = (object: RawObject, bytes: Uint8Array) => createRawObject(object.type, bytes);
const deaf = new AbortController().signal;

test('a source without a fault passes', async () => {
  expect(await broken(() => faulty({}))).toEqual([]);
});

test.for<[string, Faults, string[]]>([
  ['drops an object', {batch: (batch) => batch.filter(({name}) => name !== 'b')}, [whole]],
  ['reads an object twice', {batch: (batch) => batch.flatMap((item) => [item, item])}, [whole]],
  [
    'parses and writes its objects',
    {
      batch: (batch) => batch.map((item) => copyOf(item, Buffer.from(JSON.stringify(item.parse())))),
    },
    [whole],
  ],
  [
    'puts a byte order mark before its objects',
    {batch: (batch) => batch.map((item) => copyOf(item, Buffer.from([0xef, 0xbb, 0xbf, ...item.bytes])))},
    [whole, described],
  ],
  [
    'gives all items of a batch the same memory',
    {
      batch(batch) {
        const last = batch.at(-1)!.bytes;
        return batch.map((item) => copyOf(item, last.subarray(0, item.byteLength)));
      },
    },
    [whole],
  ],
  [
    'uses the memory of a batch again before the next one is asked for',
    {
      batch(batch) {
        setImmediate(() => {
          for (const {bytes} of batch) bytes.fill(0x20);
        });
        return batch;
      },
    },
    [whole, described],
  ],
  [
    'says a length that is too small',
    {batch: (batch) => batch.map((item) => ({...own(item), byteLength: item.byteLength - 1}))},
    [whole, described],
  ],
  [
    'writes more than its length',
    {
      batch: (batch) =>
        batch.map((item) => ({
          ...own(item),
          copyTo: (target: Uint8Array, offset: number) => target.set([...item.bytes, 0x0a], offset),
        })),
    },
    [whole, described],
  ],
  [
    'writes at the front of the target',
    {batch: (batch) => batch.map((item) => ({...own(item), copyTo: (t: Uint8Array) => item.copyTo(t, 0)}))},
    [whole, described],
  ],
  [
    'describes everything as a Pod',
    {
      batch: (batch) =>
        batch.map((item) => ({...own(item), describe: () => ({...item.describe(), kind: 'Pod'})})),
    },
    [described],
  ],
  [
    'describes without the namespace',
    {
      batch: (batch) =>
        batch.map((item) => ({...own(item), describe: () => ({kind: item.type.kind, name: item.name})})),
    },
    [described],
  ],
  [
    'plans a type twice',
    {plan: (plan) => ({...plan, readings: [...plan.readings, ...plan.readings.slice(0, 1)]})},
    [planned],
  ],
  ['forgets a type', {plan: (plan) => ({...plan, readings: plan.readings.slice(1)})}, [planned]],
  [
    'plans objects without a type',
    {plan: (plan) => ({...plan, readings: plan.readings.map(({name, read}) => ({name, read}))})},
    [planned],
  ],
  ['gives empty batches', {batch: () => []}, [whole, described]],
  [
    'goes on after it was left',
    {
      read: (read) => (signal) => {
        const batches = read(signal);
        return Object.assign(Object.create(batches) as typeof batches, {
          next: () => batches.next(),
          return: () => batches.next(),
        });
      },
    },
    [left],
  ],
  ['does not see an abort', {read: (read) => () => read(deaf)}, [stopped]],
  [
    'makes an abort an outcome',
    {
      read: (read) =>
        async function* (signal) {
          const batches = read(signal);
          for (;;) {
            const next = await batches.next().catch(() => undefined);
            if (next === undefined || next.done === true)
              return {kind: 'complete', listPages: 1, listBytes: 0};
            yield next.value;
          }
        },
    },
    [stopped],
  ],
  ['opens though it is stopped', {open: () => ({signal: deaf})}, [opened]],
])('a source that %s is found out', async ([, faults, cases]) => {
  expect(await broken(() => faulty(faults))).toEqual(cases);
});

test('a source that reads objects for whoever asks is found out', async () => {
  const source: Source = {
    async open(context) {
      const session = await memory().open(context);
      return {...session, plan: () => session.plan(new Set(['objects']))};
    },
  };
  expect(await broken(() => source)).toEqual([asked]);
});

test('a reading that ends as failed is found out', async () => {
  const faults: Faults = {
    read: (read) =>
      async function* (signal) {
        const end = yield* read(signal);
        return {...end, kind: 'failed', error: new Error('no') as never};
      },
  };
  expect(await broken(() => faulty(faults))).toEqual([whole]);
});

/** The item's own methods, for an object that replaces some of them. */
function own(item: RawObject): StreamItem {
  return {
    stream: item.stream,
    byteLength: item.byteLength,
    copyTo: (target, offset) => item.copyTo(target, offset),
    describe: () => item.describe(),
  };
}

test('each case makes its own subject, and disposes of it whatever comes of it', async () => {
  let made = 0;
  let disposed = 0;
  const cases = sourceContract(async () => {
    made++;
    return {
      source: faulty({batch: () => []}),
      expected: {},
      dispose: async () => void disposed++,
    };
  });
  await brokenCases(cases);
  expect([made, disposed]).toEqual([cases.length, cases.length]);
});
