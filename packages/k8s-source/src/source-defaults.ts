/** Every default of a source, in one place. Times are milliseconds. */
export const sourceDefaults = {
  /** Objects in the first page of a list; later ones are as large as they need to be. */
  listLimit: 500,
  /** Requests to the API server under way at once. */
  concurrency: 8,
  /** Tries after the first. */
  retries: 3,
  /** Until a list's answer begins: the API server itself gives up after a minute. */
  firstByte: 70_000,
} as const;
