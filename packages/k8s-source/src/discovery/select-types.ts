import {resourceTypeName} from '@firefly/core';
import defaultResourceTypes from '@firefly/core/default-resource-types.json' with {type: 'json'};

import {isBuiltInGroup} from './built-in-groups.ts';
import type {DiscoveredResource} from './discovered-resource.ts';
import {indexTypes, qualifiedName} from './index-types.ts';

/**
 * Which types to collect. Names are those that `kubectl` takes (`TypeIndex.find`); without a group they mean every
 * group's: `deployments`, `deploy`, or `deployments.apps`, `pods.core` for the core group.
 */
export interface SelectionRules {
  /** Allowed built-in types. Default: the project's one list. */
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
  | 'allowed'
  | 'added'
  | 'custom resource'
  | 'removed'
  | 'cluster-scoped'
  | 'no list verb'
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
  const named = (names: readonly string[] = []): ReadonlySet<string> =>
    new Set(names.flatMap((name) => index.find(name).map(resourceTypeName)));
  const lists = {
    resources: named(rules.resources ?? defaultResources),
    added: named(rules.addTypes),
    removed: named(rules.removeTypes),
    allowedReason: rules.resources === undefined ? 'default list' : 'allowed',
    customResources: rules.customResources ?? true,
    clusterScoped: rules.clusterScoped ?? true,
  } as const;
  return index.types.map((resource) => {
    const [collected, reason] = decide(resource, lists, best);
    return {resource, collected, reason};
  });
}

function decide(
  resource: DiscoveredResource,
  lists: {
    readonly resources: ReadonlySet<string>;
    readonly added: ReadonlySet<string>;
    readonly removed: ReadonlySet<string>;
    readonly allowedReason: 'default list' | 'allowed';
    readonly customResources: boolean;
    readonly clusterScoped: boolean;
  },
  all: ReadonlyMap<string, DiscoveredResource>,
): [boolean, SelectionReason] {
  const name = resourceTypeName(resource);
  if (lists.removed.has(name)) return [false, 'removed'];
  const added = lists.added.has(name);
  const allowed = lists.resources.has(name);
  const custom = (resource.custom ?? !isBuiltInGroup(resource.group)) && lists.customResources;
  if (!added && !allowed && !custom) return [false, 'not allowed'];
  if (!resource.namespaced && !lists.clusterScoped) return [false, 'cluster-scoped'];
  if (!resource.verbs.includes('list')) return [false, 'no list verb'];
  const others = superseded.get(name)?.map((other) => all.get(other)) ?? [];
  // Only where that one is collected, too: else the objects would not be sent at all.
  if (others.some((other) => other !== undefined && decide(other, lists, all)[0]))
    return [false, 'served by another group'];
  return [true, added ? 'added' : allowed ? lists.allowedReason : 'custom resource'];
}

/**
 * Types that two groups serve from the same storage, so that every object would be sent twice; the group on the right
 * is the one that lasted. (`extensions` was served until Kubernetes 1.22.)
 */
const superseded: ReadonlyMap<string, readonly string[]> = new Map([
  ['daemonsets.extensions', ['daemonsets.apps']],
  ['deployments.extensions', ['deployments.apps']],
  ['replicasets.extensions', ['replicasets.apps']],
  ['ingresses.extensions', ['ingresses.networking.k8s.io']],
  ['networkpolicies.extensions', ['networkpolicies.networking.k8s.io']],
  ['podsecuritypolicies.extensions', ['podsecuritypolicies.policy']],
  ['events', ['events.events.k8s.io']],
]);

/**
 * The types that are collected where nothing else is said, each with its group: another group's of the same plural
 * (`pods.metrics.k8s.io`) is another type. Subresources are left out, which are never listed.
 */
export const defaultResources: readonly string[] = withSuperseded(
  Object.entries(defaultResourceTypes).flatMap(([group, plurals]) =>
    plurals
      .filter((plural) => !plural.includes('/'))
      .map((plural) => qualifiedName({group, resource: plural})),
  ),
);

/** Where an old cluster serves a type in its former group alone, it is the same type. */
function withSuperseded(names: readonly string[]): readonly string[] {
  const former = [...superseded].filter(([, latter]) => latter.some((name) => names.includes(name)));
  return [...names, ...former.map(([name]) => name)];
}
