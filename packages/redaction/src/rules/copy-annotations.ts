/** What an annotation's value carries beside the object itself. */
export type AnnotationContent = 'manifest' | 'token';

interface CopyAnnotation {
  /** The whole name, or what every such name starts with. */
  readonly name: string;
  readonly prefix?: true;
  readonly content: AnnotationContent;
  readonly reason: string;
}

/**
 * Annotations that are known to hold a copy of a manifest, of a specification or of a token. Names that end in
 * `last-applied`, `last-applied-configuration`, `last-applied-spec` and the like count too, whoever writes them
 * (KubeVela, KUDO, Mattermost, VictoriaMetrics, qbec, …), and so does a value that shows what it is.
 */
export const copyAnnotations: readonly CopyAnnotation[] = [
  {
    name: 'kubectl.kubernetes.io/last-applied-configuration',
    content: 'manifest',
    reason: 'kubectl apply, and everything that copies it: the whole manifest as it was applied',
  },
  {
    name: 'objectset.rio.cattle.io/applied',
    content: 'manifest',
    reason: 'Rancher, Fleet and K3s (wrangler): the applied manifest, as JSON or as base64 of gzip',
  },
  {
    name: 'banzaicloud.com/last-applied',
    content: 'manifest',
    reason: 'operators built on k8s-objectmatcher: the applied manifest, as JSON or as base64 of zip',
  },
  {
    name: 'kapp.k14s.io/original',
    prefix: true,
    content: 'manifest',
    reason:
      'kapp, kapp-controller: the applied manifest, and in original-diff and its like what changed in it',
  },
  {
    name: 'openshift.io/encoded-deployment-config',
    content: 'manifest',
    reason: "OpenShift, on each rollout's ReplicationController: the DeploymentConfig, pod template included",
  },
  {
    name: 'percona.com/last-config-hash',
    content: 'manifest',
    reason: 'Percona operators: despite its name the whole specification, as base64 of JSON',
  },
  {
    name: 'cluster.x-k8s.io/conversion-data',
    content: 'manifest',
    reason: 'Cluster API: specification and status in the newest version, kept while an older one is served',
  },
  {
    name: 'multicluster.admiralty.io/sourcepod-manifest',
    content: 'manifest',
    reason: "Admiralty: the source Pod's manifest",
  },
  {
    name: 'configmanagement.gke.io/declared-config',
    content: 'manifest',
    reason: 'Config Sync: the object as it is declared in the repository',
  },
  {
    name: 'pod.alpha.kubernetes.io/init-containers',
    content: 'manifest',
    reason: 'before Kubernetes 1.8: the init containers, environment included',
  },
  {
    name: 'pod.beta.kubernetes.io/init-containers',
    content: 'manifest',
    reason: 'before Kubernetes 1.8: the init containers, environment included',
  },
  {
    name: 'openshift.io/token-secret.value',
    content: 'token',
    reason: "OpenShift, on each service account's dockercfg Secret: the service account's token",
  },
  {
    name: 'vcluster.loft.sh/token-',
    prefix: true,
    content: 'token',
    reason: "vcluster, on synced Pods: the virtual service account's token",
  },
];
