import {spawn} from 'node:child_process';
import {once} from 'node:events';

import {builtCollector} from './built-collector.ts';
import type {ProgramCall, RunningProgram} from './running-program.ts';

/** Runs the built program as a process of its own. `nodeFlags` are flags of Node.js itself. */
export function startProcess(
  {words, environment, columns, onText}: ProgramCall,
  nodeFlags: readonly string[] = [],
): RunningProgram {
  const flags = columns === undefined ? nodeFlags : [...nodeFlags, ...terminalOf(columns)];
  const child = spawn(process.execPath, [...flags, builtCollector(), ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onText();
  });
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    stdout: Buffer.concat(stdout).toString(),
    stderr,
  }));
  return {ended, stderr: () => stderr, kill: (signal) => void child.kill(signal)};
}

/** Makes the program believe that standard error is a terminal. */
function terminalOf(columns: number): readonly string[] {
  const script = `Object.defineProperty(process.stderr,"isTTY",{value:true});process.stderr.columns=${columns}`;
  return ['--import', `data:text/javascript,${script}`];
}
