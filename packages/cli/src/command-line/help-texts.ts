import {commonWords} from './refuse-command-words.ts';

/** What the program does: the first sentence of its help. */
export const about = 'Reads every object of a Kubernetes cluster and sends it to Firefly.';

/** What is shown where nothing was typed, on a terminal outside a cluster. */
export const firstSteps = `Usage: firefly-collector COMMAND [flags] [CLUSTER_ID]

${about} Two commands to try first; they need no keys and send nothing:

  firefly-collector check -dry-run my-cluster
  firefly-collector collect -dry-run --summary my-cluster

firefly-collector help lists every command and flag.
`;

/** The last lines of each help. */
export const notes: readonly string[] = [
  'Environment: CLUSTER_ID, FIREFLY_ACCESS_KEY, FIREFLY_SECRET_KEY, HELM_DRIVER, KUBECONFIG, HTTPS_PROXY, HTTP_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS, OTEL_EXPORTER_OTLP_ENDPOINT.',
  'Long flags may have one dash or two. Later wins: default, configuration directory, environment, command line.',
  'Exit codes: 0 done, 1 the run failed, 2 wrong usage or configuration, 3 some types could not be read (with --strict), 4 scan found something, 130 and 143 stopped by a signal.',
];

/** Which words are no cluster ids. */
export const commonWordsNote = `Without a command, a word is the cluster id of collect. Names of commands are none, nor are ${commonWords.join(', ')}: --cluster-id=WORD gives one of those.`;
