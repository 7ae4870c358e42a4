/** Bytes that are looked at together. */
const block = 3;
const longestStep = 64;
/** Comparisons in one text: more are had only by whoever makes a text for it, which then counts as one with a needle. */
const mostCompared = 1000;

/**
 * Tells texts in which one of the needles may be from those in which none is, in steps of as many bytes as no needle can
 * begin in (Wu and Manber): many texts are searched for eight needles in a tenth of the time of eight searches.
 *
 * @param needles of {@link block} bytes at least.
 */
export function createTextFilter(needles: readonly Uint8Array[]): (text: Buffer) => boolean {
  const length = needles.reduce((least, needle) => Math.min(least, needle.length), longestStep);
  /** How far the search may go on behind each block of bytes: to where it is the end of a needle's first bytes. */
  const steps = new Uint8Array(4096).fill(length - block + 1);
  for (const needle of needles) {
    for (let at = 0; at + block <= length; at++) {
      const place = slot(needle, at);
      steps[place] = Math.min(steps[place] as number, length - block - at);
    }
  }
  return (text) => {
    let left = needles.length === 0 ? 0 : mostCompared;
    for (let end = length; left > 0 && end <= text.length;) {
      const step = steps[slot(text, end - block)] as number;
      end += Math.max(1, step);
      if (step > 0) continue;
      const start = end - 1 - length;
      for (const needle of needles) {
        if (text.compare(needle, 0, length, start, start + length) === 0) return true;
        left--;
      }
    }
    return needles.length > 0 && left <= 0;
  };
}

function slot(text: Uint8Array, at: number): number {
  const key = ((text[at] as number) << 16) | ((text[at + 1] as number) << 8) | (text[at + 2] as number);
  return Math.imul(key, 0x9e_37_79_b1) >>> 20;
}
