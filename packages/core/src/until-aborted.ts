/**
 * What the promise gives, or at once the signal's reason when it is aborted: for work that many wait for, or that knows
 * no signal. The work itself goes on.
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const {promise: aborted, reject} = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason as Error);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, {once: true});
  try {
    // In any case: a promise that nobody listens to must not end the process when it is rejected.
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
