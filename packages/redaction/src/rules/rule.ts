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

/** One rule, built in or the user's: which entries go. All that it names must hold. */
export interface Rule {
  /** What the report counts it by. */
  readonly name: string;
  /** Kinds of objects, as `collector.addTypes` names them: `configmaps`, `widgets.demo.example.com`; `*` ends a glob. */
  readonly kinds?: readonly string[];
  /** Names of namespaces; `*` stands for any letters. */
  readonly namespaces?: readonly string[];
  /** Names of objects; `*` stands for any letters. */
  readonly names?: readonly string[];
  /** Where in the object: `spec.containers[*].env[name=TOKEN].value`, `spec.vault.**.role`. */
  readonly path?: string;
  /** Names of annotations; `*` stands for any letters. */
  readonly annotations?: readonly string[];
  /** Within what is called an environment alone: `env`, `extraEnvVars`, `environment`. */
  readonly within?: 'environment';
  /** An expression (RE2) that the key must match. */
  readonly key?: string;
  /** An expression (RE2); what it matches of the value goes. */
  readonly value?: string;
  /** One of them is enough. */
  readonly detectors?: readonly RuleDetector[];
  /** What stays nevertheless: a value that is a template and nothing else, `{{ .password }}`. Of built-in rules alone. */
  readonly except?: 'templates';
  /** Default: `mask`, with which alone detectors go. */
  readonly action?: RuleAction;
}
