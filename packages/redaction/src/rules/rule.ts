/** What is done with what a rule finds. */
export type RuleAction =
  /** The value goes, and a marker stands in its place. */
  | 'mask'
  /** The member goes, key and value; where a document has no way to leave it out, it is masked. */
  | 'drop'
  /** Nothing, and no later rule looks at it: Firefly's own keys go nevertheless. */
  | 'keep';

/** What an entry must show for a rule to take it, beside where it stands. */
export type RuleDetector =
  /** Its key says that it is a secret. */
  | 'telling key'
  /** Its value has the form of a secret. */
  | 'telling value'
  /** It is a manifest, or a token, by its look: a copy of the object that it is an annotation of, say. */
  | 'copy';

/**
 * One rule, built in or the user's: data that says which entries go. All that it names must hold; of what it does not
 * name, everything counts. `ruleSchema` says what each member is.
 */
export interface Rule {
  readonly name: string;
  readonly kinds?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly names?: readonly string[];
  readonly path?: string;
  readonly annotations?: readonly string[];
  readonly within?: 'environment';
  readonly key?: string;
  readonly value?: string;
  readonly detectors?: readonly RuleDetector[];
  readonly action?: RuleAction;
}
