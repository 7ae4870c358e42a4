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

/** So many waiting pages are no chance any more, even at the start of a run. */
const telling = 3;

/**
 * The level of the next page. One step up when every place but this page's waits for the receiver: the network is the
 * bottleneck. One step down when at most a quarter wait: before the network runs dry. Otherwise unchanged. Early in a run
 * the queue is not full yet; there, more waiting than answered pages count as a full one.
 *
 * Only the queue decides, no clock and no CPU time: with a fifth of a core everything is slow, but a queue grows only
 * where the network is slower still. When a level asks too much of the CPU, the queue shrinks, and the level falls. With
 * one place there is no queue: the level stays the fastest.
 */
export function nextGzipLevel(level: number, {waiting, answered, places}: Pressure): number {
  if (waiting >= telling && waiting >= answered) return Math.min(level + 3, smallestLevel);
  if (waiting >= Math.max(1, places - 1)) return Math.min(level + 1, smallestLevel);
  return waiting * 4 <= places ? Math.max(level - 1, fastestLevel) : level;
}
