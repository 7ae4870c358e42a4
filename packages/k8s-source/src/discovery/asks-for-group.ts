import {glob, parseTypeName} from '@firefly/core';

import {isGlob} from '../is-glob.ts';
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
  const asked: string[] = [];
  for (const name of [...namesInResources(resources), ...addTypes]) {
    if (superseded.has(name) || isRemoved(name, removeTypes)) continue;
    const {resource: plural, group} = parseTypeName(name);
    const ofDefaults = defaults.filter((one) => one.startsWith(`${plural}.`) && !superseded.has(one));
    // What stands behind the plural is a group, or a version and a group.
    if (name !== plural) asked.push(group, group.replace(/^v\d[a-z\d]*\./, ''));
    else if (ofDefaults.length > 0) asked.push(...ofDefaults.map((one) => parseTypeName(one).group));
    else if (isGlob(name) || index.find(name).length === 0) asked.push('*');
  }
  const fits = asked.map((one) => glob(one, '*?'));
  return (group) => fits.some((fit) => fit(group === '' ? 'core' : group));
}

function isRemoved(name: string, removeTypes: readonly string[]): boolean {
  const type = parseTypeName(name);
  return removeTypes.some(
    (one) => one === name || one === type.resource || (isGlob(one) && typeGlob(one)(type)),
  );
}
