import {mix} from './mix.ts';

/** How many members, where, and what they are called. */
export interface PopulationOptions {
  readonly name: string;
  /** Members in each namespace; one entry for cluster-scoped populations. */
  readonly counts: readonly number[];
  /** First parts of member names, in order of their bytes; a number follows. */
  readonly words?: readonly string[];
  /** Names of all members, in order of their bytes, in place of words and numbers. */
  readonly names?: readonly string[];
}

/**
 * So many alike things (applications, releases) from which objects derive, numbered through all namespaces. Nothing
 * is stored per member: names follow from numbers, in such a way that their order is the order of their bytes.
 */
export class Population {
  readonly name: string;
  readonly size: number;
  /** Number of the first member of each namespace, and the size at the end. */
  readonly offsets: readonly number[];
  readonly #words: readonly string[];
  readonly #names: readonly string[] | undefined;
  readonly #digits: number;

  constructor({name, counts, words = [`${name}-`], names}: PopulationOptions) {
    this.name = name;
    const offsets = [0];
    for (const count of counts) offsets.push((offsets.at(-1) ?? 0) + count);
    this.offsets = offsets;
    this.size = offsets.at(-1) ?? 0;
    this.#words = words;
    this.#names = names;
    this.#digits = Math.max(3, String(this.size).length);
  }

  /** First member of a namespace. */
  start(namespace: number): number {
    return this.offsets[namespace] ?? this.size;
  }

  namespaceOf(member: number): number {
    let low = 0;
    let high = this.offsets.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.start(middle) <= member) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  memberName(member: number, namespace: number): string {
    if (this.#names !== undefined) return this.#names[member] ?? '';
    const from = this.start(namespace);
    const word = Math.floor(((member - from) * this.#words.length) / (this.start(namespace + 1) - from));
    return `${this.#words[word] ?? ''}${String(member).padStart(this.#digits, '0')}`;
  }
}

/** Spreads so many members over namespaces by their weights, unevenly as teams are, and exactly. */
export function spread(total: number, weights: readonly number[], seed: number): readonly number[] {
  const skewed = weights.map((weight, index) => weight * (1 + (mix(seed, index, total, 0) % 7)));
  const sum = skewed.reduce((one, other) => one + other, 0);
  let passed = 0;
  let given = 0;
  return skewed.map((weight) => {
    passed += weight;
    const until = Math.round((total * passed) / sum);
    const count = until - given;
    given = until;
    return count;
  });
}
