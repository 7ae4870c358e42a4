/** A URL as it may be shown: scheme, host and path, without query, fragment and credentials. */
export function displayUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
