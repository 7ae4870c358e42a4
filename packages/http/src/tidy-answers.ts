import type {Socket} from 'node:net';

import {answerHead, type AnswerHead} from './answer-head.ts';
import {ConnectionFailedError} from './connection-failed-error.ts';

/**
 * Has a socket give undici the heads of answers in a form that it takes; bodies pass untouched and uncopied.
 *
 * - Interim answers are removed: undici destroys the socket at a `100 Continue` that it did not ask for, which a client must
 *   be able to take (RFC 9110, 15.2).
 * - Equal lengths that are given several times are reduced to one (RFC 9112, 6.3). Different lengths, and a length beside a
 *   transfer coding, end the connection with an error that says so; undici would call the answer too short.
 *
 * @param socket HTTP/1.1 without pipelining: each write begins a request, and the next read its answer.
 */
export function tidyAnswers<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  const write = socket.write.bind(socket) as (...of: readonly unknown[]) => boolean;
  let isInHead = false;
  let held: Buffer | undefined;

  socket.write = (...of: readonly unknown[]) => {
    isInHead = true;
    return write(...of);
  };

  socket.read = (size) => {
    // Node.js itself asks for 0 bytes, to have the socket read.
    if (!isInHead || size !== undefined) return read(size);
    for (;;) {
      const piece = read();
      if (piece === null) return null;
      const bytes = held === undefined ? piece : Buffer.concat([held, piece]);
      held = undefined;
      try {
        const rest = tidied(bytes);
        if (rest !== undefined) return rest;
      } catch (error) {
        socket.destroy(error as Error);
        return null;
      }
    }
  };

  /** What to hand on; undefined while that cannot be told. */
  function tidied(bytes: Buffer): Buffer | undefined {
    for (let rest = bytes; rest.length > 0;) {
      const head = answerHead(rest);
      if (head.kind === 'unfinished') {
        // Its memory may be read into again.
        held = Buffer.from(rest);
        return undefined;
      }
      if (head.kind === 'foreign' || head.status >= 200 || head.status === 101) {
        isInHead = false;
        return head.kind === 'foreign' ? rest : withOneLength(rest, head);
      }
      rest = rest.subarray(head.length);
    }
    return undefined;
  }

  return socket;
}

const contentLength = /^content-length:[ \t]*(.*?)[ \t]*\r?\n/gim;
const transferEncoding = /^transfer-encoding:/im;
const bodilessStatuses = new Set([204, 304]);

/** @throws {ConnectionFailedError} for a body whose end cannot be told (RFC 9112, 6.3). */
function withOneLength(bytes: Buffer, {status, text, length}: AnswerHead & {kind: 'head'}): Buffer {
  const lengths = [...text.matchAll(contentLength)].flatMap(([, value = '']) => value.split(/[ \t]*,[ \t]*/));
  if (lengths.length === 0) return bytes;
  if (!bodilessStatuses.has(status)) {
    if (new Set(lengths).size > 1)
      throw new ConnectionFailedError('its answer has several lengths (Content-Length) that differ');
    if (transferEncoding.test(text))
      throw new ConnectionFailedError(
        'its answer has a length and a Transfer-Encoding, which exclude each other',
      );
  }
  if (lengths.length === 1 || new Set(lengths).size > 1) return bytes;
  const others = text.replaceAll(contentLength, '').replace(/\r?\n$/, '');
  const head = `${others}content-length: ${lengths[0]}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes.subarray(length)]);
}
