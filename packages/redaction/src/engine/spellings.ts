const deepest = 4;

/** How a text may stand in an object, base64 apart. */
export function spellings(text: string): Iterable<string> {
  if (/^[\w.~-]*$/.test(text)) return [text];
  if (/^[ !#-%'-;=?-[\]-~]*$/.test(text)) return [text, encodeURIComponent(text)];
  const all = new Set([text]);
  const json = quoted(text);
  let level = [json, json.replaceAll(/[&<>]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)];
  for (let depth = 0; depth < deepest; depth++, level = level.map(quoted))
    for (const one of level) all.add(one);
  // A lone half of a character has no spelling in a URL.
  return text.isWellFormed() ? all.add(encodeURIComponent(text)) : all;
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const letters = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

/** What is left of bytes in the base64 of a longer text, for each place in a group of three: of whole bytes of theirs. */
export function withinBase64(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((start) => {
    const base64 = Buffer.allocUnsafe(Math.floor(((bytes.length - start) * 4) / 3));
    for (let at = 0; at < base64.length; at++) {
      // Six bits for each letter, out of one byte or of two.
      const bit = at * 6;
      const from = start + (bit >> 3);
      const two = ((bytes[from] as number) << 8) | (bytes[from + 1] ?? 0);
      base64[at] = letters[(two >> (10 - (bit & 7))) & 63] as number;
    }
    return base64;
  });
}
