/** A resource type as an API server names it; the terms are Kubernetes' own. */
export interface ResourceType {
  /** `apps`; empty for the core group. */
  readonly group: string;
  /** `v1`. */
  readonly version: string;
  /** The name in the object: `Deployment`. */
  readonly kind: string;
  /** The plural name in the URL: `deployments`. */
  readonly resource: string;
  /** Whether its objects lie in namespaces. */
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

/** What `resourceTypeName` made a name of: `deployments.apps` is `deployments` of the group `apps`. */
export function parseTypeName(name: string): Pick<ResourceType, 'resource' | 'group'> {
  const [resource = '', ...group] = name.split('.');
  return {resource, group: group.join('.')};
}
