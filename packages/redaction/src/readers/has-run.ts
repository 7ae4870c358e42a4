/** Shorter runs of base64 letters are words. */
export const shortestRun = 20;
const ofRun = Uint8Array.from({length: 256}, (_, byte) => Number(/[\w+/-]/.test(String.fromCharCode(byte))));

/** Whether a run lies there that may be base64, or a token. Of its least length the last byte is looked at first. */
export function hasRun(bytes: Buffer, start: number, end: number): boolean {
  let from = start;
  for (let at = start + shortestRun - 1; at < end; at += shortestRun) {
    let before = at;
    while (before >= from && ofRun[bytes[before] as number] === 1) before--;
    from = before + 1;
    if (at - before < shortestRun) {
      at = before;
      continue;
    }
    while (at < end && ofRun[bytes[at] as number] === 1) at++;
    if (isMixed(bytes, from, at)) return true;
    from = at;
  }
  return false;
}

/** Whether a run is not of words or of digits alone: base64 of anything, and tokens, have both cases in them. */
function isMixed(bytes: Buffer, start: number, end: number): boolean {
  let hasSmall = false;
  let hasLarge = false;
  let isOdd = false;
  let wasLarge = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    const isLarge = byte >= 0x41 && byte <= 0x5a;
    // A digit or a plus, or two large letters together.
    if ((isLarge && wasLarge) || byte === 0x2b || (byte >= 0x30 && byte <= 0x39)) isOdd = true;
    if (byte >= 0x61) hasSmall = true;
    if (isLarge) hasLarge = true;
    if (hasSmall && hasLarge && isOdd) return true;
    wasLarge = isLarge;
  }
  return false;
}
