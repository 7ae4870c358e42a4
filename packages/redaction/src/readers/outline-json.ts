import {factsOfRawKey, keyRole} from '../detectors/key-facts.ts';
import {sight} from '../engine/anchor-search.ts';
import {endOfList, endOfScalar, endOfString, skipSpace} from './json-text.ts';
import {type Outline, shortestSeen} from './outline.ts';
import {nodeStyle} from './scalar.ts';

/**
 * Adds the nodes of a JSON text to an outline, in one walk without a parser, recursion or values. On text that is no JSON
 * every step still moves forward. Returns the offset behind the list or object; -1 where there is none, or not whole.
 */
export function outlineJson(outline: Outline, from = 0): number {
  const {source, search} = outline;
  const {length} = source;
  let at = skipSpace(source, from);
  if (source[at] !== 0x7b && source[at] !== 0x5b) return -1;
  let isValid = true;
  let keyStart = -1;
  let keyEnd = -1;
  let isMap = false;
  let expectsKey = false;
  do {
    const byte = source[at] as number;
    if (byte === 0x22) {
      if (expectsKey) {
        const end = endOfString(source, at);
        const colon = source[end] === 0x3a ? end : skipSpace(source, end);
        if (source[colon] === 0x3a) {
          expectsKey = false;
          keyStart = at;
          keyEnd = end;
          at = (source[colon + 1] as number) > 0x20 ? colon + 1 : skipSpace(source, colon + 1);
        } else {
          isValid = false;
          at = Math.max(colon, at + 1);
        }
        continue;
      }
      const seen = search === undefined ? sight.none : search.searchString(source, at);
      const end = search === undefined ? endOfString(source, at) : search.end;
      outline.add(nodeStyle.double, keyStart, keyEnd, at, end, end - at > shortestSeen ? seen : sight.none);
      at = end;
    } else if (byte <= 0x20 || byte === 0x2c) {
      at++;
      continue;
    } else if (byte === 0x7d || byte === 0x5d) {
      if (isMap !== (byte === 0x7d)) isValid = false;
      outline.close(++at);
      isMap = outline.open !== -1 && outline.style(outline.open) === nodeStyle.map;
    } else if (expectsKey) {
      isValid = false;
      at++;
      continue;
    } else if (byte === 0x7b) {
      outline.add(nodeStyle.map, keyStart, keyEnd, at++, length, sight.none);
      isMap = true;
    } else if (byte === 0x5b && keyStart !== -1 && isManagedFields(outline, keyStart, keyEnd)) {
      const end = endOfList(source, at);
      outline.add(nodeStyle.skipped, keyStart, keyEnd, at, end, sight.none);
      at = end;
    } else if (byte === 0x5b) {
      outline.add(nodeStyle.list, keyStart, keyEnd, at++, length, sight.none);
      isMap = false;
    } else {
      const end = endOfScalar(source, at);
      if (end === at) break;
      outline.add(nodeStyle.bare, keyStart, keyEnd, at, end, sight.none);
      at = end;
    }
    expectsKey = isMap;
    keyStart = keyEnd = -1;
  } while (outline.open !== -1 && at < length);
  if (outline.open === -1 && isValid) return at;
  outline.closeAll(length);
  return -1;
}

function isManagedFields(outline: Outline, keyStart: number, keyEnd: number): boolean {
  const letter = outline.source[keyStart + 1];
  if (letter !== 0x6d && letter !== 0x5c) return false;
  return (
    factsOfRawKey(outline.source, keyStart, keyEnd).role === keyRole.managedFields &&
    outline.key(outline.open)?.role === keyRole.metadata
  );
}
