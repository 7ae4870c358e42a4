import type {Writable} from 'node:stream';

import type {
  Page,
  ResourceTypeRecord,
  Sink,
  SinkLimits,
  SinkSession,
  StreamName,
  WriteReceipt,
} from '@firefly/core';

import {createDeferredArray, type DeferredArray} from './deferred-array.ts';
import {writeOutput} from '../output/write-output.ts';

export interface DryRunSinkOptions {
  /** Gets one JSON document. */
  readonly output: Writable;
  /** Keys of the document: `objects` alone is what the contract `objects` sends; with others, `k8sTypes` comes too. */
  readonly streams: ReadonlySet<StreamName>;
  /** As the receiver that stands at the real one's place: what is too large there is left out here. */
  readonly limits: Pick<SinkLimits, 'pageBytes' | 'itemBytes'>;
}

const nothing = new Uint8Array(0);

/**
 * Contacts nobody: shows what would be sent, byte for byte, as one JSON document with an array for each stream.
 *
 * Objects pass through as fast as the reader reads. The other streams may come in between; they wait, in memory and
 * then in a temporary file, until the objects are complete. A run that fails leaves the document without its end, so
 * that half of a cluster never looks complete.
 */
export function createDryRunSink(options: DryRunSinkOptions): Sink {
  return {
    async open({signal}) {
      return {kind: 'ready', session: new DryRunSession(options, signal)};
    },
  };
}

class DryRunSession implements SinkSession {
  readonly protocol = 'dry-run';
  readonly streams: ReadonlySet<StreamName>;
  readonly limits: SinkLimits;
  readonly #output: Writable;
  readonly #signal: AbortSignal;
  readonly #deferred = {helmReleases: createDeferredArray(), k8sTrees: createDeferredArray()};
  #resourceTypes: readonly ResourceTypeRecord[] = [];
  #objectsOpen = false;
  /** The write that was asked for last; the next one waits for it. */
  #turn: Promise<void> = Promise.resolve();

  constructor({output, streams, limits}: DryRunSinkOptions, signal: AbortSignal) {
    this.#output = output;
    this.#signal = signal;
    this.streams = streams;
    // A second page fills while the first one waits for the reader.
    this.limits = {...limits, pagesInFlight: {objects: 2, helmReleases: 1, k8sTrees: 1}};
  }

  format() {
    return {head: nothing, tail: nothing};
  }

  announce({resourceTypes}: {readonly resourceTypes: readonly ResourceTypeRecord[]}) {
    this.#resourceTypes = resourceTypes;
  }

  async write(page: Page): Promise<WriteReceipt> {
    if (page.stream === 'objects') {
      this.#turn = this.#turn.then(() => this.#show(page));
      await this.#turn;
    } else {
      await this.#deferred[page.stream].add(page);
    }
    const sentBytes = page.body.byteLength;
    page.release();
    return {requests: 1, sentBytes, retries: 0, oversized: []};
  }

  async commit() {
    await this.#turn;
    if (!this.#objectsOpen) await this.#text('{"objects":[');
    await this.#text(']');
    if (this.streams.has('helmReleases')) await this.#array('helmReleases', this.#deferred.helmReleases);
    if (this.streams.has('helmReleases') || this.streams.has('k8sTrees'))
      await this.#text(`,"k8sTypes":${JSON.stringify(this.#resourceTypes)}`);
    if (this.streams.has('k8sTrees')) await this.#array('k8sTrees', this.#deferred.k8sTrees);
    await this.#text('}\n');
    await this.#close();
  }

  async abort() {
    await this.#close().catch(() => undefined);
  }

  async #show({body}: Page) {
    await this.#text(this.#objectsOpen ? ',' : '{"objects":[');
    this.#objectsOpen = true;
    await writeOutput(this.#output, body, this.#signal);
  }

  async #array(name: StreamName, pages: DeferredArray) {
    await this.#text(`,"${name}":[`);
    let first = true;
    for await (const body of pages.bodies()) {
      if (!first) await this.#text(',');
      first = false;
      await writeOutput(this.#output, body, this.#signal);
    }
    await this.#text(']');
  }

  async #text(text: string) {
    await writeOutput(this.#output, text, this.#signal);
  }

  async #close() {
    await Promise.all(Object.values(this.#deferred).map((pages) => pages.close()));
  }
}
