import {builtCollector} from './run-collector.ts';

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
    readonly configuration: string;
  };
}

/** What a person needs to know once the sandbox runs: the commands to type, ready to copy; each runs as it stands. */
export function sandboxGreeting({url, kubeconfig, user, objects, firefly}: StartedSandbox): string {
  const collector = [process.execPath, builtCollector()].map(quoted).join(' ');
  const config = firefly === undefined ? '' : ` -config ${quoted(firefly.configuration)}`;
  const reach = `-external ${quoted(kubeconfig)}${config}`;
  const lines = [
    `Kubernetes API  ${url}  (${objects} objects; user ${user})`,
    ...(firefly === undefined ? [] : [`Firefly         ${firefly.url}`]),
    '',
    'Look around:',
    `  kubectl --kubeconfig ${quoted(kubeconfig)} get namespaces`,
    '',
    'See what would be sent:',
    `  ${collector} collect ${reach} -dry-run --summary sandbox`,
    ...(firefly === undefined
      ? []
      : [
          '',
          'Collect:',
          `  FIREFLY_ACCESS_KEY=${firefly.accessKey} FIREFLY_SECRET_KEY=${firefly.secretKey} \\`,
          `    ${collector} collect ${reach} sandbox`,
        ]),
    '',
    'Stop with Ctrl+C.',
  ];
  return `${lines.join('\n')}\n`;
}

/** One word of a shell. */
function quoted(word: string): string {
  return /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
