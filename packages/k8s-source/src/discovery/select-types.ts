import {resourceTypeName} from '@firefly/core';

import {isBuiltInGroup} from './built-in-groups.ts';
import {defaultResources, namesInResources, recentResources, superseded} from './default-types.ts';
import type {DiscoveredResource} from './discovered-resource.ts';
import {indexTypes, qualifiedName} from './index-types.ts';

/**
 * Which types to collect. Names are those that `kubectl` takes, and globs (`TypeIndex.find`); without a group they mean
 * every group's: `deployments`, `deploy`, or `deployments.apps`, `pods.core` for the core group, `*.apps`.
 */
export interface SelectionRules {
  /** Allowed built-in types; `default` and `default+recent` stand for the project's lists. Default: `default`. */
  readonly resources?: readonly string[];
  /** On top of `resources`. */
  readonly addTypes?: readonly string[];
  /** Never, whatever else is said; custom resources included. */
  readonly removeTypes?: readonly string[];
  /** Whether types of custom resource groups are collected without being named. Default true. */
  readonly customResources?: boolean;
  /** Whether types whose objects lie in no namespace are collected. Default true. */
  readonly clusterScoped?: boolean;
}

/** Why a resource is collected, or is not. */
export type SelectionReason =
  | 'default list'
  | 'recent list'
  | 'allowed'
  | 'added'
  | 'custom resource'
  | 'removed'
  | 'cluster-scoped'
  | 'no list verb'
  | 'only in default+recent'
  | 'not allowed'
  | 'served by another group';

/** What was decided for one resource of one group, and why. */
export interface SelectionDecision {
  /** In the version that would be read. */
  readonly resource: DiscoveredResource;
  /** Whether it is read. */
  readonly collected: boolean;
  /** Which rule said so. */
  readonly reason: SelectionReason;
  /** The name or glob of the rule that decided, or the group whose objects are read instead; absent where no list names it. */
  readonly name?: string;
}

/** By what name each of some types is in a list. */
type Named = ReadonlyMap<string, string>;

interface Lists {
  readonly resources: Named;
  readonly added: Named;
  readonly removed: Named;
  readonly customResources: boolean;
  readonly clusterScoped: boolean;
}

/**
 * Decides for every discovered resource whether it is collected: once, in its group's preferred version, or in the best
 * of the versions that it exists in. Pure; the order of discovery is kept.
 */
export function selectTypes(
  discovered: readonly DiscoveredResource[],
  rules: SelectionRules = {},
): SelectionDecision[] {
  const index = indexTypes(discovered);
  const best = new Map(index.types.map((type) => [resourceTypeName(type), type]));
  const named = (names: readonly string[] = []): Named =>
    // The first name wins.
    new Map(
      names.toReversed().flatMap((name) => index.find(name).map((type) => [resourceTypeName(type), name])),
    );
  const lists: Lists = {
    resources: named(namesInResources(rules.resources)),
    added: named(rules.addTypes),
    removed: named(rules.removeTypes),
    customResources: rules.customResources ?? true,
    clusterScoped: rules.clusterScoped ?? true,
  };
  const isListed = (name: string) => rules.resources?.includes(name) === true;
  return index.types.map((resource) => {
    const {reason, ...decision} = decide(resource, lists, best);
    // What a whole list brought is not named by whoever asked for the list.
    const isAllowed = reason === 'allowed' && !isListed(decision.name ?? '');
    if (!isAllowed) return {resource, reason, ...decision};
    const {collected} = decision;
    const isDefault = defaultResources.includes(decision.name ?? '');
    return {resource, collected, reason: isDefault ? 'default list' : 'recent list'};
  });
}

function decide(
  resource: DiscoveredResource,
  lists: Lists,
  all: ReadonlyMap<string, DiscoveredResource>,
): Omit<SelectionDecision, 'resource'> {
  const key = resourceTypeName(resource);
  const removed = lists.removed.get(key);
  if (removed !== undefined) return {collected: false, reason: 'removed', name: removed};
  const added = lists.added.get(key);
  const name = added ?? lists.resources.get(key);
  const custom = (resource.custom ?? !isBuiltInGroup(resource.group)) && lists.customResources;
  if (name === undefined && !custom) {
    const isRecent = recentResources.includes(qualifiedName(resource));
    return {collected: false, reason: isRecent ? 'only in default+recent' : 'not allowed'};
  }
  const named = name === undefined ? {} : {name};
  if (!resource.namespaced && !lists.clusterScoped)
    return {collected: false, reason: 'cluster-scoped', ...named};
  if (!resource.verbs.includes('list')) return {collected: false, reason: 'no list verb', ...named};
  const other = superseded.get(key)?.find((one) => {
    const type = all.get(one);
    // Only where that one is collected, too: else the objects would not be sent at all.
    return type !== undefined && decide(type, lists, all).collected;
  });
  if (other !== undefined) return {collected: false, reason: 'served by another group', name: other};
  if (name === undefined) return {collected: true, reason: 'custom resource'};
  return {collected: true, reason: added === undefined ? 'allowed' : 'added', name};
}
