/** One of the things that `collector.redact` can name; each is off unless named. */
export type RedactionRule = 'secrets' | 'env' | 'managedFields' | 'lastApplied';
