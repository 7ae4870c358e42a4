export type {Edit, Finding} from './edit.ts';
export {createRedactor, type Redactor, type RedactorOptions} from './create-redactor.ts';
export {createRedactionStage} from './create-redaction-stage.ts';
export {createOwnKeysStage} from './own-keys/create-own-keys-stage.ts';
export {createMarker, redactionMarker, shortestMarkerKey} from './engine/marker.ts';
export {builtInRules, redactChoices, type RuleSet, type RuleSetName} from './rules/built-in-rules.ts';
export type {Rule, RuleAction, RuleDetector} from './rules/rule.ts';
