import defaultResourceTypes from '@firefly/core/default-resource-types.json' with {type: 'json'};
import {type DiscoveredResource, indexTypes} from '@firefly/k8s-source';

import type {Rule} from '@firefly/redaction';

import type {Settings} from '../settings/settings.ts';

type TypeSettings = Pick<Settings, 'resources' | 'addTypes' | 'removeTypes' | 'resourceSwitches' | 'types'>;

/** The default list, as plurals and with their groups: no cluster serves them all, and the chart names each. */
const usual: ReadonlySet<string> = new Set(
  Object.entries(defaultResourceTypes).flatMap(([group, plurals]) =>
    plurals.flatMap((plural) => [plural, `${plural}.${group === '' ? 'core' : group}`]),
  ),
);

/**
 * One sentence for each name in the settings that names no type of this cluster, with the nearest one that there is.
 *
 * Names of the default list are no surprise: no cluster serves them all. Removing what is not there is worth a word
 * only where something else may have been meant.
 */
export function unknownTypeNames(
  settings: TypeSettings,
  discovered: readonly DiscoveredResource[],
  rules: readonly Rule[] = [],
): string[] {
  const index = indexTypes(discovered);
  const {resources = [], addTypes, removeTypes, resourceSwitches, types = []} = settings;
  const switched = (on: boolean) =>
    Object.keys(resourceSwitches).filter((name) => resourceSwitches[name] === on);
  const wanted = [
    ...resources.map((name) => [name, 'resources'] as const),
    ...[...addTypes, ...switched(true)].map((name) => [name, 'addTypes'] as const),
    ...[...removeTypes, ...switched(false)].map((name) => [name, 'removeTypes'] as const),
    ...types.map((name) => [name, '--types'] as const),
    ...rules.flatMap(({name, kinds = []}) =>
      kinds
        .filter((kind) => !kind.includes('*'))
        .map((kind) => [kind, `collector.redactRules, rule "${name}"`] as const),
    ),
  ];
  return wanted.flatMap(([given, setting]) => {
    const name = given.trim().toLowerCase();
    if (name.includes('/') || index.find(name).length > 0 || usual.has(name)) return [];
    const nearest = index.nearest(name);
    if (nearest === undefined && setting === 'removeTypes') return [];
    const hint = nearest === undefined ? '' : `; did you mean ${nearest}`;
    return [`${setting}: this cluster has no type "${given}"${hint}${hint === '' ? '.' : '?'}`];
  });
}
