import {
  type Page,
  type RawObject,
  resourceTypeName,
  type ResourceTypeRecord,
  type RunReport,
  type Sink,
  type SinkLimits,
  type SinkSession,
  type StreamItem,
  type StreamName,
  type WriteReceipt,
} from '@firefly/core';

import type {ItemGroup, ItemWriter} from './item-writer.ts';

export interface GroupingSinkOptions {
  readonly streams: ReadonlySet<StreamName>;
  /** As the receiver that stands at the real one's place: what is too large there is left out here. */
  readonly limits: Pick<SinkLimits, 'pageBytes' | 'itemBytes'>;
  readonly writers: readonly ItemWriter[];
}

const nothing = new Uint8Array(0);
/** Bytes in front of each item of a page: the number of its group. */
const MARK = 4;

/** Contacts nobody: hands items to writers, grouped by type. */
export function createGroupingSink(options: GroupingSinkOptions): Sink {
  return {
    async open({signal}) {
      signal.throwIfAborted();
      for (const writer of options.writers) await writer.open?.();
      return {kind: 'ready', session: new GroupingSession(options, signal)};
    },
  };
}

class GroupingSession implements SinkSession {
  readonly protocol = 'dry-run';
  readonly streams: ReadonlySet<StreamName>;
  readonly limits: SinkLimits;
  readonly #writers: readonly ItemWriter[];
  readonly #signal: AbortSignal;
  readonly #groups: ItemGroup[] = [];
  readonly #marks = new Map<string, Uint8Array>();
  #resourceTypes: readonly ResourceTypeRecord[] = [];
  /** The write that was asked for last; the next one waits for it. */
  #turn: Promise<void> = Promise.resolve();

  constructor({streams, limits, writers}: GroupingSinkOptions, signal: AbortSignal) {
    this.streams = streams;
    this.limits = {...limits, pagesInFlight: {objects: 2, helmReleases: 1, k8sTrees: 1}};
    this.#writers = writers;
    this.#signal = signal;
  }

  /** Pages hold items of several types, and only the item knows its own. */
  format() {
    return {head: nothing, tail: nothing, before: (item: StreamItem) => this.#markOf(item)};
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

  async #distribute({body, offsets}: Page) {
    this.#signal.throwIfAborted();
    const grouped = new Map<ItemGroup, Uint8Array[]>();
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    for (const [index, offset] of offsets.entries()) {
      const group = this.#groups[view.getUint32(offset)];
      if (group === undefined) throw new TypeError('An item without a mark is in a page.');
      const next = offsets[index + 1];
      const item = body.subarray(offset + MARK, next === undefined ? body.byteLength : next - 1);
      const items = grouped.get(group);
      if (items === undefined) grouped.set(group, [item]);
      else items.push(item);
    }
    for (const [group, items] of grouped)
      for (const writer of this.#writers) await writer.write(group, items);
  }

  #markOf(item: StreamItem): Uint8Array {
    const group = groupOf(item);
    // A server may call a type as another stream is called.
    const key = `${group.stream} ${group.name}`;
    let mark = this.#marks.get(key);
    if (mark === undefined) {
      mark = new Uint8Array(MARK);
      new DataView(mark.buffer).setUint32(0, this.#groups.length);
      this.#groups.push(group);
      this.#marks.set(key, mark);
    }
    return mark;
  }
}

function groupOf(item: StreamItem): ItemGroup {
  switch (item.stream) {
    case 'objects': {
      const {type} = item as RawObject;
      return {name: resourceTypeName(type), stream: 'objects', kind: type.kind};
    }
    case 'helmReleases':
      return {name: 'helm-releases', stream: 'helmReleases'};
    case 'k8sTrees':
      return {name: 'object-trees', stream: 'k8sTrees'};
  }
}
