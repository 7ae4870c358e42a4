import {type KeyFacts, factsOfKey} from '../detectors/key-facts.ts';
import {doubleQuotedText} from './decoded-text.ts';
import type {DocumentVisitor} from './document-visitor.ts';
import {endOfQuoted, readFlow, type YamlEvent} from './read-flow.ts';
import {scalarStyle, type ScalarStyle} from './scalar.ts';

/** A list or map that is open, by the column of its members. */
interface Level {
  readonly indent: number;
  readonly isList: boolean;
}

/**
 * One pass over the lines of one YAML document, as people and Helm write it: block maps and lists, blocks of text,
 * quoted and plain scalars over several lines, flow style, comments, tags and anchors. It does not resolve aliases and
 * merges, and never fails: what it does not know it passes over, line by line. `text` has one letter a byte.
 */
export function walkYaml(text: string, visitor: DocumentVisitor): void {
  replay(text, new YamlScanner(text).scan(), visitor);
}

function replay(text: string, events: readonly YamlEvent[], visitor: DocumentVisitor): void {
  for (const [index, event] of events.entries()) {
    if (event.kind === 'open') {
      const {key, start, isList} = event;
      visitor.open(key, start, start, isList, (name) => peek(text, events, index, name));
    } else if (event.kind === 'close') visitor.close();
    else {
      const {key, start, from, to, style} = event;
      visitor.scalar(key, start, from, to, style);
    }
  }
}

function peek(text: string, events: readonly YamlEvent[], from: number, name: string): string | undefined {
  let depth = 0;
  for (let index = from; index < events.length; index++) {
    const event = events[index] as YamlEvent;
    if (event.kind === 'open') depth++;
    else if (event.kind === 'close') {
      if (--depth === 0) return undefined;
    } else if (depth === 1 && event.key?.text === name) {
      return text
        .slice(event.from, event.to)
        .replaceAll(/^["']|["']$/g, '')
        .trim();
    }
  }
  return undefined;
}

const property = /[ \t]*(?:(?:!<[^>\n]*>|[!&][^\s,[\]{}]*)[ \t]+)*/y;
const blockHeader = /[|>][-+\d]{0,3}[ \t]*(?:#[^\n]*)?\r?(?=\n|$)/y;
const colon = /:(?=\s|$)/g;

class YamlScanner {
  readonly #text: string;
  readonly #events: YamlEvent[] = [];
  readonly #levels: Level[] = [];
  /** Of a key whose value has not come yet. */
  #pending: {key: KeyFacts; start: number; indent: number} | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): readonly YamlEvent[] {
    const {length} = this.#text;
    for (let at = 0; at < length;) at = this.#line(at);
    while (this.#levels.length > 0) this.#closeLevel(length);
    return this.#events;
  }

  /** Reads what begins on the line at `start`; returns the start of the next line that is not part of it. */
  #line(start: number): number {
    const text = this.#text;
    let at = start;
    while (text[at] === ' ') at++;
    const first = text[at];
    if (first === undefined || first === '\n' || first === '\r' || first === '#' || first === '\t')
      return this.#next(at);
    if (at === start && (first === '%' || text.startsWith('---', at) || text.startsWith('...', at)))
      return this.#next(at);
    let indent = at - start;
    this.#closeTo(indent, this.#isDash(at), start);
    while (this.#isDash(at)) {
      this.#openLevel(indent, true, at);
      const dash = at++;
      while (text[at] === ' ') at++;
      indent += at - dash;
      if (text[at] === '\n' || text[at] === '\r' || text[at] === undefined || text[at] === '#')
        return this.#next(at);
    }
    return this.#member(at, indent);
  }

  #member(start: number, indent: number): number {
    const found = this.#key(start);
    if (found === undefined) return this.#value(start, undefined, start, indent - 1);
    this.#openLevel(indent, false, start);
    const key = factsOfKey(found.key);
    property.lastIndex = found.end;
    property.test(this.#text);
    const at = property.lastIndex;
    const next = this.#text[at];
    if (next === undefined || next === '\n' || next === '\r' || next === '#') {
      this.#pending = {key, start, indent};
      return this.#next(at);
    }
    return this.#value(at, key, start, indent);
  }

  /** A value that begins here; what is indented deeper than `indent` belongs to it. */
  #value(start: number, key: KeyFacts | undefined, member: number, indent: number): number {
    const text = this.#text;
    property.lastIndex = start;
    property.test(text);
    const at = property.lastIndex;
    const owner = key === undefined && this.#pending !== undefined ? this.#pending : {key, start: member};
    if (key === undefined) this.#pending = undefined;
    const scalar = (from: number, to: number, style: ScalarStyle) =>
      this.#events.push({kind: 'scalar', key: owner.key, start: owner.start, from, to, style});
    const first = text[at];
    blockHeader.lastIndex = at;
    if (blockHeader.test(text)) {
      const from = this.#next(at);
      const to = this.#endOfIndented(from, indent);
      if (to > from) scalar(from, to, scalarStyle.block);
      return to;
    }
    if (first === '"' || first === "'") {
      const to = endOfQuoted(text, at);
      if (to !== -1) {
        scalar(at, to, first === '"' ? scalarStyle.double : scalarStyle.single);
        return this.#next(to);
      }
    }
    if (first === '{' || first === '[') return this.#next(readFlow(text, at, owner, this.#events));
    let to = this.#endOfLine(at);
    const rest = this.#endOfIndented(this.#next(at), Math.max(indent, 0));
    if (rest > this.#next(at) && !this.#hasKeys(this.#next(at), rest)) to = rest;
    const comment = /[ \t]#|[ \t\r\n]*$/.exec(text.slice(at, Math.min(to, this.#endOfLine(at))));
    const end = to === rest ? trimEnd(text, at, to) : at + (comment?.index ?? to - at);
    if (end > at) scalar(at, end, scalarStyle.plain);
    return to === rest ? rest : this.#next(at);
  }

  /** Lines that are indented under a plain scalar and have keys of their own are no part of it: the text is no YAML. */
  #hasKeys(from: number, to: number): boolean {
    return /:(?:[ \t]|\r?\n|$)|^\s*- /m.test(this.#text.slice(from, Math.min(to, from + 2000)));
  }

  #key(start: number): {key: string; end: number} | undefined {
    const text = this.#text;
    const first = text[start] as string;
    if (first === '"' || first === "'") {
      const end = endOfQuoted(text, start);
      const after = /^[ \t]*:(?=\s|$)/.exec(text.slice(end, end + 20))?.[0].length;
      if (end === -1 || after === undefined) return undefined;
      const inner = text.slice(start + 1, end - 1);
      return {
        key:
          first === "'"
            ? inner.replaceAll("''", "'")
            : doubleQuotedText(Buffer.from(inner, 'latin1'), 0, inner.length).bytes.toString(),
        end: end + after,
      };
    }
    if ('{[]}|>,#&*!%@`'.includes(first) && !/^[&!][^\s]*[ \t]+[\w"']/.test(text.slice(start, start + 80)))
      return undefined;
    colon.lastIndex = start;
    const match = colon.exec(text);
    if (match === null || match.index > start + 400) return undefined;
    const key = text.slice(start, match.index);
    if (key.includes('\n') || key.includes(' #')) return undefined;
    return {key: key.replace(/^[&!]\S*\s+/, '').trim(), end: match.index + 1};
  }

  #isDash(at: number): boolean {
    const after = this.#text[at + 1];
    return (
      this.#text[at] === '-' && (after === undefined || after === ' ' || after === '\n' || after === '\r')
    );
  }

  #openLevel(indent: number, isList: boolean, start: number) {
    const top = this.#levels.at(-1);
    if (top !== undefined && top.indent === indent && top.isList === isList) return;
    const owner = this.#pending;
    this.#pending = undefined;
    this.#events.push({kind: 'open', key: owner?.key, start: owner?.start ?? start, isList});
    this.#levels.push({indent, isList});
  }

  /** Ends what is indented deeper; a list may stand in the column of the key that it belongs to. */
  #closeTo(indent: number, isDash: boolean, end: number) {
    for (let top = this.#levels.at(-1); top !== undefined; top = this.#levels.at(-1)) {
      if (top.indent < indent || (top.indent === indent && (!top.isList || isDash))) break;
      this.#closeLevel(end);
    }
    if (
      this.#pending !== undefined &&
      (indent < this.#pending.indent || (indent === this.#pending.indent && !isDash))
    ) {
      this.#pending = undefined;
    }
  }

  #closeLevel(end: number) {
    this.#levels.pop();
    this.#events.push({kind: 'close', to: end});
  }

  #endOfIndented(start: number, indent: number): number {
    const text = this.#text;
    let end = start;
    for (let at = start; at < text.length;) {
      let column = at;
      while (text[column] === ' ') column++;
      const isBlank = text[column] === '\n' || text[column] === '\r';
      const next = this.#next(column);
      if (!isBlank && column - at <= indent) break;
      at = next;
      if (!isBlank) end = next;
    }
    return end;
  }

  #endOfLine(at: number): number {
    const end = this.#text.indexOf('\n', at);
    return end === -1 ? this.#text.length : end;
  }

  #next(at: number): number {
    return Math.min(this.#endOfLine(at) + 1, this.#text.length);
  }
}

function trimEnd(text: string, start: number, end: number): number {
  let to = end;
  while (to > start && text.charCodeAt(to - 1) <= 0x20) to--;
  return to;
}
