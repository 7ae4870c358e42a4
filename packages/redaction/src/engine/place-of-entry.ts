import {applies} from './applies.ts';
import type {Entry} from './contexts.ts';
import type {Place} from './examination.ts';

/**
 * The place of what stands in a value: the rules that take by key and by value there, which count in a document in it as
 * well, unless that is another environment.
 */
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
