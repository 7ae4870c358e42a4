import {globExpression, isGlob} from '../glob-expression.ts';
import {namesInResources, superseded} from './default-types.ts';
import type {DiscoveredResource} from './discovered-resource.ts';
import {indexTypes} from './index-types.ts';
import type {SelectionRules} from './select-types.ts';
import {typeGlob} from './type-glob.ts';

/**
 * Whether the lists name a type of a group, for groups of which nothing is known: a custom resource group that nobody
 * named may be dead for ever. A plain plural means the group that the default list has it in, or else any group, as long
 * as none that answered serves it.
 */
export function asksForGroup(
  {resources, addTypes = [], removeTypes = []}: SelectionRules,
  discovered: readonly DiscoveredResource[],
): (group: string) => boolean {
  const defaults = namesInResources();
  const index = indexTypes(discovered);
  const asked: RegExp[] = [];
  for (const name of [...namesInResources(resources), ...addTypes]) {
    if (superseded.has(name) || isRemoved(name, removeTypes)) continue;
    const [plural = ''] = name.split('.');
    const ofDefaults = defaults.filter((one) => one.startsWith(`${plural}.`) && !superseded.has(one));
    if (isGlob(name) || name !== plural) asked.push(globExpression(groupOf(name) || '*'));
    else if (ofDefaults.length > 0) asked.push(...ofDefaults.map((one) => globExpression(groupOf(one))));
    else if (index.find(name).length === 0) asked.push(globExpression('*'));
  }
  return (group) => asked.some((one) => one.test(group === '' ? 'core' : group));
}

function isRemoved(name: string, removeTypes: readonly string[]): boolean {
  const [resource = ''] = name.split('.');
  return removeTypes.some(
    (one) =>
      one === name || one === resource || (isGlob(one) && typeGlob(one)({group: groupOf(name), resource})),
  );
}

function groupOf(name: string): string {
  return name.split('.').slice(1).join('.');
}
