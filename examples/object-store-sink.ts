import {
  type Attempt,
  CollectorError,
  messageOf,
  type Page,
  retry,
  type RunReport,
  type Sink,
  type SinkSession,
  type WriteReceipt,
} from '@firefly/core';

/** The store refused an object, or could not be reached. */
export class ObjectStoreError extends CollectorError {
  override readonly name = 'ObjectStoreError';
  override readonly code = 'OBJECT_STORE';
  readonly key: string;

  constructor(key: string, reason: string) {
    super(`The object store did not take ${key}: ${reason}.`);
    this.key = key;
  }
}

export interface ObjectStoreOptions {
  /** URL of the bucket: `https://store.example.com/bucket`. */
  readonly bucket: string;
  /** Headers that sign a request, as the store wants them (AWS Signature 4, a token). */
  readonly sign?: (request: {readonly method: string; readonly url: URL}) => Promise<Record<string, string>>;
}

const encoder = new TextEncoder();

/**
 * A sink that puts each page of objects, a JSON array, into an S3-like store: `<run>/objects-000001.json`, … The last
 * object of a run is `<run>/manifest.json`: who reads a run whose manifest is there reads all of it. A run that fails
 * deletes its pages.
 */
export function createObjectStoreSink(options: ObjectStoreOptions): Sink {
  return {
    async open({runId, signal}) {
      signal.throwIfAborted();
      return {kind: 'ready', session: new ObjectStoreSession(options, runId, signal)};
    },
  };
}

class ObjectStoreSession implements SinkSession {
  readonly protocol = 'object-store';
  readonly streams = new Set(['objects'] as const);
  readonly limits = {
    pageBytes: 8_000_000,
    itemBytes: 100_000_000,
    pagesInFlight: {objects: 4, helmReleases: 1, k8sTrees: 1},
  };
  readonly #options: ObjectStoreOptions;
  readonly #runId: string;
  readonly #signal: AbortSignal;
  readonly #keys: string[] = [];

  constructor(options: ObjectStoreOptions, runId: string, signal: AbortSignal) {
    this.#options = options;
    this.#runId = runId;
    this.#signal = signal;
  }

  format() {
    return {head: encoder.encode('['), tail: encoder.encode(']\n')};
  }

  announce() {}

  /** The same key and the same bytes at every attempt: a page that arrived twice is there once. */
  async write({body}: Page): Promise<WriteReceipt> {
    const key = `${this.#runId}/objects-${String(this.#keys.length + 1).padStart(6, '0')}.json`;
    this.#keys.push(key);
    const retries = await this.#put(key, body, this.#signal);
    return {requests: 1, sentBytes: body.byteLength, retries, oversized: []};
  }

  async commit(report: RunReport) {
    const manifest = encoder.encode(JSON.stringify({pages: this.#keys, report}));
    // Not the run's signal: once everything is there, the last word is worth a moment.
    await this.#put(`${this.#runId}/manifest.json`, manifest, AbortSignal.timeout(30_000));
  }

  async abort() {
    const signal = AbortSignal.timeout(3000);
    const keys = [`${this.#runId}/manifest.json`, ...this.#keys];
    await Promise.allSettled(keys.map(async (key) => this.#send('DELETE', key, undefined, signal)));
  }

  /** Resolves with the number of attempts beyond the first. */
  async #put(key: string, body: Uint8Array, signal: AbortSignal): Promise<number> {
    return retry(
      async (number): Promise<Attempt<number>> => {
        let status: number;
        try {
          status = await this.#send('PUT', key, body, signal);
        } catch (error) {
          signal.throwIfAborted();
          return {kind: 'retry', error: new ObjectStoreError(key, messageOf(error))};
        }
        if (status >= 200 && status < 300) return {kind: 'done', value: number - 1};
        const error = new ObjectStoreError(key, `it answered ${status}`);
        if (status !== 429 && status < 500) throw error;
        return {kind: 'retry', error};
      },
      {attempts: 4, signal, baseDelay: 100},
    );
  }

  async #send(
    method: 'PUT' | 'DELETE',
    key: string,
    body: Uint8Array | undefined,
    signal: AbortSignal,
  ): Promise<number> {
    const url = new URL(`${this.#options.bucket}/${key}`);
    const headers = {'content-type': 'application/json', ...(await this.#options.sign?.({method, url}))};
    const response = await fetch(url, {
      method,
      headers,
      signal,
      // A view of the run's own memory: valid until `write` settles.
      ...(body === undefined
        ? {}
        : {body: Buffer.from(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength)}),
    });
    await response.body?.cancel();
    return response.status;
  }
}
