import {randomBytes} from 'node:crypto';

/** 24 hexadecimal digits that name one fetching: 4 bytes of Unix seconds, then 8 random ones (spec, "Contract fetching"). */
export function createFetchingId(milliseconds: number): string {
  const id = Buffer.alloc(12);
  id.writeUInt32BE(Math.floor(milliseconds / 1000) >>> 0);
  randomBytes(8).copy(id, 4);
  return id.toString('hex');
}
