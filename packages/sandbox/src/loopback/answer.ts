/** A response before it is sent. A body is made while it is sent, so a long list never lies in memory whole. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Told of each chunk of the body that the connection took as it was made: it may be used again. */
  readonly recycle?: (chunk: Uint8Array) => void;
  /** JSON that was indented already, or text: not to be pretty-printed. */
  readonly verbatim?: boolean;
}

/** Success in both contracts of Firefly: no content, no body. */
export const noContent: Answer = {status: 204, headers: {}, body: []};

/** An answer with a value as compact JSON. */
export function jsonAnswer(status: number, value: unknown): Answer {
  const headers = {'content-type': 'application/json; charset=utf-8'};
  return {status, headers, body: [Buffer.from(JSON.stringify(value))]};
}

/** An answer with a line of text. */
export function textAnswer(status: number, line: string, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: {'content-type': 'text/plain; charset=utf-8', ...headers},
    body: [Buffer.from(`${line}\n`)],
  };
}
