import {jsonText} from './json-text.ts';
import type {RedactionEdit, Span} from './redaction-findings.ts';

/** Shorter values are words that stand anywhere by chance: `true`, `admin`, `5432`. In bytes. */
const shortestCopy = 8;

/**
 * Bytes to compare for one object, about a tenth of a second: ten thousand variables, each compared with ten thousand
 * strings, would hold up the whole run.
 */
const mostCompared = 200_000_000;
/** What a comparison costs by itself, in bytes. */
const CALL_BYTES = 64;

/**
 * The strings among `carriers` that repeat a value which `taken` takes out, by itself or within a longer text; for a
 * Secret's data also what its base64 stands for. Each goes whole and counts under the rule of the value it repeats.
 * Where there are too many to compare, every string goes that is long enough to repeat one.
 */
export function findValueCopies(
  bytes: Buffer,
  taken: readonly RedactionEdit[],
  carriers: readonly Span[],
): RedactionEdit[] {
  const texts = carriers
    .map(({start, end}) => ({start, end, text: bytes.subarray(start + 1, end - 1)}))
    .filter(({text}) => text.length >= shortestCopy);
  const needles = distinctSpellings(bytes, taken, longestOf(texts));
  const [first] = needles;
  if (first === undefined || texts.length === 0) return [];
  const compared = needles.length * texts.reduce((sum, {text}) => sum + text.length + CALL_BYTES, 0);
  return texts.flatMap(({start, end, text}) => {
    const repeated = compared > mostCompared ? first : needles.find(({value}) => text.includes(value));
    return repeated === undefined ? [] : [{start, end, rule: repeated.rule}];
  });
}

interface Needle extends Pick<RedactionEdit, 'rule'> {
  readonly value: Buffer;
}

function distinctSpellings(bytes: Buffer, taken: readonly RedactionEdit[], longest: number): Needle[] {
  const needles = new Map<string, Needle>();
  for (const edit of taken) {
    for (const text of textsOf(bytes, edit)) {
      for (const value of spellings(text, edit, longest)) {
        needles.set(value.toString('latin1'), {value, rule: edit.rule});
      }
    }
  }
  return [...needles.values()];
}

/** The text of what is taken out: of a string, of a part of one, of every string in a list or in an object's values. */
function textsOf(bytes: Buffer, {start, end, isPart}: RedactionEdit): Buffer[] {
  if (isPart === true) return [bytes.subarray(start, end)];
  const texts: Buffer[] = [];
  for (let position = start; position < end;) {
    if (bytes[position] !== 0x22) {
      position++;
      continue;
    }
    const after = jsonText.endOfString(bytes, position);
    const isKey = bytes[jsonText.skipSpace(bytes, after)] === 0x3a;
    // The string that goes as a whole is no key, whatever broken text follows it.
    if (!isKey || position === start) texts.push(bytes.subarray(position + 1, after - 1));
    position = after;
  }
  return texts;
}

/** How the value may be written in a JSON string: as it is, within JSON within that string, decoded from base64. */
function spellings(raw: Buffer, {rule}: RedactionEdit, longest: number): Buffer[] {
  if (raw.length > 2 * longest + shortestCopy) return [];
  const found = [raw];
  if (raw.includes(0x5c)) found.push(escaped(raw.toString()));
  if (rule === 'secrets') {
    const decoded = Buffer.from(raw.toString('latin1'), 'base64').toString().trim();
    if (!decoded.includes('\uFFFD')) found.push(escaped(decoded), escaped(escaped(decoded).toString()));
  }
  return found.filter(({length}) => length >= shortestCopy && length <= longest);
}

function longestOf(texts: readonly {readonly text: Buffer}[]): number {
  return texts.reduce((longest, {text}) => Math.max(longest, text.length), 0);
}

function escaped(text: string): Buffer {
  return Buffer.from(JSON.stringify(text).slice(1, -1));
}
