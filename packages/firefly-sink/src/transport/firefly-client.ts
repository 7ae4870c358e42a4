import {type Attempt, type Clock, masker, retry, showText, visibleText} from '@firefly/core';
import {isTransientStatus, parseRetryAfter} from '@firefly/http';

import {defaults} from '../defaults.ts';
import {FireflyRedirectedError} from '../errors/firefly-redirected-error.ts';
import {FireflyUnreachableError} from '../errors/firefly-unreachable-error.ts';
import type {Refusal} from '../errors/refusal.ts';
import type {FireflyLog} from '../firefly-log.ts';
import {displayUrl} from './display-url.ts';
import type {FireflyAnswer, FireflyRequest} from './firefly-request.ts';
import type {Exchange, Transport} from './transport.ts';

const shownBytes = 2048;

/** What a client is made of. */
export interface FireflyClientParts {
  readonly transport: Transport;
  /** Tries after the first. */
  readonly maxRetries: number;
  /** Milliseconds for one attempt. */
  readonly attemptTimeout: number;
  readonly log: FireflyLog;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Sends requests until they are answered for good: the one place that decides what is tried again. */
export interface FireflyClient {
  /**
   * Resolves with an expected answer. Network failures, timeouts, 408, 429 and every 5xx are tried again with the same
   * bytes and headers.
   *
   * @throws {FireflyUnreachableError} when no attempt was answered; at once where a second one would not be, either.
   * @throws {FireflyRedirectedError} at any 3xx.
   * @throws what `request.refused` makes of any other answer, what the login throws, or the signal's reason.
   */
  send(request: FireflyRequest, signal: AbortSignal): Promise<FireflyAnswer>;
}

/** Adds retries and errors to a transport; keeps nothing between two requests. */
export function createFireflyClient(parts: FireflyClientParts): FireflyClient {
  const {transport, maxRetries, attemptTimeout, log, clock, random} = parts;

  function classify(
    request: FireflyRequest,
    outcome: Exchange,
    attempts: number,
  ): Attempt<Omit<FireflyAnswer, 'retries'>> {
    const url = displayUrl(request.url);
    if (outcome.kind === 'unanswered') {
      const reason = showText(outcome.reason);
      const error = new FireflyUnreachableError({url, reason, attempts});
      if (!outcome.transient) throw error;
      return {kind: 'retry', error};
    }
    const {status, body} = outcome;
    if (request.expected.includes(status)) return {kind: 'done', value: {status, body}};
    if (status >= 300 && status < 400) {
      const location = displayLocation(outcome.location, request.url);
      throw new FireflyRedirectedError({
        url,
        status,
        location: location === undefined ? undefined : showText(location),
      });
    }
    const refusal: Refusal = {url, status, body: shown(body), attempts};
    const error = request.refused(refusal);
    // A proxy in front of Firefly has words of its own for "not now": 520 to 527, 530.
    if (status < 500 && !isTransientStatus(status)) throw error;
    const retryAfter = parseRetryAfter(outcome.retryAfter, clock.now());
    return {kind: 'retry', error, ...(retryAfter === undefined ? {} : {retryAfter})};
  }

  return {
    async send(request, signal) {
      const {purpose, method, url} = request;
      const timeout = Math.min(request.timeout ?? attemptTimeout, attemptTimeout);
      let requests = 0;
      const answer = await retry(
        async (attempt) => {
          const outcome = await transport.exchange(request, timeout, signal);
          requests += outcome.requests;
          const answer = outcome.kind === 'answered' ? String(outcome.status) : showText(outcome.reason);
          log.debug(`Firefly: ${purpose}`, {method, url: displayUrl(url), answer});
          return classify(request, outcome, attempt);
        },
        {
          attempts: maxRetries + 1,
          signal,
          baseDelay: defaults.baseDelay,
          maxDelay: defaults.maxDelay,
          clock,
          random,
          onRetry: (error, attempt, delay) =>
            log.warn('Trying again', {
              purpose,
              attempt,
              delayMilliseconds: Math.round(delay),
              reason: error.message,
            }),
        },
      );
      return {...answer, retries: requests - 1};
    },
  };
}

/** The first 2 KB as one line: masked before it is cut, and without what would disturb a terminal or a log. */
function shown(body: string): string {
  const line = visibleText(masker.maskAnswer(body).replaceAll(/[\p{Cc}\s]+/gu, ' ')).trim();
  const bytes = new TextEncoder().encode(line);
  if (bytes.byteLength <= shownBytes) return line;
  return new TextDecoder().decode(bytes.subarray(0, shownBytes)).replace(/\uFFFD+$/, '');
}

function displayLocation(location: string | null, base: URL): string | undefined {
  if (location === null || !URL.canParse(location, base.href)) return undefined;
  return displayUrl(new URL(location, base));
}
