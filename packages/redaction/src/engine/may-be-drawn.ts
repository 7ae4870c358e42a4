const says = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:') says[letter.charCodeAt(0)] = 1;

/**
 * Whether a stretch may look random, or be a user and a password: words in small letters never do. Asked before
 * anything is decoded.
 */
export function mayBeDrawn(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (says[bytes[at] as number] === 1) return true;
  return false;
}
