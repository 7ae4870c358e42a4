/** The first lines of `--help`. */
export const usage = `Usage: $0 [command] [flags] [clusterId]

Reads every object of a Kubernetes cluster and sends it to Firefly.`;

/** Example calls under the help of collecting, with what each does. */
export const examples: readonly (readonly [string, string])[] = [
  ['$0 my-cluster', 'Collect the cluster that this runs in, as my-cluster.'],
  ['$0 -external ~/.kube/config my-cluster', 'Collect the cluster of a kubeconfig.'],
  ['$0 -external ~/.kube/config -dry-run my-cluster > all.json', 'Send nothing; see what would be sent.'],
  ['$0 -dry-run --summary --types pods my-cluster', 'How much that would be, of one type.'],
  ['$0 check my-cluster', 'Whether a run would succeed, and what to do where not.'],
  ['$0 --add-types secrets --redact secrets my-cluster', 'Secrets too, without their values.'],
];

/** The last lines of `--help`. */
export const notes = `Environment: CLUSTER_ID, FIREFLY_ACCESS_KEY, FIREFLY_SECRET_KEY, HELM_DRIVER, KUBECONFIG, HTTPS_PROXY, HTTP_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS.
Long flags may have one dash or two. Later wins: default, configuration directory, environment, command line.
Exit codes: 0 done, 1 the run failed, 2 wrong usage or configuration, 3 some types could not be read (with --strict), 130 and 143 stopped by a signal.`;
