import {apiVersionOf, type ResourceType} from './resource-type.ts';

/** One row of `k8sTypes`: a resource of one group and version, preferred or not. */
export interface ResourceTypeRecord {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly apiVersion: string;
}

export function resourceTypeRecord(type: Omit<ResourceType, 'resource'>): ResourceTypeRecord {
  return {kind: type.kind, namespaced: type.namespaced, apiVersion: apiVersionOf(type)};
}
