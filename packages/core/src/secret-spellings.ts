/** How a secret may stand in text: as it is, within JSON (Go's, too), within a URL, and in base64 as in a Secret. */
export function secretSpellings(secret: string): ReadonlySet<string> {
  const json = JSON.stringify(secret).slice(1, -1);
  return new Set([
    secret,
    json,
    json.replaceAll(/[&<>]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
}
