/** Where the servers listen, and how to reach them. */
export interface StartedSandbox {
  readonly url: string;
  readonly kubeconfig: string;
  readonly user: string;
  readonly objects: number;
  readonly firefly?: {
    readonly url: string;
    readonly accessKey: string;
    readonly secretKey: string;
    /** The collector's configuration directory. */
    readonly configuration: string | undefined;
  };
}

/** What a person needs to know once the sandbox runs: the commands to type, ready to copy. */
export function sandboxGreeting({url, kubeconfig, user, objects, firefly}: StartedSandbox): string {
  const lines = [
    `Kubernetes API  ${url}  (${objects} objects; user ${user})`,
    ...(firefly === undefined ? [] : [`Firefly         ${firefly.url}`]),
    '',
    'Look around:',
    `  kubectl --kubeconfig ${kubeconfig} get namespaces`,
    '',
    'See what would be sent:',
    `  firefly-collector -external ${kubeconfig} -dry-run sandbox`,
    ...(firefly === undefined
      ? []
      : [
          '',
          'Collect:',
          `  FIREFLY_ACCESS_KEY=${firefly.accessKey} FIREFLY_SECRET_KEY=${firefly.secretKey} \\`,
          `    firefly-collector -external ${kubeconfig} -config ${firefly.configuration ?? '.config'} sandbox`,
        ]),
    '',
    'Stop with Ctrl+C.',
  ];
  return `${lines.join('\n')}\n`;
}
