import type {Clock} from '@firefly/core';
import {decodedBody, describeNetworkError, superviseRequests} from '@firefly/http';
import {type Dispatcher, getGlobalDispatcher} from 'undici';

import {readLimitedText} from './read-limited-text.ts';
import type {Exchange, HttpRequest, Transport} from './transport.ts';

const answerLimit = 64 * 1024;
/** Statuses with which fetch's Response takes no body, whatever a server sends. */
const bodilessStatuses = new Set([204, 205, 304]);
/** Only when it is needed: ky makes a Request as it is loaded, for which Node.js loads a fetch of its own, in 25 ms. */
const loadKy = async () => (await import('ky')).default;

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
  const dispatcher = options.dispatcher ?? getGlobalDispatcher().compose(superviseRequests);
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
        if (timedOut)
          return {kind: 'unanswered', reason: `no answer within ${timeout / 1000} seconds`, transient: true};
        const {reason, transient} = describeNetworkError(error);
        return {kind: 'unanswered', reason, transient};
      } finally {
        signal.removeEventListener('abort', stop);
        done.abort();
        await timer;
      }
    },
  };
}

async function send(request: HttpRequest, dispatcher: Dispatcher, signal: AbortSignal): Promise<Exchange> {
  const {url, method} = request;
  const ky = await loadKy();
  const response = await ky(url, {
    method,
    retry: 0,
    throwHttpErrors: false,
    timeout: false,
    signal,
    // ky would wrap the page in a Request and fetch in a stream, each with a copy: it gets the method and the signal.
    fetch: async () => sendBytes(request, dispatcher, signal),
  });
  return {
    kind: 'answered',
    status: response.status,
    body: await response.text(),
    retryAfter: response.headers.get('retry-after'),
    location: response.headers.get('location'),
  };
}

/** What fetch is to ky: no redirect is followed, and of the answer's body no more is read than somebody wants. */
async function sendBytes(
  request: HttpRequest,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Response> {
  const {url, method, headers, body} = request;
  const answer = await dispatcher.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    // Compressed answers of a few bytes cost more than they save; some servers compress them all the same.
    headers: {...headers, 'accept-encoding': 'identity'},
    body: body ?? null,
    signal,
    // undici gives up on each after 300 s; here one clock times the whole attempt.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const {statusCode: status} = answer;
  const encoding = [answer.headers['content-encoding']].flat().join(',');
  const text = await readLimitedText(decodedBody(encoding, answer.body), answerLimit, {
    partial: status < 200 || status > 299,
    contentType: [answer.headers['content-type']].flat()[0],
  });
  if (status > 599) throw new Error(`the answer's status is ${status}, which HTTP does not know`);
  const kept = ['retry-after', 'location'].flatMap((name) => {
    const value = [answer.headers[name]].flat()[0];
    return value === undefined ? [] : [[name, value] as const];
  });
  const hasBody = text !== '' && !bodilessStatuses.has(status);
  return new Response(hasBody ? text : null, {status, headers: Object.fromEntries(kept)});
}
