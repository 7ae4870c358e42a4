import type {ApiGroup} from './api-group.ts';
import type {Cluster} from './cluster.ts';
import {filledLists, type ResourceDefinition, type SubresourceDefinition} from './resource-definition.ts';

/** The version of apidiscovery.k8s.io that a server speaks; `none` is a server before 1.26. */
export type AggregatedDiscovery = 'v2' | 'v2beta1' | 'none';

/**
 * `APIGroupDiscoveryList` of `/api` (the core group) or of `/apis` (all others), keys in the server's order. Kinds of
 * built-in resources come without group and version, as a real server leaves them out.
 */
export function discoveryDocument(cluster: Cluster, isCore: boolean, version: 'v2' | 'v2beta1'): unknown {
  const groups = cluster.groups.filter(({name}) => (name === '') === isCore);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map((group) => ({
      metadata: group.name === '' ? {} : {name: group.name},
      versions: group.versions.map((entry) => versionEntry(cluster, group, entry)),
    })),
  };
}

function versionEntry(cluster: Cluster, group: ApiGroup, entry: ApiGroup['versions'][number]) {
  const {version, available} = entry;
  if (!available) return {version, freshness: 'Stale'};
  const resources = cluster.resources.filter(
    (definition) => definition.group === group.name && definition.versions.includes(version),
  );
  const entries = resources.map((definition) => resourceEntry(definition, version));
  return {version, ...filledLists({resources: entries}), freshness: 'Current'};
}

function resourceEntry(definition: ResourceDefinition, version: string) {
  const {resource, kind, namespaced, singular, verbs, shortNames, categories} = definition;
  const subresources = subresourcesIn(definition, version).map((subresource) => ({
    subresource: subresource.name,
    responseKind:
      subresource.group === undefined
        ? responseKind(definition, version, subresource.kind)
        : {group: subresource.group, version: subresource.version, kind: subresource.kind},
    verbs: subresource.verbs,
  }));
  return {
    resource,
    responseKind: responseKind(definition, version, kind),
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...filledLists({shortNames, categories, subresources}),
  };
}

function responseKind({custom, group}: ResourceDefinition, version: string, kind: string) {
  return custom ? {group, version, kind} : {group: '', version: '', kind};
}

/** The subresources that one version of a resource has. */
export function subresourcesIn(
  {subresources}: ResourceDefinition,
  version: string,
): readonly SubresourceDefinition[] {
  return subresources.filter(({versions}) => versions?.includes(version) ?? true);
}
