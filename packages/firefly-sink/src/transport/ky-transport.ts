import type {Clock} from '@firefly/core';
import {decodedBody, describeNetworkError, superviseRequests} from '@firefly/http';
import type {AfterResponseHook, Hooks} from 'ky';
import {type Dispatcher, getGlobalDispatcher} from 'undici';

import type {FireflyLog} from '../firefly-log.ts';
import {displayUrl} from './display-url.ts';
import {readLimitedText} from './read-limited-text.ts';
import type {TakenToken, TokenSource} from './token-source.ts';
import type {Transport} from './transport.ts';
import {withinBudget} from './within-budget.ts';

const answerLimit = 64 * 1024;
/** Statuses with which fetch's Response takes no body, whatever a server sends. */
const bodilessStatuses = new Set([204, 205, 304]);
/** Only when it is needed: ky makes a Request as it is loaded, for which Node.js loads a fetch of its own, in 25 ms. */
const loadKy = async () => await import('ky');

/** What requests are sent through, and what all of them say. */
export interface KyTransportOptions {
  /** Default: undici's global one. */
  readonly dispatcher: Dispatcher | undefined;
  readonly userAgent: string;
  /** Without them no request has a token: the login. */
  readonly tokens?: TokenSource | undefined;
  readonly log: FireflyLog;
  readonly clock: Clock;
}

/**
 * The transport over ky and undici. ky makes the requests, JSON and forms included, puts the token on them, renews one
 * that is refused, and tells failures of the network from others. What ky and undici throw is turned into words here:
 * their errors hold the request and its token. Three things of ky are not used:
 *
 * - Its body for a page. Request and fetch copy it three times: 1.5 ms of CPU for 250 KB that are compressed in 4 ms, and
 *   0.1 ms without. undici sends the page's own bytes.
 * - Its timeout, which is the machine's clock: the tests of ten minutes of waiting take none.
 * - Its errors for statuses: any 2xx is a success to it, and here 204 alone is one.
 */
export function createKyTransport(options: KyTransportOptions): Transport {
  const {userAgent, tokens, log, clock} = options;
  const dispatcher = options.dispatcher ?? getGlobalDispatcher().compose(superviseRequests);
  // Compressed answers of a few bytes cost more than they save; some servers compress them all the same.
  const commonHeaders = {accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': userAgent};

  return {
    async exchange({method, url, headers = {}, body, json, form}, timeout, signal) {
      signal.throwIfAborted();
      const {default: ky, isKyError} = await loadKy();
      let requests = 0;
      try {
        // Without the user and password that a URL may have: Request refuses them, and Firefly has no use for them.
        const response = await ky(`${url.origin}${url.pathname}${url.search}`, {
          method,
          headers: {...commonHeaders, ...headers},
          ...(json === undefined ? {} : {json}),
          ...(form === undefined ? {} : {body: new URLSearchParams(form)}),
          signal,
          timeout: false,
          throwHttpErrors: false,
          // Never for reasons of its own: only when a token is renewed.
          retry: {limit: 1000, methods: []},
          hooks:
            tokens === undefined
              ? {}
              : tokenHooks(tokens, signal, () => {
                  log.info('Firefly no longer takes the token', {url: displayUrl(url)});
                  return ky.retry({delay: 0});
                }),
          fetch: async (request) => {
            requests++;
            try {
              return await withinBudget({milliseconds: timeout, stop: signal, clock}, async (expired) =>
                sendBytes(request as Request, body, dispatcher, expired),
              );
            } catch (error) {
              // As fetch says it, so that ky knows it for a failure of the network.
              throw new TypeError('fetch failed', {cause: error});
            }
          },
        });
        return {
          kind: 'answered',
          requests,
          status: response.status,
          body: await response.text(),
          retryAfter: response.headers.get('retry-after'),
          location: response.headers.get('location'),
        };
      } catch (error) {
        signal.throwIfAborted();
        // The login's, which is told as it is.
        if (!isKyError(error)) throw error;
        const {reason, transient} = describeNetworkError(error);
        return {kind: 'unanswered', requests, reason, transient};
      }
    },
  };
}

/** Puts a token on a request, and sends it again with another one as long as its tokens may have ended. */
function tokenHooks(
  tokens: TokenSource,
  signal: AbortSignal,
  sendAgain: () => ReturnType<AfterResponseHook>,
): Hooks {
  let token: TakenToken | undefined;
  let newTokensRefused = 0;
  const authorize = async ({request}: {readonly request: Request}) => {
    token = await tokens.take(signal);
    request.headers.set('authorization', `Bearer ${token.value}`);
  };
  return {
    beforeRequest: [authorize],
    beforeRetry: [authorize],
    afterResponse: [
      ({response}) => {
        if (response.status !== 401 || token === undefined) return;
        // A token that others used before has ended; one that never worked is no matter of time.
        if (token.isFirstUse && ++newTokensRefused > 1) return;
        tokens.discard(token.value);
        return sendAgain();
      },
    ],
  };
}

/** What fetch is to ky: no redirect is followed, and of the answer's body no more is read than somebody wants. */
async function sendBytes(
  request: Request,
  page: Uint8Array | undefined,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Response> {
  const {origin, pathname, search} = new URL(request.url);
  const answer = await dispatcher.request({
    origin,
    path: pathname + search,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: page ?? (request.body === null ? null : await request.bytes()),
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
