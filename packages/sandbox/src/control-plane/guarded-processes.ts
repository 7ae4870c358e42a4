import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

/** Processes that live and die together, in a folder that is removed when they die. */
export interface GuardedProcesses {
  readonly folder: string;
  /** Each a program and its arguments. */
  readonly commands: readonly (readonly string[])[];
}

export interface Guard {
  /** The end of what the processes wrote to standard error. */
  readonly log: string;
  /** Whether they are gone. */
  readonly hasEnded: boolean;
  /** Ends the processes; resolves when they and their folder are gone. */
  end(): Promise<void>;
}

const logCharacters = 4000;

/**
 * Starts processes that do not outlive this one, not even when it is killed: between the two stands a small process
 * that notices the death of its parent. It does not keep this process alive.
 */
export function guardProcesses(processes: GuardedProcesses): Guard {
  const program = fileURLToPath(new URL('guard.ts', import.meta.url));
  const guard = spawn(process.execPath, [program, JSON.stringify(processes)], {
    stdio: ['pipe', 'ignore', 'pipe'],
    // A terminal's Ctrl-C is for this process; the guard is to clean up after it.
    detached: true,
  });
  let log = '';
  const ended = once(guard, 'close');
  guard.stdin.on('error', () => undefined);
  guard.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-logCharacters)));
  const handles = [guard, guard.stdin, guard.stderr] as readonly {ref?(): void; unref?(): void}[];
  for (const handle of handles) handle.unref?.();
  return {
    get log() {
      return log;
    },
    get hasEnded() {
      return guard.exitCode !== null || guard.signalCode !== null;
    },
    async end() {
      for (const handle of handles) handle.ref?.();
      guard.stdin.end();
      await ended;
    },
  };
}
