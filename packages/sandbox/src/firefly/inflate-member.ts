import {crc32, inflateRawSync} from 'node:zlib';
import {Refusal} from '../loopback/refusal.ts';

/** What one-shot inflating returns when it is asked for its engine (`info`), which the type declarations leave out. */
interface InflateResult {
  readonly buffer: Buffer;
  readonly engine: {readonly bytesWritten: number};
}

const FLAG_HEADER_CHECKSUM = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const RESERVED_FLAGS = 0xe0;
const TRAILER_BYTES = 8;

/** No page may inflate to more than this, whatever its trailer says. */
const MAX_INFLATED = 1 << 28;

/**
 * Inflates gzip (RFC 1952) that must be one complete member and nothing else, with its time field zero so that the
 * same page has the same bytes. `gunzip` alone would take several members, and garbage after the last.
 */
export function inflateMember(bytes: Buffer): Buffer {
  const start = headerEnd(bytes);
  if (bytes.length < start + TRAILER_BYTES) throw broken('it is truncated');
  // The trailer's size lets zlib write into one buffer; where it lies, the check below says so.
  const claimedSize = bytes.readUInt32LE(bytes.length - 4);
  const {buffer, engine} = inflate(bytes.subarray(start), claimedSize);
  const trailer = start + engine.bytesWritten;
  if (bytes.length < trailer + TRAILER_BYTES) throw broken('it is truncated');
  if (bytes.length > trailer + TRAILER_BYTES) {
    throw broken(
      `${bytes.length - trailer - TRAILER_BYTES} bytes follow its first member, which must be the only one`,
    );
  }
  if (bytes.readUInt32LE(trailer) !== crc32(buffer)) throw broken('its checksum is wrong');
  if (claimedSize !== buffer.length) throw broken('its length field is wrong');
  return buffer;
}

function inflate(deflated: Buffer, claimedSize: number): InflateResult {
  const chunkSize = Math.min(Math.max(claimedSize + 1, 64), MAX_INFLATED);
  try {
    const result: unknown = inflateRawSync(deflated, {info: true, chunkSize, maxOutputLength: MAX_INFLATED});
    return result as InflateResult;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') throw broken('it is truncated');
    if (code === 'ERR_BUFFER_TOO_LARGE') throw broken(`it inflates to more than ${MAX_INFLATED} bytes`);
    throw broken('its deflate stream is damaged');
  }
}

/** Checks the header and returns the index where the deflate stream starts. */
function headerEnd(bytes: Buffer): number {
  if (bytes.length < 18 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) {
    throw broken('it does not start with a gzip header');
  }
  const flags = bytes.readUInt8(3);
  if ((flags & RESERVED_FLAGS) !== 0) throw broken('its header has reserved flags set');
  if (bytes.readUInt32LE(4) !== 0) {
    throw broken('its header carries a time (mtime); it must be 0, so that the same page has the same bytes');
  }
  let index = 10;
  if ((flags & FLAG_EXTRA) !== 0) index += 2 + bytes.readUInt16LE(index);
  if ((flags & FLAG_NAME) !== 0) index = bytes.indexOf(0, index) + 1;
  if ((flags & FLAG_COMMENT) !== 0) index = bytes.indexOf(0, index) + 1;
  if ((flags & FLAG_HEADER_CHECKSUM) !== 0) index += 2;
  return index;
}

function broken(why: string): Refusal {
  return new Refusal(400, `The body is not the gzip that Content-Encoding promises: ${why}.`);
}
