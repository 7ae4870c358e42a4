import {spawnSync} from 'node:child_process';

/**
 * Runs a command to its end and gives its standard output.
 *
 * @throws {Error} when it fails, with all that it printed.
 */
export function runCommand(command: string, args: readonly string[], folder?: string): string {
  const {error, status, stdout, stderr} = spawnSync(command, args, {
    ...(folder === undefined ? {} : {cwd: folder}),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 600_000, // Only ends what hangs for ever.
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${stdout}${stderr}`.trim());
  return stdout;
}
