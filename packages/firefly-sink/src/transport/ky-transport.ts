import type {Clock} from '@firefly/core';
import ky from 'ky';
import {fetch as undiciFetch, getGlobalDispatcher, type Dispatcher} from 'undici';

import {describeNetworkFailure} from './describe-network-failure.ts';
import {readLimitedText} from './read-limited-text.ts';
import type {Exchange, HttpRequest, Transport} from './transport.ts';

const ANSWER_LIMIT = 64 * 1024;

/**
 * The transport over ky and undici. ky's own retries, timeout and errors for statuses are off, so that each has one
 * owner; what ky and undici throw is turned into words here, since their errors hold the request and its token.
 *
 * @param dispatcher Default: undici's global one.
 */
export function createKyTransport(options: {
  readonly dispatcher: Dispatcher | undefined;
  readonly clock: Clock;
}): Transport {
  const {clock} = options;
  const dispatcher = withoutOwnTimeouts(options.dispatcher ?? getGlobalDispatcher());
  return {
    async exchange(request, timeout, signal) {
      signal.throwIfAborted();
      const attempt = new AbortController();
      const done = new AbortController();
      const stop = () => attempt.abort();
      signal.addEventListener('abort', stop, {once: true});
      let timedOut = false;
      const expire = () => {
        timedOut = true;
        attempt.abort();
      };
      // Rejects once the attempt is done.
      const timer = clock.sleep(timeout, done.signal).then(expire, () => {});
      try {
        return await send(request, dispatcher, attempt.signal);
      } catch (error) {
        signal.throwIfAborted();
        const reason = timedOut
          ? `no answer within ${timeout / 1000} seconds`
          : describeNetworkFailure(error);
        return {kind: 'unanswered', reason};
      } finally {
        signal.removeEventListener('abort', stop);
        done.abort();
        await timer;
      }
    },
  };
}

async function send(request: HttpRequest, dispatcher: Dispatcher, signal: AbortSignal): Promise<Exchange> {
  const {url, method, headers, body} = request;
  const response = await ky(url, {
    method,
    retry: 0,
    throwHttpErrors: false,
    timeout: false,
    signal,
    // ky would wrap url, headers and body in Node's own Request, which undici's fetch from npm does not take, and copy
    // the page on the way: it gets the method and the signal, fetch gets the rest from here.
    fetch: async (kyRequest) => {
      return await undiciFetch(url, {
        method,
        headers,
        body: body ?? null,
        redirect: 'manual',
        dispatcher,
        signal: kyRequest instanceof Request ? kyRequest.signal : signal,
      });
    },
  });
  return {
    kind: 'answered',
    status: response.status,
    body: await readLimitedText(response.body, ANSWER_LIMIT, !response.ok),
    retryAfter: response.headers.get('retry-after'),
    location: response.headers.get('location'),
  };
}

/** undici gives up on headers and bodies after 300 s each; here one clock times the whole attempt. */
function withoutOwnTimeouts(dispatcher: Dispatcher): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) => dispatch({...options, headersTimeout: 0, bodyTimeout: 0}, handler),
  );
}
