/** What tells one cluster from another. */
export interface ClusterIdentity {
  /** UID of the namespace `kube-system`; absent when it may not be read. */
  readonly uid?: string;
  /** `gitVersion` of the API server; absent when it may not be read. */
  readonly serverVersion?: string;
}
