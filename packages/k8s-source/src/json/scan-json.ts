import type {Buffer} from 'node:buffer';

import {hasHexDigits, simpleEscapes} from './escapes.ts';

/** Where a value lies: its first byte, and the byte behind it. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/** What a scan found. */
export type JsonScan =
  | {
      readonly kind: 'json';
      /** The value itself. */
      readonly span: JsonSpan;
      /** The first byte behind it that is no white space; the number of bytes where there is none. */
      readonly next: number;
      /** Where the values of the wanted paths lie, as far as they are there. Of a repeated key the last counts. */
      readonly found: ReadonlyMap<string, JsonSpan>;
    }
  /** Not JSON, or cut off, from the value or key on that begins at this byte. */
  | {readonly kind: 'malformed'; readonly at: number};

/** The wanted paths as a tree of keys. */
interface Wanted {
  readonly path: string;
  readonly children: Map<string, Wanted>;
}

interface OpenContainer {
  readonly closing: number;
  readonly start: number;
  readonly wanted: Wanted | undefined;
}

/** As deep as Go's decoder goes. */
const deepest = 10_000;
const openingBrace = 0x7b;
const openingBracket = 0x5b;
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;

/**
 * Checks one JSON value (RFC 8259) without making anything of it, and notes where some of its values lie. For what
 * strangers wrote: the same in JavaScript's objects can take sixty times the memory.
 *
 * @param paths Keys from the value inwards, joined by dots: `metadata.labels`.
 * @param from Where the value begins; more than one may stand in a text.
 */
export function scanJson(bytes: Buffer, paths: readonly string[], from = 0): JsonScan {
  const open: OpenContainer[] = [];
  const found = new Map<string, JsonSpan>();
  let wanted: Wanted | undefined = treeOf(paths);
  let at = skipWhite(bytes, from);
  const begin = at;

  /** Goes to the value of the container's next member; false where none stands there. */
  function enterMember(): boolean {
    const {closing, wanted: outer} = open.at(-1) as OpenContainer;
    wanted = undefined;
    if (closing === openingBracket + 2) return true;
    const end = bytes[at] === quote ? endOfString(bytes, at) : -1;
    if (end === -1) return false;
    if (outer !== undefined && outer.children.size > 0)
      wanted = outer.children.get(textOf(bytes, {start: at, end}));
    at = skipWhite(bytes, end);
    if (bytes[at] !== colon) return false;
    at = skipWhite(bytes, at + 1);
    return true;
  }

  for (;;) {
    const first = bytes[at];
    let end = at + 1;
    if (first === openingBrace || first === openingBracket) {
      if (open.length === deepest) return {kind: 'malformed', at};
      open.push({closing: first + 2, start: at, wanted});
      at = skipWhite(bytes, end);
      if (bytes[at] !== first + 2) {
        if (!enterMember()) return {kind: 'malformed', at};
        continue;
      }
    } else {
      end = first === quote ? endOfString(bytes, at) : endOfLiteral(bytes, at);
      if (end === -1) return {kind: 'malformed', at};
      if (wanted !== undefined) note(found, wanted, {start: at, end});
      at = skipWhite(bytes, end);
    }
    // Behind a value: what it closes, then the next member.
    for (let last = open.at(-1); last !== undefined && bytes[at] === last.closing; last = open.at(-1)) {
      open.pop();
      end = at + 1;
      if (last.wanted !== undefined) note(found, last.wanted, {start: last.start, end});
      at = skipWhite(bytes, end);
    }
    if (open.length === 0) return {kind: 'json', span: {start: begin, end}, next: at, found};
    if (bytes[at] !== comma) return {kind: 'malformed', at};
    at = skipWhite(bytes, at + 1);
    if (!enterMember()) return {kind: 'malformed', at};
  }
}

/** The text of a string's span; undefined for any other value. */
export function stringAt(bytes: Buffer, span: JsonSpan | undefined): string | undefined {
  return span === undefined || bytes[span.start] !== quote ? undefined : textOf(bytes, span);
}

function textOf(bytes: Buffer, {start, end}: JsonSpan): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}

function treeOf(paths: readonly string[]): Wanted {
  const root: Wanted = {path: '', children: new Map()};
  for (const path of paths) {
    let node = root;
    for (const key of path.split('.')) {
      let child = node.children.get(key);
      if (child === undefined) {
        child = {path: node === root ? key : `${node.path}.${key}`, children: new Map()};
        node.children.set(key, child);
      }
      node = child;
    }
  }
  return root;
}

/** What a key's earlier value had in it counts no more. */
function note(found: Map<string, JsonSpan>, {path, children}: Wanted, span: JsonSpan): void {
  found.set(path, span);
  for (const child of children.values()) forgetBefore(found, child, span.start);
}

function forgetBefore(found: Map<string, JsonSpan>, {path, children}: Wanted, start: number): void {
  if ((found.get(path)?.start ?? start) < start) found.delete(path);
  for (const child of children.values()) forgetBefore(found, child, start);
}

/** The first byte from here on that is no white space; the number of bytes where there is none. */
export function skipWhite(bytes: Buffer, start: number): number {
  let at = start;
  for (; ; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
  }
}

/** Behind the closing quote; -1 where there is none, or what a string must not hold. */
function endOfString(bytes: Buffer, start: number): number {
  for (let at = start + 1; ; at++) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) {
      const escaped = bytes[at + 1];
      if (escaped === 0x75) {
        if (!hasHexDigits(bytes, at + 2)) return -1;
        at += 5;
      } else if (escaped !== undefined && simpleEscapes[escaped] === 1) at++;
      else return -1;
    } else if (byte === undefined || byte < 0x20) return -1;
  }
}

const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
/** No number that means anything is longer. */
const longestLiteral = 4096;

function endOfLiteral(bytes: Buffer, start: number): number {
  let at = start;
  while (at - start <= longestLiteral && isOfLiteral(bytes[at])) at++;
  return literal.test(bytes.toString('latin1', start, at)) ? at : -1;
}

/** Letters, digits, and what stands in numbers. */
function isOfLiteral(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
  return isLetter || (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}
