import {factsOfKey, factsOfRawKey, type KeyFacts, keyRole, type KeyRole} from '../detectors/key-facts.ts';
import {telling} from '../detectors/telling-key.ts';
import {type AnchorSearch, sight} from '../engine/anchor-search.ts';
import {decodeScalar, type NodeStyle, nodeStyle, type Scalar} from './scalar.ts';

const width = 10;
const among = (...roles: readonly KeyRole[]) => Object.values(keyRole).map((role) => roles.includes(role));
/** What is in such a container counts whatever it is called. */
const isWholeRole = among(keyRole.annotations, keyRole.env, keyRole.data, keyRole.value, keyRole.command);
const isKeptRole = among(keyRole.data, keyRole.value, keyRole.secretName);
const spare: {readonly fields: Int32Array; readonly keys: (KeyFacts | undefined)[]}[] = [];
const mostSpare = 16;
const mostSpareLength = 1 << 18;
/** Of a container: all in it counts; a value lies in it; what an object calls its value; it is kept, and all in it. */
const flag = {whole: 1, value: 2, name: 4, kept: 8} as const;
/** In place of the number of hits before a container: it is not left out, with or without a hit. */
const kept = -1;
/** Shorter scalars hold nothing, quotes included. */
export const shortestSeen = 4;

/** The nodes of a document, JSON or YAML, a container before what is in it: numbers, which cost next to nothing. */
export class Outline {
  readonly source: Buffer;
  readonly search: AnchorSearch | undefined;
  /** Nodes that a detector may find something by, and objects in which what a value is called tells. */
  readonly hits: number[] = [];
  readonly skipped: number[] = [];
  count = 0;
  /** The container that what is added lies in; -1 for none. */
  open = -1;
  readonly isWhole: boolean;
  #fields: Int32Array;
  readonly #keys: (KeyFacts | undefined)[];

  /** Left out, unless it `isWhole`: scalars without a hit and with a dull key, and containers without a hit. */
  constructor(source: Buffer, search: AnchorSearch | undefined, isWhole: boolean) {
    this.source = source;
    this.search = search;
    this.isWhole = isWhole;
    const memory = spare.pop();
    this.#fields = memory?.fields ?? new Int32Array(width * 512);
    this.#keys = memory?.keys ?? [];
  }

  /** Adds a node; a container is open until it is closed. Without a key, `keyStart` is -1. */
  add(
    style: NodeStyle,
    keyStart: number,
    keyEnd: number,
    start: number,
    end: number,
    seen = this.#see(style, start, end),
  ): void {
    const {open} = this;
    const key = keyStart === -1 ? undefined : factsOfRawKey(this.source, keyStart, keyEnd);
    const isContainer = style === nodeStyle.map || style === nodeStyle.list;
    let flags = this.isWhole ? flag.whole : 0;
    let index = 0;
    if (open !== -1) {
      const parent = open * width;
      index = (this.#fields[parent + 7] as number)++;
      flags = (this.#fields[parent + 8] as number) & (flag.whole | flag.kept);
    }
    if (flags === 0 && !isContainer && seen !== sight.hit && (key === undefined || key.isDull)) return;

    const node = this.count++;
    const at = node * width;
    if (at + width > this.#fields.length) this.#grow();
    const fields = this.#fields;
    fields[at] = keyStart;
    fields[at + 1] = start;
    fields[at + 2] = end;
    fields[at + 3] = open;
    fields[at + 4] = this.count;
    fields[at + 5] = style;
    fields[at + 6] = index;
    // Of a container, which nothing was looked for in, 0: the number of its nodes so far.
    fields[at + 7] = seen;
    fields[at + 9] = this.hits.length;
    this.#keys[node] = key;
    const role = key?.role ?? keyRole.other;
    const tells = key !== undefined && key.tells !== telling.none;
    if (isContainer) {
      this.open = node;
      if (tells || isWholeRole[role] === true) flags |= flag.whole;
      if (tells || isKeptRole[role] === true) flags |= flag.kept;
      fields[at + 8] = flags;
      if ((flags & flag.kept) !== 0) fields[at + 9] = kept;
      if (tells || role === keyRole.command) this.hits.push(node);
    } else {
      const isAnnotation = open !== -1 && this.#keys[open]?.role === keyRole.annotations;
      const isOfObject = open === 0 && role === keyRole.value;
      const isWord = this.isWhole && seen === sight.word;
      if (seen === sight.hit || tells || isAnnotation || isOfObject || isWord) this.hits.push(node);
    }
    if (open === -1) return;
    if (style === nodeStyle.skipped) {
      this.skipped.push(node);
      fields[open * width + 9] = kept;
    }
    if (role === keyRole.value) (fields[open * width + 8] as number) |= flag.value;
    else if (role === keyRole.name) (fields[open * width + 8] as number) |= flag.name;
  }

  #see(style: NodeStyle, start: number, end: number): number {
    if (this.search === undefined || style > nodeStyle.block || end - start <= shortestSeen)
      return sight.none;
    const quotes = Number(style <= nodeStyle.single);
    return this.search.search(this.source, start + quotes, end - quotes);
  }

  close(end: number): void {
    const node = this.open;
    const fields = this.#fields;
    const at = node * width;
    this.open = fields[at + 3] as number;
    fields[at + 2] = end;
    fields[at + 4] = this.count;
    const told = flag.name | flag.value;
    if (((fields[at + 8] as number) & told) === told && this.#isTold(node)) this.hits.push(node);
    if (this.isWhole) return;
    if (fields[at + 9] === this.hits.length) this.count = node;
    else if (fields[at + 9] === kept && this.open !== -1) fields[this.open * width + 9] = kept;
  }

  #isTold(container: number): boolean {
    for (let node = container + 1; node < this.count; node = this.next(node)) {
      const isName = this.#keys[node]?.role === keyRole.name && this.style(node) <= nodeStyle.block;
      if (isName && this.names(node).tells !== telling.none) return true;
    }
    return false;
  }

  closeAll(end: number): void {
    while (this.open !== -1) this.close(end);
  }

  start(node: number): number {
    return this.#fields[node * width + 1] as number;
  }

  end(node: number): number {
    return this.#fields[node * width + 2] as number;
  }

  /** The container that it lies in; -1 for a document's own node. */
  parent(node: number): number {
    return this.#fields[node * width + 3] as number;
  }

  /** The first node behind it and all that is in it. */
  next(node: number): number {
    return this.#fields[node * width + 4] as number;
  }

  style(node: number): NodeStyle {
    return this.#fields[node * width + 5] as NodeStyle;
  }

  index(node: number): number {
    return this.#fields[node * width + 6] as number;
  }

  isContainer(node: number): boolean {
    const style = this.style(node);
    return style === nodeStyle.map || style === nodeStyle.list;
  }

  /** Where its member begins: its key, or itself. */
  begin(node: number): number {
    const key = this.#fields[node * width] as number;
    return key === -1 ? this.start(node) : key;
  }

  key(node: number): KeyFacts | undefined {
    return this.#keys[node];
  }

  seen(node: number): number {
    return this.#fields[node * width + 7] as number;
  }

  /** What a scalar says as a name: most are known by their bytes. */
  names(node: number): KeyFacts {
    return this.style(node) !== nodeStyle.block
      ? factsOfRawKey(this.source, this.start(node), this.end(node))
      : factsOfKey(this.text(node));
  }

  text(node: number): string {
    return decodeScalar(this.source, this.scalar(node)).bytes.toString();
  }

  scalar(node: number): Scalar {
    return {start: this.start(node), end: this.end(node), style: this.style(node)};
  }

  child(node: number, name: string): number | undefined {
    const end = this.next(node);
    for (let child = node + 1; child < end; child = this.next(child))
      if (this.key(child)?.text === name) return child;
    return undefined;
  }

  /** The last node that begins at or before this offset; -1 where none does. */
  nodeAt(offset: number): number {
    let low = -1;
    for (let high = this.count - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if (this.begin(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Gives its memory back: nothing may be asked afterwards. */
  release(): void {
    if (spare.length < mostSpare && this.#fields.length <= mostSpareLength)
      spare.push({fields: this.#fields, keys: this.#keys});
    this.count = 0;
  }

  #grow(): void {
    const larger = new Int32Array(this.#fields.length * 2);
    larger.set(this.#fields);
    this.#fields = larger;
  }
}
