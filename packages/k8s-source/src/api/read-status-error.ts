import {ApiStatusError} from './api-status-error.ts';
import type {OpenResponse} from './open-response.ts';
import {bodyOf} from './response-body.ts';

const LONGEST_STATUS_BYTES = 64 * 1024;

/** The error that an answer means: its `Status` object, or as much of another text as fits a sentence. */
export async function readStatusError(path: string, response: OpenResponse): Promise<ApiStatusError> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of bodyOf(response)) {
      chunks.push(Buffer.from(piece.subarray(0, LONGEST_STATUS_BYTES - bytes)));
      bytes += piece.length;
      if (bytes >= LONGEST_STATUS_BYTES) break;
    }
  } catch {
    // The status line says enough.
  } finally {
    response.discard();
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const {reason, message, metadata} = parseStatus(text);
  const said = typeof message === 'string' ? message : text.startsWith('{') ? '' : text.slice(0, 200);
  return new ApiStatusError({
    status: response.statusCode,
    path,
    reason,
    message: said.replaceAll(/\s+/g, ' ').trim(),
    continueToken: metadata?.continue || undefined,
  });
}

function parseStatus(text: string): {reason?: string; message?: unknown; metadata?: {continue?: string}} {
  try {
    return (JSON.parse(text) ?? {}) as ReturnType<typeof parseStatus>;
  } catch {
    return {};
  }
}
