import type {Writable} from 'node:stream';

import {OutputClosedError} from './output-closed-error.ts';
import {OutputFailedError} from './output-failed-error.ts';

/**
 * Writes a chunk and resolves once the stream needs its memory no more: whoever waits for it writes no faster than
 * the reader reads. A signal ends the waiting, not the writing.
 *
 * @throws {OutputClosedError} when the reader went away.
 * @throws {OutputFailedError} when it cannot be written for another reason.
 */
export async function writeOutput(
  output: Writable,
  chunk: Uint8Array | string,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const {promise, resolve, reject} = Promise.withResolvers<void>();
  const onAbort = () => reject(signal?.reason as Error);
  // A stream tells its error to the callback and as an event as well; the event alone would end the process.
  const ignore = () => undefined;
  signal?.addEventListener('abort', onAbort, {once: true});
  output.once('error', ignore);
  output.write(chunk, (error) => {
    if (error === null || error === undefined) {
      output.removeListener('error', ignore);
      resolve();
    } else {
      reject(outputError(error));
    }
  });
  try {
    await promise;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

function outputError(error: NodeJS.ErrnoException): Error {
  const {code, message} = error;
  const closed = code !== undefined && ['EPIPE', 'ERR_STREAM_DESTROYED', 'ECONNRESET'].includes(code);
  return closed ? new OutputClosedError() : new OutputFailedError(code ?? message);
}
