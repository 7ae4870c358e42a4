import {masker, showText, visibleText} from '@firefly/core';
import {decodeText} from '@firefly/http';

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
  const text = decodeText(Buffer.concat(chunks), response.header('content-type'));
  const {reason, message, metadata} = parseStatus(text);
  const isText = typeof message !== 'string';
  const said = masker.maskAnswer(isText ? (text.startsWith('{') ? '' : text) : message);
  const line = visibleText(said.replaceAll(/\s+/g, ' ').trim());
  return new ApiStatusError({
    status: response.statusCode,
    path,
    reason: typeof reason === 'string' ? showText(reason) : undefined,
    // Cut only now: the half of a credential is none that is known.
    message: isText ? line.slice(0, 200) : line,
    continueToken: metadata?.continue || undefined,
  });
}

function parseStatus(text: string): {reason?: unknown; message?: unknown; metadata?: {continue?: string}} {
  try {
    return (JSON.parse(text) ?? {}) as ReturnType<typeof parseStatus>;
  } catch {
    return {};
  }
}
