import type {Span} from '../edit.ts';
import type {Outline} from './outline.ts';
import {nodeStyle} from './scalar.ts';

/** It may go on in lines that have no key of their own. */
const plain = /[^\s,[\]{}"'#][^,[\]{}\n]*(?:\n\s*(?!["'#])[^\s,[\]{}:][^,[\]{}\n:]*(?=[\n,\]}]))*/y;
const space = /(?:\s|(?<=\s)#[^\n]*)*/y;
const afterKey = /[ \t]*:(?=[\s,[\]{}"']|$)/y;

const noKey: Span = {start: -1, end: -1};

/** Adds a list or map in flow style, `{a: b, "c": [d]}`, JSON too. Returns where it ends, or ceases to be one. */
export function outlineFlow(outline: Outline, text: string, start: number, owner: Span): number {
  const outer = outline.open;
  let key = owner;
  for (let at = start; at < text.length;) {
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
    const first = text[at];
    if (first === undefined) break;
    if (first === '{' || first === '[') {
      outline.add(first === '[' ? nodeStyle.list : nodeStyle.map, key.start, key.end, at++, text.length);
      key = noKey;
    } else if (first === '}' || first === ']') {
      outline.close(++at);
      key = noKey;
      if (outline.open === outer) return at;
    } else if (first === ',') {
      at++;
      key = noKey;
    } else {
      const end = endOfWord(text, at);
      const isQuoted = (first === '"' || first === "'") && text[end - 1] === first && end > at + 1;
      const colon = isQuoted ? -1 : text.slice(at, end).search(/:(?:\s|$)/);
      afterKey.lastIndex = end;
      if (key === noKey && (colon !== -1 || (isQuoted && afterKey.test(text)))) {
        key = {start: at, end: isQuoted ? end : at + text.slice(at, at + colon).trimEnd().length};
        at = isQuoted ? afterKey.lastIndex : at + colon + 1;
      } else {
        const style = first === '"' ? nodeStyle.double : nodeStyle.single;
        const to = at + text.slice(at, end).trimEnd().length;
        outline.add(isQuoted ? style : nodeStyle.plain, key.start, key.end, at, to);
        at = end;
        key = noKey;
      }
    }
  }
  while (outline.open !== outer) outline.close(text.length);
  return text.length;
}

function endOfWord(text: string, at: number): number {
  const quoted = /["']/.test(text[at] as string) ? endOfQuoted(text, at) : -1;
  if (quoted !== -1) return quoted;
  plain.lastIndex = at;
  return plain.test(text) ? plain.lastIndex : at + 1;
}

/** The offset behind the closing quote; -1 without one. */
export function endOfQuoted(text: string, start: number): number {
  const quote = text[start] as string;
  for (let at = text.indexOf(quote, start + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (quote === "'") {
      if (text[at + 1] !== "'") return at + 1;
      at++;
      continue;
    }
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return -1;
}
