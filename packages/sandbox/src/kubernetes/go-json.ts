import type {Answer} from '../loopback/answer.ts';

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON text as Go's encoder writes it, and so as a kube-apiserver does: HTML characters and line separators escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => escapes[character] ?? character,
  );
}

/** An answer with a value as a kube-apiserver sends it. */
export function goAnswer(status: number, value: unknown, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: {'content-type': 'application/json', ...headers},
    body: [Buffer.from(`${goJson(value)}\n`)],
  };
}

/** The answers that come indented whoever asks. */
export function indentedAnswer(status: number, value: unknown): Answer {
  const body = [Buffer.from(JSON.stringify(value, undefined, 2))];
  return {status, headers: {'content-type': 'application/json'}, body, verbatim: true};
}
