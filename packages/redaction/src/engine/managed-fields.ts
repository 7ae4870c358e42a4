import type {Edit} from '../edit.ts';
import {skipSpace, withComma} from '../readers/json-text.ts';
import type {Outline} from '../readers/outline.ts';
import {takesAll} from '../rules/rule-plan.ts';
import {applies} from './applies.ts';
import {createContexts} from './contexts.ts';
import type {Place} from './examination.ts';
import {pathOf} from './path-of.ts';

/** The edits that empty the lists of `managedFields`, or leave them out: an outline passes over them. */
export function managedFields(outline: Outline, place: Place): Edit[] {
  const {source} = outline;
  const {plan} = place;
  const contexts = plan.paths.length === 0 ? undefined : createContexts(outline, place);
  return outline.skipped.flatMap((node) => {
    const [start, end] = [outline.start(node), outline.end(node)];
    const entry = contexts?.entry(node);
    const leading = plan.rules.filter(
      (rule) =>
        entry !== undefined && rule.path !== undefined && takesAll(rule, true) && applies(rule, entry),
    );
    const isKept = leading.some(({action}) => action === 'keep');
    const {name, action} = leading[0] ?? {name: plan.managedFields, action: 'mask'};
    const isEmpty = action === 'mask' && source[skipSpace(source, start + 1)] === 0x5d;
    if (isKept || name === undefined || isEmpty) return [];
    const findings = [{rule: name, detector: 'path', path: pathOf(node, outline, place)}];
    const span = action === 'drop' ? withComma(source, outline.begin(node), end) : {start, end};
    return [{...span, text: action === 'drop' ? '' : '[]', findings}];
  });
}
