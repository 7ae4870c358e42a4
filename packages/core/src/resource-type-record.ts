import {apiVersionOf, type ResourceType} from './resource-type.ts';

/** One row of `k8sTypes`: a resource of one group and version, preferred or not. */
export interface ResourceTypeRecord {
  /** The objects' kind: `Deployment`. */
  readonly kind: string;
  /** Whether its objects lie in namespaces. */
  readonly namespaced: boolean;
  /** Group and version: `apps/v1`, `v1`. */
  readonly apiVersion: string;
}

/** The row of a type: for a source's `Plan.resourceTypes`. */
export function resourceTypeRecord(type: Omit<ResourceType, 'resource'>): ResourceTypeRecord {
  return {kind: type.kind, namespaced: type.namespaced, apiVersion: apiVersionOf(type)};
}
