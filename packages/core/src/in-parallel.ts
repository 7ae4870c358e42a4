/** Runs so many at once; the first that throws stops the others, and is thrown when all have ended. */
export async function inParallel<T>(
  items: readonly T[],
  places: number,
  run: (item: T) => Promise<void>,
  failing: AbortController,
): Promise<void> {
  const queue = items.values();
  const workers = Array.from({length: Math.min(places, items.length)}, async () => {
    for (const item of queue) {
      try {
        await run(item);
      } catch (error) {
        failing.abort(error);
        throw error;
      }
    }
  });
  const results = await Promise.allSettled(workers);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failing.signal.reason ?? failed.reason;
}
