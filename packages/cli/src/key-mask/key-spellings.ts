/** How a key may stand in the text of an object: as it is, within JSON (Go's, too), within a URL, and in base64 as in a Secret. */
export function keySpellings(key: string): ReadonlySet<string> {
  const json = JSON.stringify(key).slice(1, -1);
  return new Set([
    key,
    json,
    json.replaceAll(/[&<>]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
    encodeURIComponent(key),
    Buffer.from(key).toString('base64'),
  ]);
}
