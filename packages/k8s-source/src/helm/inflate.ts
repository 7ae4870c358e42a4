import {gunzipSync} from 'node:zlib';

/** What was in the gzip. */
export type InflateOutcome =
  | {readonly kind: 'inflated'; readonly bytes: Buffer}
  /** What its trailer claims that it inflates to: more than the limit. */
  | {readonly kind: 'too-large'; readonly byteLength: number}
  /** Not gzip, cut off, or changed: the checksum or the length in the trailer does not fit. */
  | {readonly kind: 'corrupt'};

/** As small as zlib takes it. */
const leastChunkBytes = 64;

/**
 * Inflates gzip of one member (RFC 1952), as Helm writes it, to at most `limit` bytes, whatever the input claims.
 *
 * By zlib: fflate runs at a quarter of the speed, checks neither the trailer nor that the stream came to its end, and
 * throws away ten times what it makes, which is then collected in the middle of the lists.
 */
export function inflateGzip(gzip: Uint8Array, limit: number): InflateOutcome {
  if (!isGzip(gzip) || gzip.byteLength < 18) return {kind: 'corrupt'};
  const claimed = new DataView(gzip.buffer, gzip.byteOffset + gzip.byteLength - 4, 4).getUint32(0, true);
  // A payload that was cut off claims anything: what it is held to, and the memory that it gets, is within the limit.
  const most = Math.min(claimed, limit);
  try {
    const bytes = gunzipSync(gzip, {
      maxOutputLength: Math.max(most, 1),
      chunkSize: Math.max(most, leastChunkBytes),
    });
    // zlib goes on with a second member, and passes over what is none.
    return bytes.byteLength === claimed ? {kind: 'inflated', bytes} : {kind: 'corrupt'};
  } catch (error) {
    const hasMore = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return hasMore && claimed > limit ? {kind: 'too-large', byteLength: claimed} : {kind: 'corrupt'};
  }
}

/** Whether these bytes begin as gzip with deflate does; Helm asks the same before it inflates. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}
