/** More than a client has requests in flight by default, so that none of its places is ever free. */
const places = 64;

/**
 * What `ask` answers for each item, in their order; 64 at once. Of thousands that all wait for their turn each would cost
 * memory, and a listener on one signal, to which the runtime adds no other without going through all of them. Rejects
 * with what failed first, and begins no more then.
 */
export async function mapInParallel<T, R>(
  items: readonly T[],
  ask: (item: T) => Promise<R>,
  most: number = places,
): Promise<R[]> {
  const answers: R[] = [];
  // A generator, which ends for all once one of them leaves its loop.
  const queue = (function* () {
    yield* items.entries();
  })();
  const work = async () => {
    for (const [index, item] of queue) answers[index] = await ask(item);
  };
  await Promise.all(Array.from({length: Math.min(most, items.length)}, work));
  return answers;
}
