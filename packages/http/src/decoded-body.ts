import {pipeline, Readable, type Transform} from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

import {ConnectionFailedError} from './connection-failed-error.ts';

/** Bytes as they come from a server; each piece may be gone when the next one is asked for. */
export type Pieces = AsyncIterable<Buffer>;

const decoders: Readonly<Record<string, (first: number) => Transform>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress(),
  // Some send it without the wrapping of zlib, whose first byte has 8 as its low half.
  deflate: (first) => ((first & 0x0f) === 8 ? createInflate() : createInflateRaw()),
};

/** More make no sense. */
const mostCodings = 3;

/**
 * A body without the codings that its `Content-Encoding` names: servers compress unasked, and may where nothing is said
 * of what is accepted (RFC 9110, 12.5.3). A body that has none is handed on as it is; an encoded one decoded piece by
 * piece, so that whoever reads decides how much of it there is. Reading it throws what zlib says of damaged bytes, and a
 * ConnectionFailedError for a coding that is not known here.
 */
export function decodedBody(contentEncoding: string | undefined, body: Pieces): Pieces {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return body;
  const isKnown = codings.length <= mostCodings && codings.every((coding) => Object.hasOwn(decoders, coding));
  return isKnown ? codings.reduceRight(decode, body) : unreadable(codings);
}

// eslint-disable-next-line require-yield -- there is nothing to read
async function* unreadable(codings: readonly string[]): AsyncGenerator<Buffer, void, void> {
  const shown = codings.join(', ').slice(0, 80);
  throw new ConnectionFailedError(`its answer is encoded in a way that is not known here (${shown})`, false);
}

async function* decode(body: Pieces, coding: string): AsyncGenerator<Buffer, void, void> {
  const pieces = body[Symbol.asyncIterator]();
  const {value, done} = await pieces.next();
  // Of nothing, as a 204 has it, nothing is left.
  if (done === true) return;
  const first = Buffer.from(value);
  const decoder = decoders[coding]?.(first[0] ?? 0);
  if (decoder === undefined) return;
  // Not `compose`: what a decoder says of a body that ends early is then an uncaught exception.
  const decoded = pipeline(Readable.from(copies(first, pieces)), decoder, () => {
    // Whoever reads sees the error, too.
  });
  for await (const piece of decoded) yield piece as Buffer;
}

/** For a stream, which holds some of them. */
async function* copies(first: Buffer, pieces: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, void> {
  yield first;
  try {
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next())
      yield Buffer.from(next.value);
  } finally {
    await pieces.return?.();
  }
}
