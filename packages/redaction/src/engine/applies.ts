import type {PlannedRule, RulePlan} from '../rules/rule-plan.ts';
import type {Entry} from './contexts.ts';

/** Whether all that a rule says of an entry holds, beside what the value is: where it stands, and what its key is. */
export function applies(rule: PlannedRule, entry: Entry): boolean {
  return (
    (rule.path === undefined || entry.reached.includes(rule) || entry.within.includes(rule)) &&
    (rule.isAnnotation === undefined || (entry.isAnnotation && rule.isAnnotation(entry.keyText))) &&
    (!rule.isInEnvironment || entry.isInEnvironment) &&
    (rule.key === undefined || rule.key(entry.keyText).length > 0)
  );
}

/** Whether a rule keeps the value, whatever others say. */
export function isKept({keeping}: RulePlan, entry: Entry, value: Buffer): boolean {
  return keeping.some(
    (rule) => applies(rule, entry) && (rule.value === undefined || rule.value(value.toString()).length > 0),
  );
}
