/**
 * Facts beside a log line, as plain data; never a key, a token or a request. `detail` is a sentence that readable lines
 * show after the message.
 */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where commands and the packages that they compose tell what happens. Messages are stable; what varies is a field. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
