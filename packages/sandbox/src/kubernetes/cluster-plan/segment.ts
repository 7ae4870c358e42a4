import type {Manifest} from './manifests.ts';
import {mix, nameHash} from './mix.ts';
import type {Population} from './population.ts';

/** Text that differs from object to object: plain ASCII that needs no escapes in JSON. */
export type SlotText = (position: Position) => string;

/** The objects of one resource that derive from one population. */
export class Segment {
  readonly resource: string;
  readonly population: Population;
  readonly perMember: number;
  readonly nameOf: SlotText;
  readonly statuses: readonly string[];
  /** The segment whose objects own these, or that these are named after. */
  owner: Segment | undefined;
  readonly id: number;
  readonly #ascendingUids: boolean;

  constructor(manifest: Manifest, population: Population, nameOf: SlotText) {
    const {resource, perMember = 1, statuses = [], ascendingUids = false} = manifest;
    this.resource = resource;
    this.population = population;
    this.perMember = perMember;
    this.nameOf = nameOf;
    this.statuses = statuses;
    this.id = nameHash(this.key);
    this.#ascendingUids = ascendingUids;
  }

  get key(): string {
    return `${this.resource}/${this.population.name}`;
  }

  get size(): number {
    return this.population.size * this.perMember;
  }

  /** A UUID of version 4. */
  uid(member: number, child: number, seed: number): string {
    const object = member * this.perMember + child;
    const [first, second, third, fourth] = [0, 1, 2, 3].map((part) => mix(seed, this.id, object, part));
    const head = this.#ascendingUids ? Math.floor(((object + 0.5) / this.size) * 2 ** 32) : (first ?? 0);
    return uuidOf(head, second ?? 0, third ?? 0, fourth ?? 0);
  }
}

const timestampCount = 4096;
const firstTimestamp = Date.UTC(2026, 0, 1);
const timestamps = Array.from({length: timestampCount}, (_, index) =>
  new Date(firstTimestamp + index * 7_207_000).toISOString().replace('.000Z', 'Z'),
);

/** One object while it is written: where it stands, and what its slots derive from. Used again for the next. */
export class Position {
  readonly seed: number;
  readonly #namespaces: readonly string[];
  #segment: Segment | undefined;
  #namespaceIndex = 0;
  /** Number of the member of the segment's population. */
  member = 0;
  /** Number of the object among those of its member. */
  child = 0;
  namespace = '';
  memberName = '';
  name = '';

  constructor(seed: number, namespaces: readonly string[]) {
    this.seed = seed;
    this.#namespaces = namespaces;
  }

  /** Goes to an object. Those of the cluster scope derive from members in namespaces too: volumes from claims. */
  move(segment: Segment, member: number, child: number, namespaceIndex?: number): this {
    this.#segment = segment;
    this.#namespaceIndex = namespaceIndex ?? segment.population.namespaceOf(member);
    this.member = member;
    this.child = child;
    this.namespace = this.#namespaces[this.#namespaceIndex] ?? '';
    this.memberName = segment.population.memberName(member, this.#namespaceIndex);
    this.name = segment.nameOf(this);
    return this;
  }

  get segment(): Segment {
    if (this.#segment === undefined) throw new Error('The position is nowhere yet.');
    return this.#segment;
  }

  get uid(): string {
    return this.segment.uid(this.member, this.child, this.seed);
  }

  /** The owner: of as many objects as its own the one of the same number, else the last. */
  get owner(): Position {
    const {owner, perMember, key} = this.segment;
    if (owner === undefined) throw new Error(`The objects ${key} have no owner.`);
    const child = owner.perMember === perMember ? this.child : owner.perMember - 1;
    const position = new Position(this.seed, this.#namespaces);
    return position.move(owner, this.member, child, this.#namespaceIndex);
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

const hex = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, '0'));

function uuidOf(first: number, second: number, third: number, fourth: number): string {
  return (
    `${pair(first >>> 16)}${pair(first & 0xffff)}-${pair(second >>> 16)}-${pair((second & 0x0fff) | 0x4000)}-` +
    `${pair((third >>> 18) | 0x8000)}-${pair(third & 0xffff)}${pair(fourth >>> 16)}${pair(fourth & 0xffff)}`
  );
}

function pair(value: number): string {
  // Both indexes are bytes, and the table has an entry for each byte.
  return `${hex[value >>> 8]}${hex[value & 0xff]}`;
}
