import type {PlannedRule, RulePlan} from '../rules/rule-plan.ts';
import type {Entry} from './contexts.ts';
import type {Examination, Place} from './examination.ts';
import {matchesOf} from './match-expression.ts';

/** Whether all that a rule says of an entry holds, beside what the value is: where it stands, and what its key is. */
export function applies(rule: PlannedRule, entry: Entry): boolean {
  return (
    (rule.path === undefined || entry.reached.includes(rule) || entry.within.includes(rule)) &&
    (rule.isAnnotation === undefined || (entry.isAnnotation && rule.isAnnotation(entry.keyText))) &&
    (!rule.isInEnvironment || entry.isInEnvironment) &&
    (rule.key === undefined || rule.key(entry.keyText))
  );
}

/** Whether a rule keeps the value, whatever others say. */
export function isKept({keeping}: RulePlan, entry: Entry, value: Buffer, examination: Examination): boolean {
  return keeping.some(
    (rule) =>
      applies(rule, entry) &&
      (rule.value === undefined || matchesOf(rule.value, value.toString(), examination).length > 0),
  );
}

/** The place of what stands in a value: rules of the document around it count as well, but in another environment. */
export function placeOfEntry(document: Place, entry: Entry): Place {
  const {isInEnvironment} = entry;
  const {byKey, byValue} = document.plan;
  const outer = isInEnvironment === document.isInEnvironment ? document : undefined;
  return {
    ...document,
    isInEnvironment,
    keyRule: byKey.find((rule) => applies(rule, entry))?.name ?? outer?.keyRule,
    valueRule: byValue.find((rule) => applies(rule, entry))?.name ?? outer?.valueRule,
    path: () => entry.path(),
  };
}
