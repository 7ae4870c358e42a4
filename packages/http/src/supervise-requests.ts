import type {Dispatcher} from 'undici';

import {ConnectionFailedError} from './connection-failed-error.ts';

type Handler = Dispatcher.DispatchHandler;
type Controller = Dispatcher.DispatchController;

/** What undici's own `request` takes, for `dispatch`, too. */
export type SignalledOptions = Dispatcher.DispatchOptions & {readonly signal?: AbortSignal | undefined};

/**
 * What holds for every request of a dispatcher, given to its `compose`:
 *
 * - It ends when its `signal` fires, whatever it waits for. undici itself looks at a signal only once a request is on a
 *   connection: one that waits for a place in the pool, for DNS, TCP, a proxy or TLS goes on waiting.
 * - A 407 is no answer of the server, but a proxy's refusal.
 */
export const superviseRequests: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
  dispatch(options, new SupervisedHandler(handler, (options as SignalledOptions).signal));

class SupervisedHandler implements Handler {
  readonly #handler: Handler;
  readonly #signal: AbortSignal | undefined;
  #controller: Controller | undefined;
  #isEnded = false;

  constructor(handler: Handler, signal: AbortSignal | undefined) {
    this.#handler = handler;
    this.#signal = signal;
    if (signal?.aborted) queueMicrotask(this.#stop);
    else signal?.addEventListener('abort', this.#stop, {once: true});
  }

  readonly #stop = (): void => {
    const reason = this.#signal?.reason as Error;
    if (this.#controller !== undefined) this.#controller.abort(reason);
    else this.#end(() => this.#handler.onResponseError?.(neverStarted(reason), reason));
  };

  #end(notify: () => void): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#signal?.removeEventListener('abort', this.#stop);
    notify();
  }

  onRequestStart(controller: Controller, context: unknown): void {
    if (this.#isEnded) {
      controller.abort(this.#signal?.reason as Error);
      return;
    }
    this.#controller = controller;
    this.#handler.onRequestStart?.(controller, context);
  }

  onResponseStart(...of: Parameters<NonNullable<Handler['onResponseStart']>>): void {
    const [controller, status] = of;
    if (status === 407) controller.abort(new ConnectionFailedError('the proxy answered 407', false));
    else this.#handler.onResponseStart?.(...of);
  }

  onResponseData(controller: Controller, piece: Buffer): void {
    this.#handler.onResponseData?.(controller, piece);
  }

  onResponseEnd(...of: Parameters<NonNullable<Handler['onResponseEnd']>>): void {
    this.#end(() => this.#handler.onResponseEnd?.(...of));
  }

  onResponseError(controller: Controller, error: Error): void {
    this.#end(() => this.#handler.onResponseError?.(controller, error));
  }
}

function neverStarted(reason: Error): Controller {
  return {aborted: true, paused: false, reason, abort() {}, pause() {}, resume() {}};
}
