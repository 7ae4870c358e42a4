import {deepEqual, equal, ok, rejects} from 'node:assert/strict';

import type {Reading, ReadingOutcome, Source, SourceSession} from '../source.ts';
import type {StreamItem} from '../stream-item.ts';
import {type ContractCase, contractCases} from './contract-case.ts';

/** What the suite needs of a source: a place that holds exactly these objects, whatever it takes to make one. */
export interface SourceContractSubject {
  readonly source: Source;
  /** JSON text of every object that the source must read, by reading's name. */
  readonly expected: Readonly<Record<string, readonly string[]>>;
  dispose?(): Promise<void>;
}

/** What every source must do. `subject` is called anew for each case. */
export function sourceContract(subject: () => Promise<SourceContractSubject>): ContractCase[] {
  const cases: Record<string, (subject: SourceContractSubject) => Promise<void>> = {
    'plans each reading once, with its type': async ({source, expected}) => {
      await withSession(source, async (session) => {
        const {readings} = await session.plan(new Set(['objects']));
        deepEqual(readings.map(({name}) => name).toSorted(), Object.keys(expected).toSorted());
        for (const {type} of readings) ok(type !== undefined, 'a reading of objects has a type');
      });
    },
    'reads every object once, byte for byte': async ({source, expected}) => {
      await withSession(source, async (session, signal) => {
        const {readings} = await session.plan(new Set(['objects']));
        for (const reading of readings) {
          const {texts, outcome} = await drain(reading, signal);
          equal(outcome.kind, 'complete');
          deepEqual(texts.toSorted(), [...(expected[reading.name] ?? [])].toSorted());
        }
      });
    },
    'tells of each item what its bytes say': async ({source}) => {
      await withSession(source, async (session, signal) => {
        for (const reading of (await session.plan(new Set(['objects']))).readings) {
          await drain(reading, signal, (item, text) => {
            const {kind, metadata} = JSON.parse(text) as {
              kind: string;
              metadata: {name: string; namespace?: string};
            };
            const {name, namespace} = metadata;
            deepEqual(item.describe(), {kind, name, ...(namespace === undefined ? {} : {namespace})});
          });
        }
      });
    },
    'reads nothing for streams that it is not asked for': async ({source}) => {
      await withSession(source, async (session) => {
        deepEqual((await session.plan(new Set())).readings, []);
      });
    },
    'ends a reading that is left in the middle': async ({source}) => {
      await withSession(source, async (session, signal) => {
        for (const reading of (await session.plan(new Set(['objects']))).readings) {
          const batches = reading.read(signal);
          await batches.next();
          const {done} = await batches.return({kind: 'complete', listPages: 0, listBytes: 0});
          equal(done, true);
        }
      });
    },
    'throws the reason of an abort, and nothing else': async ({source}) => {
      const controller = new AbortController();
      const session = await source.open({signal: controller.signal});
      try {
        const {readings} = await session.plan(new Set(['objects']));
        const reason = new Error('stopped by the test');
        controller.abort(reason);
        for (const reading of readings) await rejects(drain(reading, controller.signal), reason);
      } finally {
        await session.close();
      }
    },
    'does not open when it is already stopped': async ({source}) => {
      const reason = new Error('stopped by the test');
      await rejects(source.open({signal: AbortSignal.abort(reason)}), reason);
    },
  };
  return contractCases(cases, subject);
}

async function withSession(
  source: Source,
  use: (session: SourceSession, signal: AbortSignal) => Promise<void>,
) {
  const {signal} = new AbortController();
  const session = await source.open({signal});
  try {
    await use(session, signal);
  } finally {
    await session.close();
  }
}

async function drain(
  reading: Reading,
  signal: AbortSignal,
  look: (item: StreamItem, text: string) => void = () => {},
): Promise<{texts: string[]; outcome: ReadingOutcome}> {
  const texts: string[] = [];
  const batches = reading.read(signal);
  for (;;) {
    const next = await batches.next();
    if (next.done === true) return {texts, outcome: next.value};
    ok(next.value.length > 0, 'a batch has items');
    // A source that reads ahead into the same memory has its chance to spoil the batch.
    await new Promise((resolve) => setImmediate(resolve));
    for (const item of next.value) {
      const bytes = new Uint8Array(item.byteLength + 2).fill(0x7e);
      item.copyTo(bytes, 1);
      equal(bytes[0], 0x7e, 'copyTo writes nothing before the offset');
      equal(bytes.at(-1), 0x7e, 'copyTo writes byteLength bytes');
      const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes.subarray(1, -1));
      look(item, text);
      texts.push(text);
    }
  }
}
