import {main} from '../../src/main.ts';
import {CaptureStream} from '../capture-stream.ts';
import {createProcessContext} from '../create-process-context.ts';
import type {ProgramCall, RunningProgram} from './running-program.ts';

/** Runs the program's sources within the process of the tests: a fifth of what a process costs. */
export function startWithin({words, environment, columns, onText}: ProgramCall): RunningProgram {
  const stderr = new CaptureStream(columns).on('text', onText);
  const {context, stdout, signal} = createProcessContext({...environment}, stderr);
  const ended = main(words, context).then((code) => ({code, stdout: stdout.text, stderr: stderr.text}));
  return {
    ended,
    stderr: () => stderr.text,
    kill: (name) => signal(name === 'SIGINT' ? name : 'SIGTERM'),
  };
}
