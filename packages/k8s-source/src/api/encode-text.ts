/**
 * Text of a server as one part of a path, or one value of a query. Half of a surrogate pair, which JSON can spell and
 * UTF-8 cannot, becomes U+FFFD, as Go's decoder reads it; `encodeURIComponent` alone throws for it.
 */
export function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
