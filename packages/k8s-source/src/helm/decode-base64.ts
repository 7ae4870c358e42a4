/**
 * Standard base64 (RFC 4648, section 4) to bytes, or undefined for anything else. Line breaks are ignored, as Go does.
 *
 * Node's decoder skips unknown characters and stops at the first `=`: broken text silently gives other bytes. Both make the
 * result shorter than the text's length says, so the length is checked.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const isBroken = text.includes('\n') || text.includes('\r');
  const packed = isBroken ? text.replaceAll(/[\r\n]/g, '') : text;
  if (packed.length % 4 !== 0) return undefined;
  // The decoder would read these two as the URL-safe alphabet.
  if (packed.includes('-') || packed.includes('_')) return undefined;
  const padding = packed.endsWith('==') ? 2 : packed.endsWith('=') ? 1 : 0;
  const bytes = Buffer.from(packed, 'base64');
  return bytes.byteLength === (packed.length / 4) * 3 - padding ? bytes : undefined;
}
