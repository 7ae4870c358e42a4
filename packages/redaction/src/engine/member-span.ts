import type {Span} from '../edit.ts';
import {jsonText} from '../readers/json-text.ts';

/** The stretch that goes with a member of an object or an element of a list, so that JSON stays JSON. */
export function memberSpan(source: Buffer, start: number, valueStart: number, valueEnd?: number): Span {
  const end = valueEnd ?? jsonText.endOfValue(source, valueStart);
  const after = jsonText.skipSpace(source, end);
  if (source[after] === 0x2c) return {start, end: jsonText.skipSpace(source, after + 1)};
  let before = start;
  while (before > 0 && (source[before - 1] as number) <= 0x20) before--;
  return source[before - 1] === 0x2c ? {start: before - 1, end} : {start, end};
}
