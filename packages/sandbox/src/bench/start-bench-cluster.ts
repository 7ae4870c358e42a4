import {fileURLToPath} from 'node:url';

import {type ListeningProcess, startListening} from './listening-process.ts';

const sandbox = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Starts the embedded API server with a cluster of so many objects, of their own sizes or all of one, in bytes. */
export function startBenchCluster(
  objects: string,
  objectBytes?: number,
): Promise<ListeningProcess<{readonly kubeconfig: string}>> {
  const size = objectBytes === undefined ? [] : ['--object-bytes', String(objectBytes)];
  const flags = ['--json', '--profile', 'bench', '--no-firefly', '--no-http2', '--objects', objects];
  return startListening([sandbox, ...flags, ...size]);
}
