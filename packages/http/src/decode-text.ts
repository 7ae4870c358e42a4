import {isUtf8} from 'node:buffer';

/**
 * The text of an answer's body, by its byte order mark, else by the charset of its content type, else by where its zero
 * bytes stand; UTF-8 where none of them says otherwise. Never throws: what does not fit becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  const charset = charsetByMark(bytes) ?? charsetByZeros(bytes) ?? charsetOf(contentType, bytes);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function charsetByMark([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Looked at before the charset that the server tells: UTF-16 is sent as UTF-8, or with its bytes the other way round. */
function charsetByZeros(bytes: Uint8Array): string | undefined {
  const zeros = [0, 0];
  const looked = bytes.subarray(0, 512);
  for (const [index, byte] of looked.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) * 4 < looked.length || looked.length < 4) return undefined;
  // Zeros on both sides are no UTF-16.
  if (Math.min(even, odd) > 0) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** What is said to be UTF-16 and is UTF-8 all the same would be shown as letters of another script, two bytes each. */
function charsetOf(contentType: string | undefined, bytes: Uint8Array): string {
  const told = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  return /utf-?16|ucs-?2|unicode/i.test(told) && isUtf8(bytes) ? 'utf-8' : told;
}
