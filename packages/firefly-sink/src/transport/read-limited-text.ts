import {decodeText} from '@firefly/http';

/**
 * The first `limit` bytes of a body as text; the rest is not waited for (the connection ends with it).
 *
 * `partial` gives what came of a body that broke off, in place of throwing: an error's text is worth having in part.
 */
export async function readLimitedText(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  options: {readonly partial: boolean; readonly contentType: string | undefined},
): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of body) {
      // A copy: each piece may be gone when the next one is asked for.
      pieces.push(Uint8Array.from(piece.subarray(0, limit - length)));
      length += piece.byteLength;
      if (length >= limit) break;
    }
  } catch (error) {
    if (!options.partial) throw error;
  }
  return decodeText(Buffer.concat(pieces), options.contentType);
}
