/**
 * The first `limit` bytes of a body as text; the rest is not waited for (the connection ends with it).
 *
 * `partial` gives what came of a body that broke off, in place of throwing: an error's text is worth having in part.
 */
export async function readLimitedText(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  partial: boolean,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  try {
    for await (const piece of body) {
      text += decoder.decode(piece.subarray(0, limit - length), {stream: true});
      length += piece.byteLength;
      if (length >= limit) break;
    }
  } catch (error) {
    if (!partial) throw error;
  }
  return text;
}
