/** A subresource as discovery names it; `kind` is what its own endpoint speaks. */
export interface SubresourceDefinition {
  readonly name: string;
  readonly kind: string;
  /** Set when the kind lives in another group than the resource: `autoscaling/v1 Scale`. */
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
  /** Versions that have it; all when absent. */
  readonly versions?: readonly string[];
}

/** A resource that the API server serves, in one or several versions. Terms are Kubernetes' own. */
export interface ResourceDefinition {
  /** Empty for the core group. */
  readonly group: string;
  /** Served versions; the first is the one that explicit objects are stored in. */
  readonly versions: readonly string[];
  /** Plural name, as in the path. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly SubresourceDefinition[];
  /** Served the way custom resources are: sorted keys, `apiVersion` and `kind` in each item. */
  readonly custom: boolean;
  /** Not kept in etcd: its lists know no resource version and ignore `limit` (componentstatuses). */
  readonly computed?: boolean;
}

/** `deployments.apps`, `pods`: the key that tells resources apart, whatever their version. */
export function definitionName(definition: Pick<ResourceDefinition, 'group' | 'resource'>): string {
  return definition.group === '' ? definition.resource : `${definition.resource}.${definition.group}`;
}

/** The lists that hold something: Go leaves empty ones out (`omitempty`). */
export function filledLists<T extends Readonly<Record<string, readonly unknown[]>>>(lists: T): Partial<T> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Partial<T>;
}

/** The `apiVersion` of objects of this group in one version. */
export function groupVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}
