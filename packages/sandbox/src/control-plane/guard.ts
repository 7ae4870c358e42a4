import {spawn} from 'node:child_process';
import {rmSync} from 'node:fs';

import type {GuardedProcesses} from './guarded-processes.ts';

/**
 * A program of its own: it starts processes, and ends them and removes their folder when one of them ends or when
 * standard input does. The latter happens in whatever way its parent dies, so no process is ever left behind.
 */
const {folder, commands} = JSON.parse(process.argv[2] ?? '') as GuardedProcesses;

const running = commands.map(([program = '', ...args]) =>
  spawn(program, args, {cwd: folder, stdio: ['ignore', 'ignore', 'inherit']}),
);
let left = running.length;

function end(): void {
  for (const child of running) child.kill('SIGKILL');
}

for (const child of running) {
  child.once('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    // One that never started does not exit.
    if (child.pid === undefined) left--;
    end();
  });
  child.once('exit', () => {
    left--;
    end();
  });
  child.once('close', () => {
    if (left > 0) return;
    rmSync(folder, {recursive: true, force: true});
    process.exit(0);
  });
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
process.stdin.once('close', end).resume();
