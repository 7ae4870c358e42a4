/** One answer of the server; without `body` none is sent. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Success in both contracts: no content, no body. */
export const noContent: Answer = {status: 204};

export function jsonAnswer(status: number, value: unknown): Answer {
  return {status, headers: {'content-type': 'application/json; charset=utf-8'}, body: JSON.stringify(value)};
}

export function textAnswer(status: number, body: string, headers: Answer['headers'] = {}): Answer {
  return {status, headers: {'content-type': 'text/plain; charset=utf-8', ...headers}, body: `${body}\n`};
}
