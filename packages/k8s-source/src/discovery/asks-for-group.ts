import defaultResourceTypes from '@firefly/core/default-resource-types.json' with {type: 'json'};

import type {DiscoveredResource} from './discovered-resource.ts';
import {indexTypes} from './index-types.ts';
import type {SelectionRules} from './select-types.ts';

/**
 * Whether the lists name a type of a group, for groups of which nothing is known: a custom resource group that nobody
 * named may be dead for ever. A plain plural means the group that the default list has it in, or else any group, as long
 * as none that answered serves it.
 */
export function asksForGroup(
  {resources, addTypes = [], removeTypes = []}: SelectionRules,
  discovered: readonly DiscoveredResource[],
): (group: string) => boolean {
  const removed = new Set(removeTypes);
  const defaults = Object.entries(defaultResourceTypes).flatMap(([group, plurals]) =>
    plurals.map((plural) => ({plural, group})),
  );
  const index = indexTypes(discovered);
  const groups = new Set<string>();
  let anyGroup = false;
  const named = resources === undefined ? addTypes : [...resources, ...addTypes];
  for (const name of named.filter((one) => !removed.has(one))) {
    const [plural = '', ...group] = name.split('.');
    const ofDefaults = defaults.filter((entry) => entry.plural === plural);
    if (group.length > 0) groups.add(group.join('.'));
    else if (ofDefaults.length > 0) for (const entry of ofDefaults) groups.add(entry.group);
    else if (index.find(name).length === 0) anyGroup = true;
  }
  if (resources === undefined)
    for (const {plural, group} of defaults)
      if (!removed.has(plural) && !removed.has(`${plural}.${group}`)) groups.add(group);
  return (group) => anyGroup || groups.has(group);
}
