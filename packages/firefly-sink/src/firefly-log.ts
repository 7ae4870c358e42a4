/** Facts beside a log line; never a key, a token or a request. */
export type FireflyLogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where this package tells what it does while it does it. Nothing is written anywhere unless one is given. */
export interface FireflyLog {
  /** Each request and its answer. */
  debug(message: string, fields?: FireflyLogFields): void;
  /** What a person who reads one run's log wants to know: which contract, which fetching. */
  info(message: string, fields?: FireflyLogFields): void;
  /** Something went wrong and was got over: a retry, metadata that could not be sent. */
  warn(message: string, fields?: FireflyLogFields): void;
}

/** Swallows everything: the default. */
export const silentLog: FireflyLog = {debug() {}, info() {}, warn() {}};
