import defaultResourceTypes from '@firefly/core/default-resource-types.json' with {type: 'json'};
import recentResourceTypes from '@firefly/core/recent-resource-types.json' with {type: 'json'};

import {qualifiedName} from './index-types.ts';

/**
 * Types that two groups serve from the same storage: every object would be sent twice. The group on the right is the newer
 * one. (`extensions` was served until Kubernetes 1.22.)
 */
export const superseded: ReadonlyMap<string, readonly string[]> = new Map([
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
export const defaultResources: readonly string[] = withSuperseded(namesOf(defaultResourceTypes));

/** What Kubernetes has added since that list was written, asked for by `default+recent`. */
export const recentResources: readonly string[] = namesOf(recentResourceTypes);

const lists: ReadonlyMap<string, readonly string[]> = new Map([
  ['default', defaultResources],
  ['default+recent', [...defaultResources, ...recentResources]],
]);

/** The names that `resources` gives, with the lists that it may name (`default`, `default+recent`) written out. */
export function namesInResources(resources: readonly string[] = ['default']): readonly string[] {
  return resources.flatMap((name) => lists.get(name.trim().toLowerCase()) ?? [name]);
}

function namesOf(types: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(types).flatMap(([group, plurals]) =>
    plurals
      .filter((plural) => !plural.includes('/'))
      .map((plural) => qualifiedName({group, resource: plural})),
  );
}

/** Where an old cluster serves a type in its former group alone, it is the same type. */
function withSuperseded(names: readonly string[]): readonly string[] {
  const former = [...superseded].filter(([, latter]) => latter.some((name) => names.includes(name)));
  return [...names, ...former.map(([name]) => name)];
}
