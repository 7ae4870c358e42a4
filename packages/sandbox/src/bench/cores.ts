import {execFileSync} from 'node:child_process';
import {availableParallelism} from 'node:os';

/**
 * The core that an API server has for itself, and those that are left, as `taskset` takes them. A cluster's API server
 * does not run on the collector's cores: where both share a few, the server's own work hides most of what a reader does.
 *
 * @throws Error where there are no two cores.
 */
export function splitCores(): {readonly server: string; readonly readers: string} {
  const cores = availableParallelism();
  if (cores < 2) throw new Error(`--apart needs two cores; this machine has ${cores}.`);
  return {server: '0', readers: `1-${cores - 1}`};
}

/** From now on this process and all that it starts run on these cores only. */
export function runOn(cores: string): void {
  try {
    execFileSync('taskset', ['-apc', cores, String(process.pid)], {stdio: ['ignore', 'ignore', 'pipe']});
  } catch (error) {
    throw new Error('--apart needs taskset (util-linux), which is missing or failed.', {cause: error});
  }
}
