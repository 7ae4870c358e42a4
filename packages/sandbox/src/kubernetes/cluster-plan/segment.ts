import {mix, nameHash} from './mix.ts';
import {objectUid} from './object-uid.ts';
import type {ObjectTemplate} from './object-template.ts';
import type {Population} from './population.ts';

/** Which objects, and of whom they derive. */
export interface SegmentOptions {
  /** `pods`, `certificates.cert-manager.io`. */
  readonly resource: string;
  readonly population: Population;
  /** Objects for each member. Default 1. */
  readonly perMember?: number;
  /** The object's name; the names of one member must be in order of their bytes. Default: the member's. */
  readonly nameOf?: (memberName: string, child: number, member: number, seed: number) => string;
  /** UIDs in the order of the objects, so that what is named after them is sorted too. */
  readonly ascendingUids?: boolean;
}

/** The objects of one resource that derive from one population. */
export class Segment {
  readonly resource: string;
  readonly population: Population;
  readonly perMember: number;
  readonly id: number;
  /** Set once all segments are known, since templates refer to each other's UIDs. */
  templates: readonly ObjectTemplate[] = [];
  readonly #nameOf: SegmentOptions['nameOf'];
  readonly #ascendingUids: boolean;

  constructor({resource, population, perMember = 1, nameOf, ascendingUids = false}: SegmentOptions) {
    this.resource = resource;
    this.population = population;
    this.perMember = perMember;
    this.id = nameHash(`${resource}/${population.name}`);
    this.#nameOf = nameOf;
    this.#ascendingUids = ascendingUids;
  }

  get key(): string {
    return `${this.resource}/${this.population.name}`;
  }

  get size(): number {
    return this.population.size * this.perMember;
  }

  uid(member: number, child: number, seed: number): string {
    const object = member * this.perMember + child;
    const head = this.#ascendingUids
      ? Math.floor(((object + 0.5) / this.size) * 2 ** 32)
      : mix(seed, this.id, object, 0);
    return objectUid(head, seed, this.id, object);
  }

  name(memberName: string, member: number, child: number, seed: number): string {
    return this.#nameOf?.(memberName, child, member, seed) ?? memberName;
  }
}
