import type {Span} from '../edit.ts';
import type {Outline} from './outline.ts';
import {type NodeStyle, nodeStyle} from './scalar.ts';
import {endOfQuoted, outlineFlow} from './outline-flow.ts';

interface Level {
  readonly indent: number;
  readonly isList: boolean;
}

const property = /[ \t]*(?:(?:!<[^>\n]*>|[!&][^\s,[\]{}]*)[ \t]+)*/y;
const blockHeader = /[|>][-+\d]{0,3}[ \t]*(?:#[^\n]*)?\r?(?=\n|$)/y;
const hasKey = /:(?:\s|$)|^- /;
const longestKey = 400;
/** Of what may be a plain scalar over several lines. */
const keysWithin = 2000;
const noKey: Span = {start: -1, end: -1};

/** Adds the nodes of one YAML document, one letter a byte; it passes over what it does not know, and never fails. */
export function outlineYaml(outline: Outline, text: string): void {
  const levels: Level[] = [];
  let pending: (Span & {readonly indent: number}) | undefined;

  for (let at = 0; at < text.length;) at = readLine(at);
  outline.closeAll(text.length);

  function readLine(start: number): number {
    let at = start;
    while (text[at] === ' ') at++;
    const first = text[at];
    if (first === undefined || first === '\n' || first === '\r' || first === '#' || first === '\t')
      return nextLine(at);
    if (at === start && (first === '%' || text.startsWith('---', at) || text.startsWith('...', at)))
      return nextLine(at);
    let indent = at - start;
    closeTo(indent, isDash(at), start);
    while (isDash(at)) {
      openLevel(indent, true, at);
      const dash = at++;
      while (text[at] === ' ') at++;
      indent += at - dash;
      if (text[at] === '\n' || text[at] === '\r' || text[at] === undefined || text[at] === '#')
        return nextLine(at);
    }
    return readMember(at, indent);
  }

  function readMember(start: number, indent: number): number {
    const found = keyAt(start);
    if (found === undefined) return readValue(start, undefined, indent - 1);
    openLevel(indent, false, start);
    const {key} = found;
    property.lastIndex = found.end;
    property.test(text);
    const at = property.lastIndex;
    const next = text[at];
    if (next === undefined || next === '\n' || next === '\r' || next === '#') {
      pending = {...key, indent};
      return nextLine(at);
    }
    return readValue(at, key, indent);
  }

  /** A value that begins here; what is indented deeper than `indent` belongs to it. */
  function readValue(start: number, key: Span | undefined, indent: number): number {
    property.lastIndex = start;
    property.test(text);
    const at = property.lastIndex;
    const owner = key ?? pending ?? noKey;
    if (key === undefined) pending = undefined;
    const scalar = (from: number, to: number, style: NodeStyle) =>
      outline.add(style, owner.start, owner.end, from, to);
    const first = text[at];
    blockHeader.lastIndex = at;
    if (blockHeader.test(text)) {
      const from = nextLine(at);
      const to = endOfIndented(from, indent);
      if (to > from) scalar(from, to, nodeStyle.block);
      return to;
    }
    if (first === '"' || first === "'") {
      const to = endOfQuoted(text, at);
      if (to !== -1) {
        scalar(at, to, first === '"' ? nodeStyle.double : nodeStyle.single);
        return nextLine(to);
      }
    }
    if (first === '{' || first === '[') return nextLine(outlineFlow(outline, text, at, owner));
    const line = nextLine(at);
    const next = endOfIndented(line, Math.max(indent, 0), line + keysWithin);
    const comment = next > line ? -1 : text.slice(at, endOfLine(at)).search(/[ \t]#/);
    const end = trimEnd(text, at, comment === -1 ? next : at + comment);
    if (end > at) scalar(at, end, nodeStyle.plain);
    return next;
  }

  function keyAt(start: number): {key: Span; end: number} | undefined {
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
    const line = text.slice(from, Math.min(endOfLine(from), from + longestKey));
    const length = line.search(/:(?:\s|$)/);
    const key = line.slice(0, Math.max(length, 0));
    if (length === -1 || key.includes(' #')) return undefined;
    return {key: {start: from, end: from + key.trimEnd().length}, end: from + length + 1};
  }

  function isDash(at: number): boolean {
    const after = text[at + 1];
    return text[at] === '-' && (after === undefined || after === ' ' || after === '\n' || after === '\r');
  }

  function openLevel(indent: number, isList: boolean, start: number) {
    const top = levels.at(-1);
    if (top !== undefined && top.indent === indent && top.isList === isList) return;
    const owner = pending ?? noKey;
    pending = undefined;
    outline.add(isList ? nodeStyle.list : nodeStyle.map, owner.start, owner.end, start, text.length);
    levels.push({indent, isList});
  }

  /** Ends what is indented deeper; a list may stand in the column of the key that it belongs to. */
  function closeTo(indent: number, isDash: boolean, end: number) {
    for (let top = levels.at(-1); top !== undefined; top = levels.at(-1)) {
      if (top.indent < indent || (top.indent === indent && (!top.isList || isDash))) break;
      levels.pop();
      outline.close(end);
    }
    if (pending !== undefined && (indent < pending.indent || (indent === pending.indent && !isDash))) {
      pending = undefined;
    }
  }

  /** Where the lines end that are indented deeper; `start`, where one has a key of its own before an offset. */
  function endOfIndented(start: number, indent: number, keysUntil = 0): number {
    let end = start;
    for (let at = start; at < text.length;) {
      let column = at;
      while (text[column] === ' ') column++;
      const isBlank = text[column] === '\n' || text[column] === '\r';
      const next = nextLine(column);
      if (!isBlank && column - at <= indent) break;
      if (at < keysUntil && hasKey.test(text.slice(column, next))) return start;
      at = next;
      if (!isBlank) end = next;
    }
    return end;
  }

  function endOfLine(at: number): number {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }

  function nextLine(at: number): number {
    return Math.min(endOfLine(at) + 1, text.length);
  }
}

function trimEnd(text: string, start: number, end: number): number {
  let to = end;
  while (to > start && text.charCodeAt(to - 1) <= 0x20) to--;
  return to;
}
