/** One row of `k8sTypes`: a resource of one group and version, preferred or not. */
export interface ResourceTypeRecord {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly apiVersion: string;
}
