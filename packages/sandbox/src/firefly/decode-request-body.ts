import {isUtf8} from 'node:buffer';
import {inflateMember} from './inflate-member.ts';
import type {ReceivedRequest} from './received-request.ts';
import {RequestRefusal} from '../loopback/request-refusal.ts';

export interface DecodedBody {
  /** Uncompressed, valid UTF-8. */
  readonly bytes: Buffer;
  readonly compressed: boolean;
}

/**
 * What both contracts ask of a request with a body: `Content-Type: application/json`, and gzip with
 * `Content-Encoding: gzip` or the plain body without that header, in UTF-8. Throws a `RequestRefusal`.
 */
export function decodeRequestBody(request: ReceivedRequest, wire: Buffer): DecodedBody {
  expectJsonContentType(request);
  const body = decompress(request, wire);
  if (!isUtf8(body.bytes)) throw new RequestRefusal(400, 'The body is not valid UTF-8.');
  return body;
}

/** Throws a `RequestRefusal` unless the body is declared as JSON; `charset=utf-8` may follow. */
export function expectJsonContentType(request: ReceivedRequest): void {
  if (/^application\/json(?:; ?charset="?utf-8"?)?$/i.test(request.headers['content-type'] ?? '')) return;
  throw new RequestRefusal(415, 'The header Content-Type must be application/json.');
}

function decompress(request: ReceivedRequest, wire: Buffer): DecodedBody {
  switch (request.headers['content-encoding']) {
    case 'gzip':
      return {bytes: inflateMember(wire), compressed: true};
    case undefined:
      if (wire[0] === 0x1f && wire[1] === 0x8b) {
        throw new RequestRefusal(400, 'The body is gzip, but the header Content-Encoding: gzip is missing.');
      }
      return {bytes: wire, compressed: false};
    default:
      throw new RequestRefusal(
        415,
        'The header Content-Encoding must be gzip, or be left out for a plain body.',
      );
  }
}
