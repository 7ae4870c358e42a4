/**
 * Annotations that are known to hold a copy of a manifest, of a specification or of a token. Names that end in
 * `last-applied`, `last-applied-configuration`, `last-applied-spec` and the like count too, whoever writes them, and so
 * does a value that shows what it is.
 */
export const copyAnnotations: readonly string[] = [
  // kubectl apply, and everything that copies it: the whole manifest as it was applied
  'kubectl.kubernetes.io/last-applied-configuration',
  // Rancher, Fleet and K3s (wrangler): the applied manifest, as JSON or as base64 of gzip
  'objectset.rio.cattle.io/applied',
  // operators built on k8s-objectmatcher: the applied manifest, as JSON or as base64 of zip
  'banzaicloud.com/last-applied',
  // kapp, kapp-controller: the applied manifest, and in original-diff and its like what changed in it
  'kapp.k14s.io/original*',
  // OpenShift, on each rollout's ReplicationController: the DeploymentConfig, pod template included
  'openshift.io/encoded-deployment-config',
  // Percona operators: despite its name the whole specification, as base64 of JSON
  'percona.com/last-config-hash',
  // Cluster API: specification and status in the newest version, kept while an older one is served
  'cluster.x-k8s.io/conversion-data',
  // Admiralty: the source Pod's manifest
  'multicluster.admiralty.io/sourcepod-manifest',
  // Config Sync: the object as it is declared in the repository
  'configmanagement.gke.io/declared-config',
  // operators built on Kopf: the specification that they handled last
  '*/last-handled-configuration',
  // before Kubernetes 1.8: the init containers, environment included
  'pod.alpha.kubernetes.io/init-containers',
  // before Kubernetes 1.8: the init containers, environment included
  'pod.beta.kubernetes.io/init-containers',
  // OpenShift, on each service account's dockercfg Secret: the service account's token
  'openshift.io/token-secret.value',
  // vcluster, on synced Pods: the virtual service account's token
  'vcluster.loft.sh/token-*',
];
