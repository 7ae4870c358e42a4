import {
  type Page,
  type ResourceTypeRecord,
  type RunReport,
  type Sink,
  type SinkLimits,
  type SinkSession,
  type StreamName,
  type WriteReceipt,
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
  return {
    async open({signal}) {
      signal.throwIfAborted();
      for (const writer of options.writers) await writer.open?.(signal);
      return {kind: 'ready', session: new GroupingSession(options, signal)};
    },
  };
}

class GroupingSession implements SinkSession {
  readonly protocol = 'dry-run';
  readonly pagesByType: boolean;
  readonly streams: ReadonlySet<StreamName>;
  readonly limits: SinkLimits;
  readonly #writers: readonly ItemWriter[];
  readonly #signal: AbortSignal;
  #resourceTypes: readonly ResourceTypeRecord[] = [];
  /** The write that was asked for last; the next one waits for it. */
  #turn: Promise<void> = Promise.resolve();

  constructor({streams, limits, writers, pagesByType = true}: GroupingSinkOptions, signal: AbortSignal) {
    this.streams = streams;
    this.pagesByType = pagesByType;
    // A second page fills while the first one is written.
    this.limits = {...limits, pagesInFlight: {objects: 2, helmReleases: 1, k8sTrees: 1}};
    this.#writers = writers;
    this.#signal = signal;
  }

  format() {
    return {head: nothing, tail: nothing};
  }

  announce({resourceTypes}: {readonly resourceTypes: readonly ResourceTypeRecord[]}) {
    this.#resourceTypes = resourceTypes;
  }

  async write(page: Page): Promise<WriteReceipt> {
    this.#turn = this.#turn.then(() => this.#distribute(page));
    await this.#turn;
    const sentBytes = page.itemBytes;
    page.release();
    return {requests: 1, sentBytes, retries: 0, oversized: []};
  }

  async commit(report: RunReport) {
    await this.#turn;
    for (const writer of this.#writers) await writer.commit(report, this.#resourceTypes);
  }

  async abort(report: RunReport) {
    for (const writer of this.#writers) await writer.abort?.(report);
  }

  async #distribute(page: Page) {
    this.#signal.throwIfAborted();
    const {body, offsets} = page;
    const items = offsets.map((offset, index) =>
      body.subarray(offset, (offsets[index + 1] ?? body.byteLength + 1) - 1),
    );
    const group = itemGroup(page.stream, page.type);
    for (const writer of this.#writers) await writer.write(group, items, body);
  }
}
