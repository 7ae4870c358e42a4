import {crc32, inflateRawSync} from 'node:zlib';
import {RequestRefusal} from '../loopback/request-refusal.ts';

/** What one-shot inflating returns when it is asked for its engine (`info`), which the type declarations leave out. */
interface InflateResult {
  readonly buffer: Buffer;
  readonly engine: {readonly bytesWritten: number};
}

const flagHeaderChecksum = 2;
const flagExtra = 4;
const flagName = 8;
const flagComment = 16;
const reservedFlags = 0xe0;
const trailerBytes = 8;

/** No page may inflate to more than this, whatever its trailer says. */
const maxInflated = 1 << 28;

/**
 * Inflates gzip (RFC 1952) that must be one complete member and nothing else, with its time field zero so that the
 * same page has the same bytes. `gunzip` alone would take several members, and garbage after the last.
 */
export function inflateMember(bytes: Buffer): Buffer {
  const start = headerEnd(bytes);
  if (bytes.length < start + trailerBytes) throw broken('it is truncated');
  // The trailer's size lets zlib write into one buffer; where it lies, the check below says so.
  const claimedSize = bytes.readUInt32LE(bytes.length - 4);
  const {buffer, engine} = inflate(bytes.subarray(start), claimedSize);
  const trailer = start + engine.bytesWritten;
  if (bytes.length < trailer + trailerBytes) throw broken('it is truncated');
  if (bytes.length > trailer + trailerBytes) {
    throw broken(
      `${bytes.length - trailer - trailerBytes} bytes follow its first member, which must be the only one`,
    );
  }
  if (bytes.readUInt32LE(trailer) !== crc32(buffer)) throw broken('its checksum is wrong');
  if (claimedSize !== buffer.length) throw broken('its length field is wrong');
  return buffer;
}

function inflate(deflated: Buffer, claimedSize: number): InflateResult {
  const chunkSize = Math.min(Math.max(claimedSize + 1, 64), maxInflated);
  try {
    const result: unknown = inflateRawSync(deflated, {info: true, chunkSize, maxOutputLength: maxInflated});
    return result as InflateResult;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') throw broken('it is truncated');
    if (code === 'ERR_BUFFER_TOO_LARGE') throw broken(`it inflates to more than ${maxInflated} bytes`);
    throw broken('its deflate stream is damaged');
  }
}

/** Checks the header and returns the index where the deflate stream starts. */
function headerEnd(bytes: Buffer): number {
  if (bytes.length < 18 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) {
    throw broken('it does not start with a gzip header');
  }
  const flags = bytes.readUInt8(3);
  if ((flags & reservedFlags) !== 0) throw broken('its header has reserved flags set');
  if (bytes.readUInt32LE(4) !== 0) {
    throw broken('its header carries a time (mtime); it must be 0, so that the same page has the same bytes');
  }
  let index = 10;
  if ((flags & flagExtra) !== 0) index += 2 + bytes.readUInt16LE(index);
  if ((flags & flagName) !== 0) index = bytes.indexOf(0, index) + 1;
  if ((flags & flagComment) !== 0) index = bytes.indexOf(0, index) + 1;
  if ((flags & flagHeaderChecksum) !== 0) index += 2;
  return index;
}

function broken(why: string): RequestRefusal {
  return new RequestRefusal(400, `The body is not the gzip that Content-Encoding promises: ${why}.`);
}
