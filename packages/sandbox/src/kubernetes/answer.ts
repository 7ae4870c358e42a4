/** A response before it is sent. A body is made while it is sent, so a long list never lies in memory whole. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Iterable<Uint8Array>;
  /** Told of each chunk of the body that the connection took as it was made: it may be used again. */
  readonly recycle?: (chunk: Uint8Array) => void;
  /** JSON that was indented already, or text: not to be pretty-printed. */
  readonly verbatim?: boolean;
}
