import {mix} from './mix.ts';
import type {Segment} from './segment.ts';

const timestampCount = 4096;
const firstTimestamp = Date.UTC(2026, 0, 1);
const timestamps = Array.from({length: timestampCount}, (_, index) =>
  new Date(firstTimestamp + index * 7_207_000).toISOString().replace('.000Z', 'Z'),
);

/** One object while it is written: where it stands, and what its fields derive from. Used again for the next. */
export class Position {
  readonly seed: number;
  segment: Segment;
  /** Number of the member of the segment's population. */
  member = 0;
  /** Number of the object among those of its member. */
  child = 0;
  namespaceIndex = 0;
  namespace = '';
  memberName = '';
  name = '';

  constructor(seed: number, segment: Segment) {
    this.seed = seed;
    this.segment = segment;
  }

  get uid(): string {
    return this.segment.uid(this.member, this.child, this.seed);
  }

  /** A number by chance, the same for the same object and salt. */
  chance(salt: number): number {
    return mix(this.seed, this.segment.id, this.member * 64 + this.child, salt);
  }

  /** A time by chance, as RFC 3339. */
  time(salt: number): string {
    return timestamps[this.chance(salt) % timestampCount] ?? '';
  }
}
