import {userAgent} from '@firefly/core';
import {type Connection, describeNetworkError} from '@firefly/http';

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
  readonly dispatcher: Connection['dispatcher'];
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

const timeoutMilliseconds = 15_000;

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
  const late = AbortSignal.timeout(timeoutMilliseconds);
  try {
    const {statusCode, headers, body} = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: {accept: 'application/json', 'user-agent': userAgent},
      signal: AbortSignal.any([signal, late]),
    });
    // The rest is not needed. What breaks off then is nobody's business.
    body.on('error', () => {}).destroy();
    return {status: statusCode, date: String(headers['date'] ?? '')};
  } catch (error) {
    if (late.aborted)
      throw new Error(`it did not answer within ${timeoutMilliseconds / 1000} seconds`, {cause: error});
    throw error;
  }
}
