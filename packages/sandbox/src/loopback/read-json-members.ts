import {RequestRefusal} from './request-refusal.ts';
import {skipJsonString, skipWhiteSpace} from './skip-json-value.ts';

/** Called with the bounds of a key (quotes left out) and the start of its value; returns the value's end. */
export type VisitMember = (keyStart: number, keyEnd: number, valueStart: number) => number;
/** Called with the start of an element; returns its end. */
export type VisitElement = (start: number) => number;

/** Walks the members of the object that starts at `at`; returns the index past its closing brace. */
export function readJsonMembers(bytes: Uint8Array, at: number, visit: VisitMember): number {
  expectJsonByte(bytes, at, 0x7b);
  let index = skipWhiteSpace(bytes, at + 1);
  if (bytes[index] === 0x7d) return index + 1;
  for (;;) {
    expectJsonByte(bytes, index, 0x22);
    const keyEnd = skipJsonString(bytes, index);
    const colon = skipWhiteSpace(bytes, keyEnd);
    expectJsonByte(bytes, colon, 0x3a);
    const valueEnd = visit(index + 1, keyEnd - 1, skipWhiteSpace(bytes, colon + 1));
    index = skipWhiteSpace(bytes, valueEnd);
    if (bytes[index] === 0x7d) return index + 1;
    expectJsonByte(bytes, index, 0x2c);
    index = skipWhiteSpace(bytes, index + 1);
  }
}

/** Walks the elements of the array that starts at `at`; returns the index past its closing bracket. */
export function readJsonElements(bytes: Uint8Array, at: number, visit: VisitElement): number {
  expectJsonByte(bytes, at, 0x5b);
  let index = skipWhiteSpace(bytes, at + 1);
  if (bytes[index] === 0x5d) return index + 1;
  for (;;) {
    index = skipWhiteSpace(bytes, visit(index));
    if (bytes[index] === 0x5d) return index + 1;
    expectJsonByte(bytes, index, 0x2c);
    index = skipWhiteSpace(bytes, index + 1);
  }
}

/** Throws the refusal of a body that is not JSON unless `byte` stands at `at`. */
function expectJsonByte(bytes: Uint8Array, at: number, byte: number): void {
  if (bytes[at] === byte) return;
  throw new RequestRefusal(
    400,
    `The body is not JSON: "${String.fromCharCode(byte)}" is expected at byte ${at}.`,
  );
}
