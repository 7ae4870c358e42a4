/**
 * The first `limit` bytes of a body as text; the rest is not waited for (the connection ends with it).
 *
 * `partial` gives what came of a body that broke off, in place of throwing: an error's text is worth having in part.
 */
export async function readLimitedText(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  partial: boolean,
): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, limit - length), {stream: true});
      length += value.byteLength;
      if (length >= limit) {
        await reader.cancel();
        break;
      }
    }
  } catch (error) {
    if (!partial) throw error;
  }
  return text;
}
