import {apiVersionOf, type DiscoveryFailure} from '@firefly/core';

import type {Discovery} from './discover.ts';
import type {DiscoveredResource} from './discovered-resource.ts';

/** `APIGroupDiscoveryList` of `apidiscovery.k8s.io/v2` and `v2beta1`, which differ in nothing that is read here. */
export interface GroupDiscoveryList {
  readonly kind: 'APIGroupDiscoveryList';
  readonly items?: readonly GroupDiscovery[];
}

interface GroupDiscovery {
  readonly metadata?: {readonly name?: string};
  readonly versions?: readonly VersionDiscovery[];
}

interface VersionDiscovery {
  readonly version: string;
  readonly freshness?: string;
  readonly resources?: readonly ResourceDiscovery[];
}

interface ResourceDiscovery {
  readonly resource: string;
  readonly responseKind?: {readonly kind?: string} | null;
  readonly scope?: string;
  readonly singularResource?: string;
  readonly verbs?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** Whether the server knows aggregated discovery; one before 1.26 answers with something else. */
export function isGroupDiscoveryList(answer: unknown): answer is GroupDiscoveryList {
  return (answer as {kind?: unknown} | null)?.kind === 'APIGroupDiscoveryList';
}

/** Reads one answer; pure. A version that is `Stale` (its API service is dead) is a failure, with what is known of it. */
export function readAggregated(list: GroupDiscoveryList): Discovery {
  const resources: DiscoveredResource[] = [];
  const failures: DiscoveryFailure[] = [];
  for (const {metadata, versions = []} of list.items ?? []) {
    const group = metadata?.name ?? '';
    for (const [versionRank, {version, freshness, resources: found = []}] of versions.entries()) {
      if (freshness === 'Stale') {
        failures.push({
          subject: 'group',
          name: apiVersionOf({group, version}),
          message: 'discovery is stale: the API service behind this group does not answer',
        });
      }
      for (const entry of found) {
        // A resource without a kind of its own has subresources only.
        if (!entry.responseKind?.kind) continue;
        resources.push({
          group,
          version,
          versionRank,
          resource: entry.resource,
          kind: entry.responseKind.kind,
          namespaced: entry.scope === 'Namespaced',
          verbs: entry.verbs ?? [],
          shortNames: entry.shortNames ?? [],
          categories: entry.categories ?? [],
          singularName: entry.singularResource ?? '',
        });
      }
    }
  }
  return {resources, failures};
}
