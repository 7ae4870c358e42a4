/** Texts of JSON within one another that a value with quotes or backslashes is looked for in. */
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

/** What is left of bytes in the base64 of a longer text, for each place in a group of three: of whole bytes of theirs. */
export function withinBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((at) =>
    bytes.toString('base64', at).slice(0, Math.floor(((bytes.length - at) * 4) / 3)),
  );
}
