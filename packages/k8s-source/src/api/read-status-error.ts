import {type JsonRecord, masker, readRecord, showText, visibleText} from '@firefly/core';
import {decodeText} from '@firefly/http';

import {ApiStatusError} from './api-status-error.ts';
import type {OpenResponse} from './open-response.ts';
import {bodyOf} from './response-body.ts';

const longestStatusBytes = 64 * 1024;
const longestMessage = 1000;

/** The error that an answer means: its `Status` object, or as much of another text as fits a sentence. */
export async function readStatusError(path: string, response: OpenResponse): Promise<ApiStatusError> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of bodyOf(response)) {
      chunks.push(Buffer.from(piece.subarray(0, longestStatusBytes - bytes)));
      bytes += piece.length;
      if (bytes >= longestStatusBytes) break;
    }
  } catch {
    // The status line says enough.
  } finally {
    response.discard();
  }
  const text = decodeText(Buffer.concat(chunks), response.header('content-type'));
  return new ApiStatusError({status: response.statusCode, path, ...statusFacts(text)});
}

/** What a `Status` says, or another text; a field of another shape is as good as none. Pure. */
export function statusFacts(text: string) {
  const status = recordOf(parse(text));
  const message = textOf(status['message']);
  const said = masker.maskAnswer(message || (text.startsWith('{') ? '' : text));
  const line = visibleText(said.replaceAll(/\s+/g, ' ').trim());
  return {
    reason: showText(textOf(status['reason'])),
    // Cut only now: the half of a credential is none that is known.
    message: line.slice(0, message === '' ? 200 : longestMessage),
    continueToken: textOf(recordOf(status['metadata'])['continue']) || undefined,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): JsonRecord {
  try {
    return readRecord(value, 'Status');
  } catch {
    return {};
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
