import {deepEqual, equal, ok} from 'node:assert/strict';

import {createMemorySource} from '../memory-source.ts';
import type {Page} from '../page.ts';
import {runCollection} from '../run-collection.ts';
import type {Sink, SinkSession} from '../sink.ts';
import {type ContractCase, contractCases} from './contract-case.ts';

/** What the suite needs of a sink: one whose receiver works, and a view of what the receiver accepted. */
export interface SinkContractSubject {
  readonly sink: Sink;
  /** JSON text of every object that the receiver accepted. */
  readonly accepted: () => Promise<readonly string[]> | readonly string[];
  /** Whether the receiver was told that the data is complete; undefined where its contract has no such word. */
  readonly committed?: () => Promise<boolean> | boolean;
  dispose?(): Promise<void>;
}

const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const uid = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const pod = (index: number, padding = 0) =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod-${index}","namespace":"default","uid":"${uid(index)}"},` +
  `"spec":{"exact":9007199254740993,"float":1.0,"exponent":1e3,"text":"\\u00fc \\"ü\\" \\\\","padding":"${'x'.repeat(padding)}"}}`;

/** What every sink must do. `subject` is called anew for each case. */
export function sinkContract(subject: () => Promise<SinkContractSubject>): ContractCase[] {
  const cases: Record<string, (subject: SinkContractSubject) => Promise<void>> = {
    'delivers every object once, byte for byte': async ({sink, accepted, committed}) => {
      const objects = Array.from({length: 50}, (_, index) => pod(index, 100_000));
      const report = await run(sink, objects);
      equal(report.result, 'success', report.reason);
      deepEqual([...(await accepted())].toSorted(), objects.toSorted());
      equal((await committed?.()) ?? true, true, 'the receiver was told that the data is complete');
    },
    'accounts for what it delivered': async ({sink}) => {
      const objects = [pod(1), pod(2), pod(3)];
      const {streams, protocol} = await run(sink, objects);
      ok(protocol, 'the contract has a name');
      const [objectStream] = streams;
      equal(objectStream?.items, 3);
      ok((objectStream?.requests ?? 0) >= 1);
      ok((objectStream?.sentBytes ?? 0) > 0);
    },
    'does not send what is over its limit, and says so': async ({sink, accepted}) => {
      const objects = [pod(1), pod(2, 1_600_000), pod(3)];
      let limit = 0;
      const report = await run(sink, objects, {opened: ({limits}) => (limit = limits.itemBytes)});
      equal(report.result, 'success', report.reason);
      const fits = (text: string) => text.length <= limit;
      deepEqual([...(await accepted())].toSorted(), objects.filter(fits));
      deepEqual(
        report.oversized.map(({kind, namespace, name}) => [kind, namespace, name]),
        objects.every(fits) ? [] : [['Pod', 'default', 'pod-2']],
      );
    },
    'never commits a run that was stopped': async ({sink, committed}) => {
      const controller = new AbortController();
      const report = await run(sink, [pod(1), pod(2), pod(3), pod(4), pod(5)], {
        stopAfterFirstBatch: controller,
      });
      equal(report.result, 'stopped');
      equal((await committed?.()) ?? false, false);
    },
  };
  return contractCases(cases, subject);
}

interface Watch {
  readonly opened?: (session: SinkSession) => void;
  readonly stopAfterFirstBatch?: AbortController;
}

async function run(sink: Sink, objects: readonly string[], {opened, stopAfterFirstBatch}: Watch = {}) {
  const memory = createMemorySource({
    types: [{type, objects}],
    cluster: {uid: '6f0b0c1e-5a55-4c9e-9d6b-2f7f3c1d4e5a', serverVersion: 'v1.36.0'},
  });
  return runCollection({
    source: memory,
    sink: withSpoiledPages(sink, opened),
    signal: stopAfterFirstBatch?.signal ?? new AbortController().signal,
    ...(stopAfterFirstBatch === undefined ? {} : {stages: [stoppingStage(stopAfterFirstBatch)]}),
  });
}

/** Overwrites the body of each page that the sink gives back: what it reads after that is found out. */
function withSpoiledPages(sink: Sink, opened?: (session: SinkSession) => void): Sink {
  return {
    async open(context) {
      const opening = await sink.open(context);
      if (opening.kind !== 'ready') return opening;
      const {session} = opening;
      opened?.(session);
      return {
        kind: 'ready',
        session: {
          protocol: session.protocol,
          streams: session.streams,
          pagesByType: session.pagesByType ?? false,
          takesEffect: session.takesEffect ?? 'on-commit',
          limits: session.limits,
          format: (stream) => session.format(stream),
          announce: (inventory) => session.announce(inventory),
          write: (page) => session.write(spoiledOnRelease(page)),
          commit: (report) => session.commit(report),
          abort: (report) => session.abort(report),
        },
      };
    },
  };
}

function spoiledOnRelease(page: Page): Page {
  const {body} = page;
  let released = false;
  return {
    ...page,
    release() {
      if (released) return;
      released = true;
      body.fill(0x7e);
      page.release();
    },
  };
}

function stoppingStage(controller: AbortController) {
  return {
    item<T>(item: T): T {
      controller.abort(new Error('stopped by the contract'));
      return item;
    },
  };
}
