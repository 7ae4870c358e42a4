import {factsOfKey, type KeyFacts} from '../detectors/key-facts.ts';
import {scalarStyle, type ScalarStyle} from './scalar.ts';

/** What the scanner notes; replayed to the visitor, which may look ahead. */
export type YamlEvent =
  | {
      readonly kind: 'open';
      readonly key: KeyFacts | undefined;
      readonly start: number;
      readonly isList: boolean;
    }
  | {
      readonly kind: 'scalar';
      readonly key: KeyFacts | undefined;
      readonly start: number;
      readonly from: number;
      readonly to: number;
      readonly style: ScalarStyle;
    }
  | {readonly kind: 'close'; readonly to: number};

const plain = /[^\s,[\]{}"'#][^,[\]{}\n]*/y;
const space = /(?:\s|(?<=\s)#[^\n]*)*/y;
const afterKey = /[ \t]*:(?=[\s,[\]{}"']|$)/y;

/**
 * Reads a list or map in flow style that begins at `start`: `{a: b, "c": [d]}`, JSON too. Adds what it finds to
 * `events`; returns where it ends, or where the text ceases to be one.
 */
export function readFlow(
  text: string,
  start: number,
  owner: {readonly key: KeyFacts | undefined; readonly start: number},
  events: YamlEvent[],
): number {
  let depth = 0;
  let at = start;
  let key = owner.key;
  let member = owner.start;
  while (at < text.length) {
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
    const first = text[at];
    if (first === undefined) break;
    if (first === '{' || first === '[') {
      events.push({kind: 'open', key, start: key === undefined ? at : member, isList: first === '['});
      depth++;
      at++;
      key = undefined;
    } else if (first === '}' || first === ']') {
      events.push({kind: 'close', to: ++at});
      key = undefined;
      if (--depth === 0) return at;
    } else if (first === ',') {
      at++;
      key = undefined;
    } else {
      const isQuoted = first === '"' || first === "'";
      let end = isQuoted ? endOfQuoted(text, at) : -1;
      if (end === -1) {
        plain.lastIndex = at;
        end = plain.test(text) ? plain.lastIndex : at + 1;
      }
      const word = text.slice(at, end);
      const colon = isQuoted ? -1 : word.search(/:(?:\s|$)/);
      afterKey.lastIndex = end;
      if (key === undefined && (colon !== -1 || (isQuoted && afterKey.test(text)))) {
        key = factsOfKey(isQuoted ? word.slice(1, -1) : word.slice(0, colon).trim());
        member = at;
        at = isQuoted ? afterKey.lastIndex : at + colon + 1;
      } else {
        const to = at + word.trimEnd().length;
        const style =
          first === '"' ? scalarStyle.double : first === "'" ? scalarStyle.single : scalarStyle.plain;
        events.push({
          kind: 'scalar',
          key,
          start: key === undefined ? at : member,
          from: at,
          to,
          style: isQuoted ? style : scalarStyle.plain,
        });
        at = end;
        key = undefined;
      }
    }
  }
  while (depth-- > 0) events.push({kind: 'close', to: text.length});
  return text.length;
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
