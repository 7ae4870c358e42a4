import {type ChildProcess, spawn} from 'node:child_process';
import type {Socket} from 'node:net';
import {createInterface} from 'node:readline';

/** A server as a process of its own, which says in one line of JSON where it listens. */
export interface ListeningProcess<Ready> {
  readonly ready: Ready;
  /** Ends it and returns the last line that it wrote. */
  stop(): Promise<string>;
}

/** Starts a Node script and waits for its first line. Throws when it ends before. */
export async function startListening<Ready>(args: readonly string[]): Promise<ListeningProcess<Ready>> {
  const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit']});
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({input: child.stdout});
  let last = '';
  const first = new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      last = line;
      resolve(line);
    });
    child.once('close', (code) =>
      reject(new Error(`${args.join(' ')} ended with ${code} before it listened.`)),
    );
  });
  endWithParent(child);
  const ready = JSON.parse(await first) as Ready;
  // Whoever fails and does not stop it ends all the same, and it with them.
  child.unref();
  (child.stdout as Socket).unref();
  return {
    ready,
    async stop() {
      child.ref();
      (child.stdout as Socket).ref();
      child.kill('SIGTERM');
      await ended;
      return last;
    },
  };
}

function endWithParent(child: ChildProcess): void {
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('close', () => process.off('exit', end));
}
