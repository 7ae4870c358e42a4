import type {RedactionRule} from './redaction-rule.ts';

/** A stretch of an object's JSON text, quotes and brackets included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One value that a rule takes out. */
export interface RedactionEdit extends Span {
  readonly rule: RedactionRule;
  /** It lies within a string, whose quotes are not the value's. */
  readonly isPart?: true;
}

/** One member of an object named `annotations` whose value is a string. */
export interface Annotation {
  readonly key: Span;
  readonly value: Span;
}

/** What one walk over an object told. */
export interface RedactionFindings {
  /** In no order; one may lie within another. */
  readonly edits: readonly RedactionEdit[];
  readonly annotations: readonly Annotation[];
  /** Strings that stay and are likely to repeat a value that goes: other variables, commands and arguments. */
  readonly carriers: readonly Span[];
}
