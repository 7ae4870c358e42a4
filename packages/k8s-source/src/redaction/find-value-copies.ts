import type {RedactionEdit, Span} from './redaction-findings.ts';

/** Shorter values are words that stand anywhere by chance: `true`, `admin`, `5432`. In bytes. */
const shortestCopy = 8;

/**
 * The strings among `carriers` that repeat a value which `taken` takes out, by itself or within a longer text; for a
 * Secret's data also what its base64 stands for. Each goes whole and counts under the rule of the value it repeats.
 */
export function findValueCopies(
  bytes: Buffer,
  taken: readonly RedactionEdit[],
  carriers: readonly Span[],
): RedactionEdit[] {
  if (taken.length === 0 || carriers.length === 0) return [];
  const texts = carriers.map(({start, end}) => bytes.subarray(start + 1, end - 1));
  const longest = Math.max(...texts.map(({length}) => length));
  const edits = new Map<Span, RedactionEdit>();
  for (const edit of taken) {
    if (bytes[edit.start] !== 0x22) continue;
    for (const needle of spellings(bytes.subarray(edit.start + 1, edit.end - 1), edit, longest)) {
      texts.forEach((text, index) => {
        const carrier = carriers[index] as Span;
        if (!edits.has(carrier) && text.includes(needle)) edits.set(carrier, {...carrier, rule: edit.rule});
      });
    }
  }
  return [...edits.values()];
}

/** How the value may be written in a JSON string: as it is, within JSON within that string, decoded from base64. */
function spellings(raw: Buffer, {rule}: RedactionEdit, longest: number): Buffer[] {
  const found = [raw];
  if (raw.length > 2 * longest + shortestCopy) return [];
  if (raw.includes(0x5c)) found.push(escaped(raw.toString()));
  if (rule === 'secrets') {
    const decoded = Buffer.from(raw.toString('latin1'), 'base64').toString().trim();
    if (!decoded.includes('\uFFFD')) found.push(escaped(decoded), escaped(escaped(decoded).toString()));
  }
  return found.filter(({length}) => length >= shortestCopy && length <= longest);
}

function escaped(text: string): Buffer {
  return Buffer.from(JSON.stringify(text).slice(1, -1));
}
