import type {SignalledOptions} from '@firefly/http';
import type {Dispatcher} from 'undici';

import {slabBytes, slabs} from '../slab-pool.ts';

/** An answer whose head has come and whose body is on its way. */
export interface OpenResponse {
  readonly statusCode: number;
  /** One value of a header, whatever the case of its name. */
  header(name: string): string | undefined;
  /**
   * What has arrived since the last call, valid until the next one; undefined at the end. Rejects when it breaks off.
   * The body's first bytes come as soon as they are there, later ones when they are worth a turn of the event loop.
   */
  read(): Promise<Buffer | undefined>;
  /** Gives the connection back, by closing it where the body was not read to its end. May be called at any time. */
  discard(): void;
}

/**
 * Bytes of a body that wait to be read, at most (and one piece more): the read-ahead of a list. What is not read then
 * stays with the server.
 */
const readAheadBytes = (slabBytes / 4) * 3;
/** Whoever waits for more of a body is not woken for less: an API server sends an object in several pieces. */
const worthWakingBytes = 128 * 1024;

/**
 * Sends a request and resolves with the head of its answer.
 *
 * A body arrives in thousands of small pieces. They are copied together at once, so that the memory of each is free
 * again, and handed on many at a time. Rejects with undici's error, or with the signal's reason.
 *
 * @param dispatcher One that ends a request with its signal, as those of `createConnection` do.
 */
export async function openResponse(
  dispatcher: Dispatcher,
  options: SignalledOptions & {readonly signal: AbortSignal},
): Promise<OpenResponse> {
  options.signal.throwIfAborted();
  const answer = new Answer(options.signal);
  dispatcher.dispatch(options, answer);
  return answer.opened;
}

class Answer implements Dispatcher.DispatchHandler, OpenResponse {
  readonly #opened = Promise.withResolvers<OpenResponse>();
  readonly #signal: AbortSignal;
  #controller: Dispatcher.DispatchController | undefined;
  #headers: Readonly<Record<string, string | string[] | undefined>> = {};
  /** What arrives; undefined when nothing has since the last read. */
  #filling: Buffer | undefined;
  #filled = 0;
  /** What the last read gave. */
  #given: Buffer | undefined;
  #isBegun = false;
  #isDiscarded = false;
  #end: {readonly error?: unknown} | undefined;
  #wake: (() => void) | undefined;
  statusCode = 0;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get opened(): Promise<OpenResponse> {
    return this.#opened.promise;
  }

  header(name: string): string | undefined {
    const value = this.#headers[name.toLowerCase()];
    return Array.isArray(value) ? value[0] : value;
  }

  async read(): Promise<Buffer | undefined> {
    this.#signal.throwIfAborted();
    if (this.#given !== undefined) slabs.give(this.#given);
    this.#given = undefined;
    while (!this.#isWorthReading()) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
    const length = this.#filled;
    this.#isBegun = true;
    this.#given = this.#filling;
    this.#filling = undefined;
    this.#filled = 0;
    if (this.#controller?.paused === true) this.#controller.resume();
    if (length > 0) return this.#given?.subarray(0, length);
    if (this.#end !== undefined && 'error' in this.#end) throw this.#end.error;
    return undefined;
  }

  discard(): void {
    if (this.#isDiscarded) return;
    this.#isDiscarded = true;
    for (const slab of [this.#given, this.#filling]) if (slab !== undefined) slabs.give(slab);
    this.#given = this.#filling = undefined;
    if (this.#end === undefined) this.#controller?.abort(new Error('nobody reads the rest'));
  }

  #isWorthReading(): boolean {
    return this.#end !== undefined || this.#filled >= (this.#isBegun ? worthWakingBytes : 1);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    // 1xx only announces.
    if (statusCode < 200) return;
    this.statusCode = statusCode;
    this.#headers = headers;
    this.#opened.resolve(this);
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#isDiscarded) return;
    const slab = this.#room(piece.length);
    slab.set(piece, this.#filled);
    this.#filled += piece.length;
    if (this.#filled >= readAheadBytes) controller.pause();
    if (this.#isWorthReading()) this.#wake?.();
  }

  #room(bytes: number): Buffer {
    const slab = (this.#filling ??= slabs.take(slabBytes));
    if (this.#filled + bytes <= slab.length) return slab;
    return (this.#filling = slabs.grow(slab, this.#filled, this.#filled + bytes));
  }

  onResponseEnd(): void {
    this.#finish({});
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#finish({error});
    this.#opened.reject(error);
  }

  #finish(end: {readonly error?: unknown}): void {
    this.#end = end;
    this.#wake?.();
  }
}
