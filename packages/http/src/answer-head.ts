/** Longest head of an answer, in bytes. */
export const longestHeadBytes = 256 * 1024;

/** What stands at the beginning of bytes that an HTTP/1 server sent. */
export type AnswerHead =
  /** More bytes are needed to tell. */
  | {readonly kind: 'unfinished'}
  /** No answer of HTTP/1, or a head that does not end. */
  | {readonly kind: 'foreign'}
  | {
      readonly kind: 'head';
      readonly status: number;
      /** The status line and the headers, the empty line included. */
      readonly text: string;
      /** Its bytes: the body begins here. */
      readonly length: number;
    };

const headStart = 'HTTP/1.';

/** Reads the head of an answer; bare line feeds end a line as well. */
export function answerHead(bytes: Buffer): AnswerHead {
  const start = bytes.toString('latin1', 0, headStart.length);
  if (!headStart.startsWith(start)) return {kind: 'foreign'};
  const length = headLength(bytes);
  if (length === 0) return {kind: bytes.length > longestHeadBytes ? 'foreign' : 'unfinished'};
  const text = bytes.toString('latin1', 0, length);
  const [, status] = /^HTTP\/1\.\d (\d{3})\b/.exec(text) ?? [];
  return status === undefined ? {kind: 'foreign'} : {kind: 'head', status: Number(status), text, length};
}

function headLength(bytes: Buffer): number {
  for (let end = bytes.indexOf('\n'); end !== -1; end = bytes.indexOf('\n', end + 1)) {
    if (bytes[end + 1] === 0x0a) return end + 2;
    if (bytes[end + 1] === 0x0d && bytes[end + 2] === 0x0a) return end + 3;
  }
  return 0;
}
