/**
 * What the promise gives, or the signal's reason once it is aborted: for work that many wait for, or that knows no
 * signal. The work itself goes on.
 *
 * @param grace Milliseconds that the work still has after the abort, to end in its own way. Default 0.
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, grace = 0): Promise<T> {
  const {promise: aborted, reject} = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () => reject(signal.reason as Error);
  const stop = () => {
    if (grace === 0) giveUp();
    else timer = setTimeout(giveUp, grace);
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, {once: true});
  try {
    // In any case: a promise that nobody listens to must not end the process when it is rejected.
    return await Promise.race([aborted, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
