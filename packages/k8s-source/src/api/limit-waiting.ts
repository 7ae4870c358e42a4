import {ConnectionFailedError} from '@firefly/http';

import type {OpenResponse} from './open-response.ts';

/**
 * Opens an answer and ends it, as the network error that this then is, once the waits for it add up to `milliseconds`:
 * for its head, and in each `read`. What its reader does in between does not count.
 *
 * @param open Sends the request; the signal ends it.
 */
export async function limitWaiting(
  milliseconds: number,
  signal: AbortSignal,
  open: (signal: AbortSignal) => Promise<OpenResponse>,
): Promise<OpenResponse> {
  const expiry = new AbortController();
  let left = milliseconds;

  async function waited<T>(ask: () => Promise<T>): Promise<T> {
    const from = performance.now();
    const expire = () =>
      expiry.abort(new ConnectionFailedError(`its answer took longer than ${milliseconds} ms`, true));
    const timer = setTimeout(expire, Math.max(0, left));
    try {
      return await ask();
    } finally {
      clearTimeout(timer);
      left -= performance.now() - from;
    }
  }

  const response = await waited(async () => open(AbortSignal.any([signal, expiry.signal])));
  return {
    statusCode: response.statusCode,
    header: (name) => response.header(name),
    read: async () => waited(async () => response.read()),
    discard: () => response.discard(),
  };
}
