import type {Place} from './examination.ts';
import type {WaitingEntry} from './frame.ts';

/** The place of what stands in a value: the rules that take by key and by value there. */
export function placeOfEntry(document: Place, {isInEnvironment, path}: WaitingEntry): Place {
  const {rules} = document.plan;
  const keyRule = rules.find(
    (rule) => rule.tellsByKey && (!rule.isInEnvironment || isInEnvironment) && rule.path === undefined,
  )?.name;
  const valueRule = rules.find((rule) => rule.tellsByValue && rule.path === undefined)?.name;
  return {...document, isInEnvironment, keyRule, valueRule, path};
}
