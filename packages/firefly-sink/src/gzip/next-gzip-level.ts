/** What a session sees as it is about to compress a page. */
export interface Pressure {
  /** Pages of all streams that are compressed and wait for the receiver's answer. */
  readonly waiting: number;
  /** Pages of this run that were answered. */
  readonly answered: number;
  /** Pages of this page's stream that may be under way at once, this one among them. */
  readonly places: number;
}

export const fastestLevel = 1;
/** Above it, zlib takes several times as long for one or two in a hundred fewer bytes. */
const smallestLevel = 6;

/** Of a run's first pages, so many that wait at once tell more than chance. */
const telling = 3;

/**
 * The level of the next page: a step up where this page alone does not wait for the receiver, which is then slower than
 * all before it; a step down where hardly any page does, before the network runs dry; between the two, as it is. In a young
 * run, whose queue is not full yet, more pages that wait than were answered say the same sooner.
 *
 * It counts pages, and looks at no clock and no CPU: in a container that may use a fifth of a core everything is slow, but
 * pages that are compressed slowly do not queue up behind a network that is faster. Where the smaller level is more than
 * the CPU can do, the queue shrinks, and the level with it. One place has no queue: it stays with the fastest.
 */
export function nextGzipLevel(level: number, {waiting, answered, places}: Pressure): number {
  if (waiting >= telling && waiting >= answered) return Math.min(level + 3, smallestLevel);
  if (waiting >= Math.max(1, places - 1)) return Math.min(level + 1, smallestLevel);
  return waiting * 4 <= places ? Math.max(level - 1, fastestLevel) : level;
}
