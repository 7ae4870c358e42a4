import {convertWritten, type ResourceTable} from '../cluster.ts';
import type {ResourceDefinition} from '../resource-definition.ts';
import type {ObjectTemplate} from './object-template.ts';
import {Position, type Segment} from './segment.ts';

/** Objects of one population, and what they look like: one template is chosen by chance for each. */
export interface TablePart {
  readonly segment: Segment;
  readonly templates: readonly ObjectTemplate[];
}

/** What the objects of one resource are made of. */
export interface GeneratedTableOptions {
  readonly definition: ResourceDefinition;
  /** In order of their names' bytes. */
  readonly parts: readonly TablePart[];
  /** In order of their bytes; none is another's beginning followed by a character before `/`. */
  readonly namespaces: readonly string[];
  readonly seed: number;
}

/** The objects of one resource, each made when it is asked for. */
export class GeneratedTable implements ResourceTable {
  readonly length: number;
  readonly largest: number;
  readonly #definition: ResourceDefinition;
  readonly #parts: readonly TablePart[];
  /** All namespaces; one place for everything when the resource is cluster-scoped. */
  readonly #places: readonly string[];
  /** Index of the first object of each namespace. */
  readonly #starts: readonly number[];
  readonly #position: Position;
  #namespaceIndex = 0;

  constructor({definition, parts, namespaces, seed}: GeneratedTableOptions) {
    this.#definition = definition;
    this.#parts = parts;
    this.#places = definition.namespaced ? namespaces : [''];
    this.#position = new Position(seed, namespaces);
    this.#starts = [...this.#places, ''].map((_, namespace) =>
      parts.reduce((sum, {segment}) => sum + this.#memberStart(segment, namespace) * segment.perMember, 0),
    );
    this.length = this.#starts.at(-1) ?? 0;
    const templates = parts.flatMap((part) => part.templates);
    // Another version's name may be longer than the stored one.
    this.largest = 64 + templates.reduce((largest, template) => Math.max(largest, template.largest), 0);
  }

  keyAt(index: number) {
    this.#locate(index);
    const {namespace, name} = this.#position;
    return this.#definition.namespaced ? `${namespace}/${name}` : name;
  }

  write(index: number, version: string, target: Buffer, offset: number) {
    const templates = this.#locate(index);
    const position = this.#position;
    // Of as many objects as templates there is one of each.
    const isOneOfEach = position.segment.size === templates.length;
    const which = isOneOfEach ? position.member : position.chance(100);
    const template = templates[which % templates.length];
    if (template === undefined) throw new Error(`There is no template for ${position.segment.key}.`);
    const end = template.write(position, target, offset);
    return convertWritten(this.#definition, version, {target, offset, end});
  }

  /** Moves the position to an object and gives the templates of its part. */
  #locate(index: number): readonly ObjectTemplate[] {
    if (index >= 0 && index < this.length) {
      const namespace = this.#namespaceAt(index);
      let left = index - this.#start(namespace);
      for (const {segment, templates} of this.#parts) {
        const {perMember} = segment;
        const from = this.#memberStart(segment, namespace);
        const size = (this.#memberStart(segment, namespace + 1) - from) * perMember;
        if (left < size) {
          const child = left % perMember;
          const member = from + (left - child) / perMember;
          this.#position.move(segment, member, child, this.#definition.namespaced ? namespace : undefined);
          return templates;
        }
        left -= size;
      }
    }
    throw new RangeError(`There is no object ${index} among ${this.length}.`);
  }

  #namespaceAt(index: number): number {
    // Lists go through the objects in order: mostly it is the namespace of the last one.
    if (index >= this.#start(this.#namespaceIndex) && index < this.#start(this.#namespaceIndex + 1)) {
      return this.#namespaceIndex;
    }
    let low = 0;
    let high = this.#places.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#start(middle) <= index) low = middle;
      else high = middle - 1;
    }
    this.#namespaceIndex = low;
    return low;
  }

  #start(namespace: number): number {
    return this.#starts[namespace] ?? this.length;
  }

  #memberStart({population}: Segment, namespace: number): number {
    if (this.#definition.namespaced) return population.start(namespace);
    return namespace === 0 ? 0 : population.size;
  }
}
