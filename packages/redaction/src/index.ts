export type {Edit, Finding, Span} from './edit.ts';
export {
  createRedactionStage,
  createRedactor,
  type Redactor,
  type RedactorOptions,
} from './create-redactor.ts';
export {createOwnKeysStage} from './own-keys/create-own-keys-stage.ts';
export {
  createRedactionMarker,
  type MarkerOf,
  redactionMarker,
  shortestMarkerKey,
} from './engine/redaction-marker.ts';
export {
  builtInRules,
  chosenRuleSets,
  redactChoices,
  type RuleSet,
  type RuleSetName,
} from './rules/built-in-rules.ts';
export type {Rule, RuleAction, RuleDetector} from './rules/rule.ts';
export type {UserRules} from './rules/read-rules.ts';
export {RuleError} from './rules/rule-error.ts';
export {ruleSchema} from './rules/rule-schema.ts';
export type {CompileExpression, Expression} from './rules/rule-plan.ts';
