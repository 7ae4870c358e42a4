import yargs from 'yargs';

/** The flags of `pnpm sandbox`. */
export interface SandboxArguments {
  readonly profile: 'demo' | 'bench';
  readonly objects: number | undefined;
  readonly objectBytes: number | undefined;
  readonly namespaces: number | undefined;
  readonly seed: number;
  readonly port: number;
  readonly fireflyPort: number;
  readonly firefly: boolean;
  readonly user: 'collector' | 'tenant' | 'admin';
  readonly tls: boolean;
  readonly http2: boolean;
  /** Where the kubeconfig is written; a temporary folder by default. */
  readonly kubeconfig: string | undefined;
  readonly json: boolean;
}

/** Parses the command line; shows help or one sentence about what is wrong, and ends the process then. */
export async function readSandboxArguments(argv: readonly string[]): Promise<SandboxArguments> {
  const parsed = await yargs(argv)
    .scriptName('pnpm sandbox')
    .usage('$0\n\nAn embedded Kubernetes API server and an embedded Firefly on loopback.')
    .options({
      profile: {choices: ['demo', 'bench'] as const, default: 'demo' as const, describe: '40 types, or 55'},
      objects: {type: 'number', describe: 'Objects of all types together (default: 2500, bench 20000)'},
      'object-bytes': {type: 'number', describe: 'Size of each object'},
      namespaces: {type: 'number', describe: 'Namespaces in all (default: grows with the objects)'},
      seed: {type: 'number', default: 1, describe: 'Same seed, same cluster'},
      port: {type: 'number', default: 0, describe: 'Port of the Kubernetes API (default: a free one)'},
      firefly: {type: 'boolean', default: true, describe: 'Start Firefly too'},
      'firefly-port': {type: 'number', default: 0, describe: 'Port of Firefly (default: a free one)'},
      kubeconfig: {type: 'string', describe: 'Where to write the kubeconfig (default: a temporary folder)'},
      user: {
        choices: ['collector', 'tenant', 'admin'] as const,
        default: 'collector' as const,
        describe: 'Who the kubeconfig is for',
      },
      tls: {type: 'boolean', default: true, describe: 'HTTPS'},
      http2: {type: 'boolean', default: true, describe: 'Offer HTTP/2, as a real API server does'},
      json: {type: 'boolean', default: false, describe: 'Print one line of JSON when ready'},
    })
    .check((values) => {
      for (const name of ['objects', 'object-bytes', 'namespaces', 'seed', 'port', 'firefly-port'] as const) {
        const value = values[name];
        if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
          throw new Error(`--${name} must be a whole number.`);
        }
      }
      return true;
    })
    .strict()
    .showHelpOnFail(false, 'See --help.')
    .version(false)
    .parseAsync();
  const {objects, objectBytes, namespaces, kubeconfig, ...others} = parsed;
  return {
    ...others,
    objects,
    objectBytes,
    namespaces,
    kubeconfig,
  };
}
