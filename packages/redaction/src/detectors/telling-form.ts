/** A form by which a secret shows itself, wherever it stands. */
export interface TellingForm {
  /** What findings call it. */
  readonly name: string;
  /**
   * What stands in every such value, in the case that it has there, three letters at least: looked for before anything is
   * decoded.
   */
  readonly anchors: readonly string[];
  /** Every such value is a run of twenty letters and more, which is looked for anyway: no word need be. */
  readonly isRun?: true;
  /** A letter that stands somewhere behind the anchor in every such value: the anchor alone is too common. */
  readonly before?: '@';
  /** The secret is the whole match, or its group `secret`. Linear in time: no nested repetition. */
  readonly form: RegExp;
}
