import {type KeyFacts, keyFactsOf, keyRole} from '../detectors/key-facts.ts';
import type {Span} from '../edit.ts';
import type {DocumentVisitor} from './document-visitor.ts';
import {jsonText} from './json-text.ts';
import {scalarStyle} from './scalar.ts';

/**
 * One walk over JSON text, from key to key, without a parser.
 *
 * White space, nesting, order and repetition of keys are taken as they come; keys may be written with escapes. There
 * is no recursion and no value is built, so that depth and size cost nothing but time. On text that is not valid JSON
 * every step still moves forward.
 *
 * @returns the offset behind the value that begins at or after `start`; -1 where that is no whole list or object.
 */
export function walkJson(bytes: Buffer, visitor: DocumentVisitor, from = 0): number {
  const {length} = bytes;
  /** Of each open object or list whether it is a list. */
  const lists: boolean[] = [];
  let at = jsonText.skipSpace(bytes, from);
  if (bytes[at] !== 0x7b && bytes[at] !== 0x5b) return -1;
  let isValid = true;
  let key: KeyFacts | undefined;
  let start = at;
  let expectsKey = false;
  do {
    const byte = bytes[at] as number;
    if (byte <= 0x20 || byte === 0x2c) at++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (lists.pop() !== (byte === 0x5d)) isValid = false;
      at++;
      visitor.close();
      expectsKey = lists.at(-1) === false;
      key = undefined;
    } else if (expectsKey && byte === 0x22) {
      const end = jsonText.endOfString(bytes, at);
      const colon = jsonText.skipSpace(bytes, end);
      start = at;
      if (bytes[colon] === 0x3a) {
        key = keyFactsOf(bytes, at, end);
        at = jsonText.skipSpace(bytes, colon + 1);
        expectsKey = false;
      } else {
        isValid = false;
        at = Math.max(colon, at + 1);
      }
    } else if (expectsKey) {
      isValid = false;
      at++;
    } else {
      if (key === undefined) start = at;
      const isList = byte === 0x5b;
      if (isList || byte === 0x7b) {
        const skipped = isList && key?.role === keyRole.managedFields ? (visitor.skips?.(at) ?? -1) : -1;
        if (skipped !== -1) {
          at = skipped;
          expectsKey = lists.at(-1) === false;
        } else {
          visitor.open(key, start, at, isList);
          lists.push(isList);
          expectsKey = !isList;
          at++;
        }
      } else {
        const end = byte === 0x22 ? jsonText.endOfString(bytes, at) : jsonText.endOfScalar(bytes, at);
        if (end === at) return closeAll();
        visitor.scalar(key, start, at, end, byte === 0x22 ? scalarStyle.double : scalarStyle.bare);
        at = end;
        expectsKey = lists.at(-1) === false;
      }
      key = undefined;
    }
  } while (lists.length > 0 && at < length);
  return lists.length === 0 && isValid ? at : closeAll();

  function closeAll(): number {
    for (; lists.length > 0; lists.pop()) visitor.close();
    return -1;
  }
}

/**
 * Where the value lies that the object at `start` has under this key among its own members. What is stepped over is
 * told to `spend`, which ends the search.
 */
export function memberOf(
  bytes: Buffer,
  start: number,
  name: string,
  spend?: (bytes: number) => boolean,
): Span | undefined {
  let at = start + 1;
  while (at < bytes.length) {
    const byte = bytes[at] as number;
    if (byte === 0x7d || byte === 0x5d) return undefined;
    if (byte !== 0x22) {
      at++;
      continue;
    }
    const end = jsonText.endOfString(bytes, at);
    const colon = jsonText.skipSpace(bytes, end);
    if (bytes[colon] !== 0x3a) return undefined;
    const value = jsonText.skipSpace(bytes, colon + 1);
    const after = jsonText.endOfValue(bytes, value);
    if (jsonText.decodeString(bytes, at, end) === name) return {start: value, end: after};
    if (spend?.(after - at) === false) return undefined;
    at = Math.max(after, value + 1);
  }
  return undefined;
}

/** What it says there: a string's text, or JSON text. */
export function peekJson(
  bytes: Buffer,
  start: number,
  name: string,
  spend?: (bytes: number) => boolean,
): string | undefined {
  const span = memberOf(bytes, start, name, spend);
  if (span === undefined) return undefined;
  return bytes[span.start] === 0x22
    ? jsonText.decodeString(bytes, span.start, span.end)
    : bytes.toString('utf8', span.start, span.end);
}
