import {Buffer} from 'node:buffer';

/** Cuts the elements of one array out of an object of JSON that comes in pieces. */
export interface ArraySplitter {
  /** The elements that these bytes complete: copies. */
  push(chunk: Buffer): readonly Buffer[];
  /** Whether the object has come to its end; `broken`: the bytes are something else, and nothing more comes of them. */
  readonly state: 'open' | 'complete' | 'broken';
  /** Whether the array has begun. */
  readonly isFound: boolean;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const longestElement = 64 * 1024 * 1024;

/**
 * Whether an element is JSON is not checked. Its elements are objects, as those of a dry run's document are.
 *
 * @param name Key of the array in the outermost object.
 */
export function createArraySplitter(name: string): ArraySplitter {
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  let isInArray = false;
  let isFound = false;
  let key = '';
  let begun: Buffer[] = [];
  let length = 0;
  let state: ArraySplitter['state'] = 'open';

  function push(chunk: Buffer): Buffer[] {
    const elements: Buffer[] = [];
    if (state === 'broken') return elements;
    let start = isInArray && depth >= 3 ? 0 : -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) isInText = false;
        if (isInText && depth === 1) key = (key + String.fromCodePoint(byte)).slice(-64);
        continue;
      }
      if (byte === quote) {
        isInText = true;
        if (depth === 1) key = '';
        if (depth === 2 && isInArray) state = 'broken';
      } else if (byte === 0x7b || byte === 0x5b) {
        depth++;
        if (depth === 2) isInArray = byte === 0x5b && key === name;
        isFound ||= isInArray;
        if (depth === 3 && isInArray) start = at;
      } else if (byte === 0x7d || byte === 0x5d) {
        if (depth === 3 && isInArray) {
          elements.push(element(chunk.subarray(start, at + 1)));
          start = -1;
        }
        depth--;
        if (depth === 0) state = 'complete';
      } else if (byte > 0x20 && (depth === 0 || (depth === 2 && isInArray && byte !== comma))) {
        state = 'broken';
      }
      if (depth === 1 && byte === 0x5b) state = 'broken';
      if (state === 'broken') return elements;
    }
    if (start !== -1) {
      length += chunk.length - start;
      if (length > longestElement) state = 'broken';
      else begun.push(chunk.subarray(start));
    }
    return elements;
  }

  function element(last: Buffer): Buffer {
    const whole = begun.length === 0 ? last : Buffer.concat([...begun, last]);
    begun = [];
    length = 0;
    return whole;
  }

  return {
    push,
    get state() {
      return state;
    },
    get isFound() {
      return isFound;
    },
  };
}
