import type {Span} from '../edit.ts';
import type {Outline} from './outline.ts';
import {type NodeStyle, nodeStyle} from './scalar.ts';
import {endOfQuoted, outlineFlow} from './outline-flow.ts';

/** A list or map that is open, by the column of its members. */
interface Level {
  readonly indent: number;
  readonly isList: boolean;
}

/**
 * Adds the nodes of one YAML document, as people and Helm write it, in one pass over its lines. It resolves no aliases and
 * merges, and never fails: it passes over what it does not know. `text` is the outline's source, one letter a byte.
 */
export function outlineYaml(outline: Outline, text: string): void {
  new YamlScanner(outline, text).scan();
}

const property = /[ \t]*(?:(?:!<[^>\n]*>|[!&][^\s,[\]{}]*)[ \t]+)*/y;
const blockHeader = /[|>][-+\d]{0,3}[ \t]*(?:#[^\n]*)?\r?(?=\n|$)/y;
const hasKey = /:(?:\s|$)|^- /;
const longestKey = 400;
/** Of what may be a plain scalar over several lines. */
const keysWithin = 2000;
const noKey: Span = {start: -1, end: -1};

class YamlScanner {
  readonly #text: string;
  readonly #outline: Outline;
  readonly #levels: Level[] = [];
  /** Of a key whose value has not come yet. */
  #pending: (Span & {readonly indent: number}) | undefined;

  constructor(outline: Outline, text: string) {
    this.#outline = outline;
    this.#text = text;
  }

  scan(): void {
    const {length} = this.#text;
    for (let at = 0; at < length;) at = this.#line(at);
    this.#outline.closeAll(length);
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
    if (found === undefined) return this.#value(start, undefined, indent - 1);
    this.#openLevel(indent, false, start);
    const {key} = found;
    property.lastIndex = found.end;
    property.test(this.#text);
    const at = property.lastIndex;
    const next = this.#text[at];
    if (next === undefined || next === '\n' || next === '\r' || next === '#') {
      this.#pending = {...key, indent};
      return this.#next(at);
    }
    return this.#value(at, key, indent);
  }

  /** A value that begins here; what is indented deeper than `indent` belongs to it. */
  #value(start: number, key: Span | undefined, indent: number): number {
    const text = this.#text;
    property.lastIndex = start;
    property.test(text);
    const at = property.lastIndex;
    const owner = key ?? this.#pending ?? noKey;
    if (key === undefined) this.#pending = undefined;
    const scalar = (from: number, to: number, style: NodeStyle) =>
      this.#outline.add(style, owner.start, owner.end, from, to);
    const first = text[at];
    blockHeader.lastIndex = at;
    if (blockHeader.test(text)) {
      const from = this.#next(at);
      const to = this.#endOfIndented(from, indent);
      if (to > from) scalar(from, to, nodeStyle.block);
      return to;
    }
    if (first === '"' || first === "'") {
      const to = endOfQuoted(text, at);
      if (to !== -1) {
        scalar(at, to, first === '"' ? nodeStyle.double : nodeStyle.single);
        return this.#next(to);
      }
    }
    if (first === '{' || first === '[') return this.#next(outlineFlow(this.#outline, text, at, owner));
    const line = this.#next(at);
    const next = this.#endOfIndented(line, Math.max(indent, 0), line + keysWithin);
    const comment = next > line ? -1 : text.slice(at, this.#endOfLine(at)).search(/[ \t]#/);
    const end = trimEnd(text, at, comment === -1 ? next : at + comment);
    if (end > at) scalar(at, end, nodeStyle.plain);
    return next;
  }

  /** The key that begins here, with its quotes, and where its colon ends. */
  #key(start: number): {key: Span; end: number} | undefined {
    const text = this.#text;
    let from = start;
    if (/[&!]/.test(text[start] as string)) {
      const tag = /^[&!][^\s]*[ \t]+(?=[\w"'])/.exec(text.slice(start, start + 80));
      if (tag === null) return undefined;
      from += tag[0].length;
    }
    const first = text[from] as string;
    if (first === '"' || first === "'") {
      const end = endOfQuoted(text, from);
      const after = end === -1 ? null : /^[ \t]*:(?=\s|$)/.exec(text.slice(end, end + 20));
      return after === null ? undefined : {key: {start: from, end}, end: end + after[0].length};
    }
    if ('{[]}|>,#*%@`'.includes(first)) return undefined;
    const line = text.slice(from, Math.min(this.#endOfLine(from), from + longestKey));
    const length = line.search(/:(?:\s|$)/);
    const key = line.slice(0, Math.max(length, 0));
    if (length === -1 || key.includes(' #')) return undefined;
    return {key: {start: from, end: from + key.trimEnd().length}, end: from + length + 1};
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
    const owner = this.#pending ?? noKey;
    this.#pending = undefined;
    this.#outline.add(
      isList ? nodeStyle.list : nodeStyle.map,
      owner.start,
      owner.end,
      start,
      this.#text.length,
    );
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
    this.#outline.close(end);
  }

  /** Where the lines end that are indented deeper; `start`, where one has a key of its own before an offset. */
  #endOfIndented(start: number, indent: number, keysUntil = 0): number {
    const text = this.#text;
    let end = start;
    for (let at = start; at < text.length;) {
      let column = at;
      while (text[column] === ' ') column++;
      const isBlank = text[column] === '\n' || text[column] === '\r';
      const next = this.#next(column);
      if (!isBlank && column - at <= indent) break;
      if (at < keysUntil && hasKey.test(text.slice(column, next))) return start;
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
