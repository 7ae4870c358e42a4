import {type DiscoveryFailure, parseApiVersion, parseTypeName} from '@firefly/core';
import {type Discovery, indexTypes, namesInResources} from '@firefly/k8s-source';
import type {Rule} from '@firefly/redaction';

import type {Settings} from '../settings/settings.ts';

type TypeSettings = Pick<
  Settings,
  'resources' | 'addTypes' | 'removeTypes' | 'resourceSwitches' | 'types' | 'selectors'
>;

/** The project's lists, as plurals and with their groups: no cluster serves them all, and the chart names each. */
const usual: ReadonlySet<string> = new Set(
  namesInResources(['default+recent']).flatMap((name) => [name, parseTypeName(name).resource]),
);

/** A name in the settings that names no type of the API groups that answered. */
export interface UnknownTypeName {
  /** Where it stands. */
  readonly setting: string;
  /** False where an API group that did not answer may have it. */
  readonly isCertain: boolean;
  /** What is wrong, with the nearest type that there is. */
  readonly sentence: string;
}

/** What else is looked at, and what it is called. */
interface NameSearch {
  readonly rules?: readonly Rule[] | undefined;
  /** Default: `this cluster`. */
  readonly where?: string;
}

/**
 * The names in the settings that name no type of this cluster.
 *
 * Names of the project's lists are no surprise: no cluster serves them all. Removing what is not there is worth a word
 * only where something else may have been meant.
 */
export function unknownTypeNames(
  settings: TypeSettings,
  {resources: discovered, failures}: Pick<Discovery, 'resources' | 'failures'>,
  {rules = [], where = 'this cluster'}: NameSearch = {},
): UnknownTypeName[] {
  const index = indexTypes(discovered);
  const {resources, addTypes, removeTypes, resourceSwitches, types = [], selectors} = settings;
  const switched = (on: boolean) =>
    Object.keys(resourceSwitches).filter((name) => resourceSwitches[name] === on);
  const wanted = [
    ...namesInResources(resources).map((name) => [name, 'resources'] as const),
    ...Object.keys(selectors).map((name) => [name, 'selectors'] as const),
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
    const hint = nearest === undefined ? '.' : `; did you mean ${nearest}?`;
    const silent = failures.filter((failure) => mayServe(failure, name)).map((failure) => failure.name);
    const sentence =
      silent.length === 0
        ? `${setting}: ${where} has no type "${given}"${hint}`
        : `${setting}: no API group that answers has the type "${given}"${hint} No answer came from ${silent.join(', ')}.`;
    return [{setting, isCertain: silent.length === 0, sentence}];
  });
}

/** Whether what could not be found out may have a type of this name: any may, where the name says no group. */
function mayServe({subject, name, code}: DiscoveryFailure, type: string): boolean {
  const {group: behind} = parseTypeName(type);
  if (behind === '' || code === 'K8S_MORE_FAILURES') return true;
  const group = subject === 'group' ? parseApiVersion(name).group : parseTypeName(name).group;
  return `.${behind}`.endsWith(`.${group}`);
}
