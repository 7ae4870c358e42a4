/** Annotations that hold a copy of a manifest, or a token, and whose; `last-applied` and what shows itself count too. */
export const copyAnnotations: readonly string[] = `
kubectl.kubernetes.io/last-applied-configuration - kubectl apply, and everything that copies it: the whole manifest as it was applied
objectset.rio.cattle.io/applied - Rancher, Fleet and K3s (wrangler): the applied manifest, as JSON or as base64 of gzip
banzaicloud.com/last-applied - operators built on k8s-objectmatcher: the applied manifest, as JSON or as base64 of zip
kapp.k14s.io/original* - kapp, kapp-controller: the applied manifest, and in original-diff and its like what changed in it
openshift.io/encoded-deployment-config - OpenShift, on each rollout's ReplicationController: the DeploymentConfig, pod template included
percona.com/last-config-hash - Percona operators: despite its name the whole specification, as base64 of JSON
cluster.x-k8s.io/conversion-data - Cluster API: specification and status in the newest version, kept while an older one is served
multicluster.admiralty.io/sourcepod-manifest - Admiralty: the source Pod's manifest
configmanagement.gke.io/declared-config - Config Sync: the object as it is declared in the repository
*/last-handled-configuration - operators built on Kopf: the specification that they handled last
pod.alpha.kubernetes.io/init-containers - before Kubernetes 1.8: the init containers, environment included
pod.beta.kubernetes.io/init-containers - before Kubernetes 1.8: the init containers, environment included
openshift.io/token-secret.value - OpenShift, on each service account's dockercfg Secret: the service account's token
vcluster.loft.sh/token-* - vcluster, on synced Pods: the virtual service account's token
`
  .trim()
  .split('\n')
  .map((row) => row.replace(/ - .*/, ''));
