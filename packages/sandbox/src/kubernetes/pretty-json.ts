import type {Answer} from '../loopback/answer.ts';

const quote = 0x22;
const backslash = 0x5c;
const openings = new Set([0x7b, 0x5b]);
const closings = new Set([0x7d, 0x5d]);

/**
 * Indents compact JSON by two spaces as Go's json.Indent does, chunk by chunk: what a kube-apiserver sends to curl
 * and browsers. Tokens keep their bytes; empty objects and arrays stay closed; the final newline is left out.
 */
export async function* prettyJson(chunks: Answer['body']): AsyncGenerator<Uint8Array> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  // An opening bracket whose line break waits for what follows it: `{}` has none.
  let opened = false;
  for await (const chunk of chunks) {
    const parts: string[] = [];
    let copied = 0;
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const copyTo = (end: number) => {
      if (end > copied) parts.push(text.toString('latin1', copied, end));
      copied = end;
    };
    for (let position = 0; position < text.length; position++) {
      const byte = text[position] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
        continue;
      }
      const closing = closings.has(byte);
      if (opened && !closing) {
        copyTo(position);
        parts.push(lineBreak(depth));
      }
      if (closing) {
        depth--;
        copyTo(position);
        if (!opened) parts.push(lineBreak(depth));
      }
      opened = false;
      if (byte === quote) inString = true;
      else if (openings.has(byte)) {
        depth++;
        opened = true;
      } else if (byte === 0x2c) {
        copyTo(position + 1);
        parts.push(lineBreak(depth));
      } else if (byte === 0x3a) {
        copyTo(position + 1);
        parts.push(' ');
      } else if (byte === 0x0a) {
        copyTo(position);
        copied = position + 1;
      }
    }
    copyTo(text.length);
    yield Buffer.from(parts.join(''), 'latin1');
  }
}

function lineBreak(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}
