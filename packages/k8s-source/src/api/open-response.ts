import type {Dispatcher} from 'undici';

/** An answer whose head has come and whose body is on its way. */
export interface OpenResponse {
  readonly statusCode: number;
  /** One value of a header, whatever the case of its name. */
  header(name: string): string | undefined;
  /** What has arrived since the last call, in pieces as they came; undefined at the end. Rejects when it breaks off. */
  read(): Promise<readonly Buffer[] | undefined>;
  /** Gives the connection back, by closing it where the body was not read to its end. May be called at any time. */
  discard(): void;
}

/**
 * Bytes of a body that wait to be read, at most (and one piece more): the read-ahead of a list. What is not read then
 * stays with the server.
 */
const READ_AHEAD_BYTES = 256 * 1024;

/**
 * Sends a request and resolves with the head of its answer.
 *
 * A body arrives in thousands of small pieces. They are handed on as many at a time as have come, without a stream and
 * a turn of the event loop for each. Rejects with undici's error, or with the signal's reason.
 */
export async function openResponse(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<OpenResponse> {
  signal.throwIfAborted();
  const answer = new Answer(signal);
  dispatcher.dispatch(options, answer);
  return answer.opened;
}

class Answer implements Dispatcher.DispatchHandler, OpenResponse {
  readonly #opened = Promise.withResolvers<OpenResponse>();
  readonly #signal: AbortSignal;
  #controller: Dispatcher.DispatchController | undefined;
  #headers: Readonly<Record<string, string | string[] | undefined>> = {};
  #pieces: Buffer[] = [];
  #bytes = 0;
  #end: {readonly error?: unknown} | undefined;
  #wake: (() => void) | undefined;
  statusCode = 0;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#abort, {once: true});
  }

  get opened(): Promise<OpenResponse> {
    return this.#opened.promise;
  }

  header(name: string): string | undefined {
    const value = this.#headers[name.toLowerCase()];
    return Array.isArray(value) ? value[0] : value;
  }

  async read(): Promise<readonly Buffer[] | undefined> {
    this.#signal.throwIfAborted();
    while (this.#pieces.length === 0) {
      if (this.#end !== undefined) {
        if ('error' in this.#end) throw this.#end.error;
        return undefined;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#bytes = 0;
    if (this.#controller?.paused === true) this.#controller.resume();
    return pieces;
  }

  discard(): void {
    if (this.#end === undefined) this.#controller?.abort(new Error('nobody reads the rest'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted) this.#abort();
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
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes >= READ_AHEAD_BYTES) controller.pause();
    this.#wake?.();
  }

  onResponseEnd(): void {
    this.#finish({});
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#finish({error});
    this.#opened.reject(error);
  }

  readonly #abort = (): void => {
    // At once, even where undici still waits for a connection and so has no controller to abort by.
    this.#opened.reject(this.#signal.reason);
    this.#controller?.abort(this.#signal.reason as Error);
  };

  #finish(end: {readonly error?: unknown}): void {
    this.#signal.removeEventListener('abort', this.#abort);
    this.#end = end;
    this.#wake?.();
  }
}
