import {mix} from './mix.ts';

const hex = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A UUID of version 4 whose first 32 bits are given. */
export function objectUid(head: number, seed: number, segment: number, object: number): string {
  const second = mix(seed, segment, object, 1);
  const third = mix(seed, segment, object, 2);
  const fourth = mix(seed, segment, object, 3);
  return (
    `${bytes(head)}-${pair(second >>> 16)}-${pair((second & 0x0fff) | 0x4000)}-` +
    `${pair((third >>> 18) | 0x8000)}-${pair(third & 0xffff)}${bytes(fourth)}`
  );
}

function bytes(value: number): string {
  return pair(value >>> 16) + pair(value & 0xffff);
}

function pair(value: number): string {
  // Both indexes are bytes, and the table has an entry for each byte.
  return `${hex[value >>> 8]}${hex[value & 0xff]}`;
}
