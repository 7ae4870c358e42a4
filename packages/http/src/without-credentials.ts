/**
 * A proxy's address as it may be shown: without user and password. All that stands before the last `@` counts as such,
 * because a password that is not percent-encoded may hold anything.
 *
 * @param mark Shown in their place.
 */
export function withoutCredentials(proxy: string, mark = ''): string {
  return proxy.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^]*@/i, `$1${mark}`);
}
