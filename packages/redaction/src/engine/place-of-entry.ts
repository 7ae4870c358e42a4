import type {Entry} from './contexts.ts';
import type {Place} from './examination.ts';

/** The place of what stands in a value: the rules that take by key and by value there. */
export function placeOfEntry(
  document: Place,
  {isInEnvironment, path}: Pick<Entry, 'isInEnvironment' | 'path'>,
): Place {
  const {environmentRule, keyRule, valueRule} = document.plan;
  return {
    ...document,
    isInEnvironment,
    keyRule: isInEnvironment ? environmentRule : keyRule,
    valueRule,
    path,
  };
}
