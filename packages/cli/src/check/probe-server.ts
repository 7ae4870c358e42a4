import {USER_AGENT} from '@firefly/core';
import {describeNetworkError} from '@firefly/http';
import type {Connection} from '@firefly/http';

type Dispatcher = Connection['dispatcher'];
type Handler = Parameters<Dispatcher['dispatch']>[1];

/** What one request without any credentials brought. */
export type ProbeOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Milliseconds by which the server's clock is ahead of this machine's; undefined where it tells no time. */
      readonly clockLead: number | undefined;
    }
  | {readonly kind: 'unanswered'; readonly reason: string};

export interface ProbeOptions {
  readonly dispatcher: Dispatcher;
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

const TIMEOUT = 15_000;

/**
 * Sends one GET that carries neither keys nor a token, so that nothing can come of it, and looks at the head of the
 * answer alone. Gives up after 15 s. Throws the signal's reason and nothing else.
 */
export async function probeServer(options: ProbeOptions): Promise<ProbeOutcome> {
  const {signal, now} = options;
  signal.throwIfAborted();
  const asked = now();
  try {
    const {status, date} = await headOf(options);
    // The header has whole seconds; the answer was written somewhere between asking and now.
    const told = Date.parse(date) + 500;
    const lead = told - (asked + now()) / 2;
    return {kind: 'answered', status, clockLead: Number.isNaN(told) ? undefined : lead};
  } catch (error) {
    signal.throwIfAborted();
    return {kind: 'unanswered', reason: describeNetworkError(error).reason};
  }
}

async function headOf({dispatcher, url, signal}: ProbeOptions) {
  const {promise, resolve, reject} = Promise.withResolvers<{status: number; date: string}>();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]);
  let stop = () => {};
  const handler: Handler = {
    onRequestStart(controller) {
      stop = () => controller.abort(new Error(`it did not answer within ${TIMEOUT / 1000} seconds`));
      if (limit.aborted) stop();
      else limit.addEventListener('abort', stop, {once: true});
    },
    onResponseStart(controller, status, headers) {
      if (status < 200) return;
      resolve({status, date: String(headers['date'] ?? '')});
      controller.abort(new Error('the rest is not needed'));
    },
    onResponseData() {},
    onResponseEnd() {},
    onResponseError(_controller, error) {
      reject(error);
    },
  };
  dispatcher.dispatch(
    {
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: {accept: 'application/json', 'user-agent': USER_AGENT},
      headersTimeout: TIMEOUT,
    },
    handler,
  );
  try {
    return await promise;
  } finally {
    limit.removeEventListener('abort', stop);
  }
}
