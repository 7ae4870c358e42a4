/** How a secret may stand in text: as it is, within JSON, within a URL, and in base64 as in a Kubernetes Secret. */
export function secretSpellings(secret: string): ReadonlySet<string> {
  return new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
}
