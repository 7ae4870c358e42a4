/**
 * A resource type as an API server names it.
 *
 * Terms are Kubernetes' own: `group` is empty for the core group, `resource` is the plural name in the URL
 * (`deployments`), `kind` the name in the object (`Deployment`).
 */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

/** The `apiVersion` that objects of this type carry: `v1`, `apps/v1`. */
export function apiVersionOf(type: Pick<ResourceType, 'group' | 'version'>): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** Group and version of an `apiVersion`: the other way round. */
export function parseApiVersion(apiVersion: string): Pick<ResourceType, 'group' | 'version'> {
  const slash = apiVersion.indexOf('/');
  return {group: apiVersion.slice(0, Math.max(0, slash)), version: apiVersion.slice(slash + 1)};
}

/** The name that a person uses for this type: `pods`, `deployments.apps`; `kubectl get` takes the same. */
export function resourceTypeName(type: Pick<ResourceType, 'group' | 'resource'>): string {
  return type.group === '' ? type.resource : `${type.resource}.${type.group}`;
}
