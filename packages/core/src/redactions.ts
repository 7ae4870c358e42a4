/** How many values one rule took out of objects of one kind. */
export interface RedactionCount {
  /** `secrets`, `env`, and whatever other rule a stage has. */
  readonly rule: string;
  /** The objects' kind. */
  readonly kind: string;
  /** Values taken out. */
  readonly values: number;
}

/** Items of one kind that were left out because their owners want it so. */
export interface LeftOutCount {
  /** What told: the item itself or its namespace, its owner, or that an owner or a namespace could not be judged. */
  readonly reason: 'opted out' | 'owner opted out' | 'owner not read' | 'namespace not known';
  readonly kind: string;
  readonly items: number;
}

/** What a stage took out of the items, and which it left out. */
export interface Redactions {
  /** Values by rule and kind. */
  readonly counts: readonly RedactionCount[];
  /** Their sum, for whoever asks after each item. A preview takes a stage without it for one that takes out nothing. */
  readonly values?: number;
  /** Time spent on it. */
  readonly milliseconds: number;
  /** Items that did not go on. */
  readonly leftOut?: readonly LeftOutCount[];
}
