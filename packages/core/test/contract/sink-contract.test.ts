import {expect, test} from 'vitest';

import {sinkContract, type SinkContractSubject} from '../../src/contract/index.ts';
import {createMemorySink, type MemorySink, type Sink, type SinkSession} from '../../src/index.ts';
import {brokenCases} from './broken-cases.ts';

type Change = (session: SinkSession) => Partial<SinkSession>;

/** The sink in memory, with methods that a test replaces. */
function faulty(change: Change, memory: MemorySink = createMemorySink()): SinkContractSubject {
  const sink: Sink = {
    async open(context) {
      const opening = await memory.open(context);
      if (opening.kind !== 'ready') return opening;
      return {kind: 'ready', session: {...opening.session, ...change(opening.session)}};
    },
  };
  return {
    sink,
    accepted: () => memory.items('objects'),
    committed: () => memory.calls.includes('commit'),
  };
}

const broken = (subject: () => SinkContractSubject) => brokenCases(sinkContract(async () => subject()));

const whole = 'delivers every object once, byte for byte';
const accounted = 'accounts for what it delivered';
const limited = 'does not send what is over its limit, and says so';
const stopped = 'never commits a run that was stopped';

/** A receiver for sinks that read pages on their own. */
function ownReceiver(write: (accepted: string[]) => SinkSession['write']): SinkContractSubject {
  const accepted: string[] = [];
  return {...faulty(() => ({write: write(accepted)})), accepted: () => accepted};
}
const receipt = {requests: 1, sentBytes: 1, retries: 0, oversized: []};
/** The objects of a page, cut out of its text: all of them begin alike. */
const cut = (body: Uint8Array) =>
  Buffer.from(body)
    .toString()
    .replace(/^\{"objects":\[/, '')
    .replace(/\]\}$/, '')
    .split(/,(?=\{"apiVersion")/);
const objectsOf = (body: string) => (JSON.parse(body) as {objects: unknown[]}).objects;

test('a sink without a fault passes', async () => {
  expect(await broken(() => faulty(() => ({})))).toEqual([]);
});

test('a sink without a limit passes', async () => {
  const boundless: Change = ({limits}) => ({limits: {...limits, itemBytes: Number.POSITIVE_INFINITY}});
  expect(await broken(() => faulty(boundless))).toEqual([]);
});

test.for<[string, Change, string[]]>([
  [
    'drops a page',
    (session) => {
      let pages = 0;
      return {
        write: (page) => (pages++ === 1 ? Promise.resolve({...receipt}) : session.write(page)),
      };
    },
    [whole],
  ],
  [
    'sends a page twice',
    (session) => ({
      async write(page) {
        const again = {...page, release() {}};
        await session.write(again);
        return session.write(page);
      },
    }),
    [whole, limited],
  ],
  [
    'counts no requests',
    (session) => ({write: async (page) => ({...(await session.write(page)), requests: 0})}),
    [accounted],
  ],
  [
    'counts no bytes',
    (session) => ({write: async (page) => ({...(await session.write(page)), sentBytes: 0})}),
    [accounted],
  ],
  ['has no protocol', () => ({protocol: ''}), [accounted]],
  ['takes no objects', () => ({streams: new Set()}), [whole, accounted, limited, stopped]],
  [
    'leaves out what is within its limit, without a word',
    (session) => ({
      limits: {...session.limits, itemBytes: Number.POSITIVE_INFINITY},
      write: async (page) => (page.itemBytes > 1_500_000 ? receipt : session.write(page)),
    }),
    [limited],
  ],
  ['does not commit', () => ({commit: async () => {}}), [whole]],
  ['cannot commit', () => ({commit: () => Promise.reject(new Error('no'))}), [whole, limited]],
  ['commits when it is to abort', (session) => ({abort: (report) => session.commit(report)}), [stopped]],
  ['refuses pages', () => ({write: () => Promise.reject(new Error('no'))}), [whole, accounted, limited]],
])('a sink that %s is found out', async ([, change, cases]) => {
  expect(await broken(() => faulty(change))).toEqual(cases);
});

test('a sink that parses and writes its objects is found out', async () => {
  const subject = () =>
    ownReceiver((accepted) => async ({body}) => {
      const objects = objectsOf(Buffer.from(body).toString());
      accepted.push(...objects.map((object) => JSON.stringify(object)));
      return receipt;
    });
  expect(await broken(subject)).toEqual([whole, limited]);
});

test('a sink that cuts its pages into objects passes', async () => {
  const subject = () => {
    const accepted: string[] = [];
    const committed: boolean[] = [];
    const {sink} = faulty(() => ({
      async write(page) {
        accepted.push(...cut(page.body));
        page.release();
        return receipt;
      },
      commit: async () => void committed.push(true),
    }));
    return {sink, accepted: () => accepted, committed: () => committed.length > 0};
  };
  expect(await broken(subject)).toEqual([]);
});

test('a sink that reads a page after giving it back is found out', async () => {
  const subject = () =>
    ownReceiver((accepted) => async (page) => {
      page.release();
      accepted.push(...cut(page.body));
      return receipt;
    });
  expect(await broken(subject)).toEqual([whole, limited]);
});

test('a sink that keeps a view of a page that it gave back is found out', async () => {
  const subject = () => {
    const bodies: Uint8Array[] = [];
    return {
      ...faulty(() => ({
        async write(page) {
          bodies.push(page.body);
          page.release();
          return receipt;
        },
      })),
      accepted: () => bodies.flatMap(cut),
    };
  };
  expect(await broken(subject)).toEqual([whole, limited]);
});

test('a sink that puts nothing between two pages is found out', async () => {
  const subject = () => {
    let lines = '';
    return {
      ...faulty(({limits}) => ({
        limits,
        format: () => ({head: new Uint8Array(), tail: new Uint8Array()}),
        async write(page) {
          lines += Buffer.from(page.body).toString().replaceAll('},{"apiVersion"', '}\n{"apiVersion"');
          page.release();
          return receipt;
        },
      })),
      accepted: () => lines.split('\n'),
    };
  };
  // With one page there is nothing to separate.
  expect(await broken(subject)).toEqual([whole]);
});

test('each case disposes of its subject, whatever comes of it', async () => {
  let disposed = 0;
  const cases = sinkContract(async () => ({
    ...faulty(() => ({streams: new Set()})),
    dispose: async () => void disposed++,
  }));
  expect(await brokenCases(cases)).not.toEqual([]);
  expect(disposed).toBe(cases.length);
});
