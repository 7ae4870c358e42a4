import type {Answer} from '../loopback/answer.ts';

/** A closed empty object or array, a string, a mark, or a number or word. */
const token = /\{\}|\[\]|"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/**
 * Indents compact JSON by two spaces as Go's json.Indent does: what a kube-apiserver sends to curl and browsers.
 * Tokens keep their bytes; empty objects and arrays stay closed; the final newline is left out.
 */
export async function* prettyJson(chunks: Answer['body']): AsyncGenerator<Uint8Array> {
  const whole: Uint8Array[] = [];
  // A copy: the buffer of a chunk may be used again.
  for await (const chunk of chunks) whole.push(Uint8Array.from(chunk));
  let depth = 0;
  const lineBreak = (change: number) => `\n${'  '.repeat((depth += change))}`;
  const text = Buffer.concat(whole).toString('latin1');
  const pretty = text.replaceAll(/\n$/g, '').replaceAll(token, (found) => {
    switch (found) {
      case '{':
      case '[':
        return found + lineBreak(1);
      case '}':
      case ']':
        return lineBreak(-1) + found;
      case ',':
        return found + lineBreak(0);
      case ':':
        return ': ';
      default:
        return found;
    }
  });
  yield Buffer.from(pretty, 'latin1');
}
