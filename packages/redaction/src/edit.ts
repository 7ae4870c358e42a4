/** A stretch of bytes: `end` is the offset behind its last byte. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What was found at one place. The value itself is not in it. */
export interface Finding {
  readonly rule: string;
  /** What about the entry told: `telling key`, the name of a form of token, `unread`, … */
  readonly detector: string;
  /** Where, through all documents that it lies in: `data["app.yml"] › spring.datasource.password`. */
  readonly path: string;
}

/** One change to a text: these bytes go, and this ASCII text stands in their place. */
export interface Edit extends Span {
  readonly text: string;
  /** Counted and reported; several where the stretch holds a document that is packed anew. */
  readonly findings: readonly Finding[];
}

/** In order and apart: an edit within another goes with it, and those that overlap become one. */
export function outermost(edits: Edit[]): Edit[] {
  if (edits.every(({start}, index) => index === 0 || start >= (edits[index - 1] as Edit).end)) return edits;
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Edit[] = [];
  for (const edit of sorted) {
    const last = kept.at(-1);
    if (last === undefined || edit.start >= last.end) kept.push(edit);
    else if (edit.end > last.end) {
      kept[kept.length - 1] = {...last, end: edit.end, findings: [...last.findings, ...edit.findings]};
    }
  }
  return kept;
}

/** How long the text is once the edits are made. */
export function editedLength(length: number, edits: readonly Edit[]): number {
  return edits.reduce((sum, {start, end, text}) => sum + text.length - (end - start), length);
}

/** Writes the text with the edits made to `target` at `offset`. */
export function writeEdited(source: Buffer, edits: readonly Edit[], target: Uint8Array, offset: number) {
  let from = 0;
  let to = offset;
  for (const {start, end, text} of edits) {
    source.copy(target, to, from, start);
    to += start - from;
    for (let at = 0; at < text.length; at++) target[to++] = text.charCodeAt(at);
    from = end;
  }
  source.copy(target, to, from);
}

/** The text with the edits made; they lie in order and apart. */
export function applyEdits(source: Buffer, edits: readonly Edit[]): Buffer {
  const bytes = Buffer.allocUnsafe(editedLength(source.length, edits));
  writeEdited(source, edits, bytes, 0);
  return bytes;
}
