import {
  type Page,
  type ResourceTypeRecord,
  type Sink,
  type SinkLimits,
  type SinkSession,
  type StreamName,
} from '@firefly/core';

import {itemGroup} from './item-group.ts';
import type {ItemWriter} from './item-writer.ts';

export interface GroupingSinkOptions {
  readonly streams: ReadonlySet<StreamName>;
  /** As the receiver that stands at the real one's place: what is too large there is left out here. */
  readonly limits: Pick<SinkLimits, 'pageBytes' | 'itemBytes'>;
  readonly writers: readonly ItemWriter[];
  /** Whether the items of one page are of one type. Default true. */
  readonly pagesByType?: boolean;
}

const nothing = new Uint8Array(0);

/** Contacts nobody: hands items to writers, grouped by type. */
export function createGroupingSink(options: GroupingSinkOptions): Sink {
  const {streams, writers, pagesByType = true} = options;
  // A second page fills while the first one is written.
  const limits = {...options.limits, pagesInFlight: {objects: 2, helmReleases: 1, k8sTrees: 1}};
  let types: readonly ResourceTypeRecord[] = [];
  /** The write that was asked for last; the next one waits for it. */
  let turn: Promise<void> = Promise.resolve();

  async function distribute({stream, type, body, offsets}: Page, signal: AbortSignal) {
    signal.throwIfAborted();
    const items = offsets.map((offset, index) =>
      body.subarray(offset, (offsets[index + 1] ?? body.byteLength + 1) - 1),
    );
    const group = itemGroup(stream, type);
    for (const writer of writers) await writer.write(group, items, body);
  }

  const sessionUntil = (signal: AbortSignal): SinkSession => ({
    protocol: 'dry-run',
    pagesByType,
    streams,
    limits,
    format: () => ({head: nothing, tail: nothing}),
    announce({resourceTypes}) {
      types = resourceTypes;
    },
    async write(page) {
      turn = turn.then(() => distribute(page, signal));
      await turn;
      const sentBytes = page.itemBytes;
      page.release();
      return {requests: 1, sentBytes, retries: 0, oversized: []};
    },
    async commit(report) {
      await turn;
      for (const writer of writers) await writer.commit(report, types);
    },
    async abort(report) {
      for (const writer of writers) await writer.abort?.(report);
    },
  });

  return {
    async open({signal}) {
      signal.throwIfAborted();
      for (const writer of writers) await writer.open?.(signal);
      return {kind: 'ready', session: sessionUntil(signal)};
    },
  };
}
