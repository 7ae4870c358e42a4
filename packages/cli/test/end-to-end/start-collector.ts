import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {tmpdir} from 'node:os';

import type {RunReport} from '@firefly/core';
import {expect, type TestContext} from 'vitest';

import {builtCollector} from './built-collector.ts';

export interface CollectorCall {
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Flags of Node.js itself. */
  readonly nodeFlags?: readonly string[];
  /** What neither stream may ever show. */
  readonly secrets?: readonly string[];
}

/** A line of the log, as far as tests look at it. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly detail?: string;
  readonly report?: RunReport;
  readonly [field: string]: unknown;
}

/** What a process of the collector left behind. */
export interface CollectorOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The log; empty where standard error is for people. */
  readonly lines: readonly LogLine[];
  /** The last line: how the run ended, in a sentence and as data. */
  readonly sentence: string;
  readonly report: RunReport | undefined;
}

export interface RunningCollector {
  readonly ended: Promise<CollectorOutcome>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once this is in the log; rejects when the process ends without. */
  logged(text: string): Promise<void>;
}

/** What ends with its test, also where several run at once. */
export type Owner = Pick<TestContext, 'onTestFinished'>;

/**
 * Runs the built program as a process of its own, which ends with the test at the latest. No stack trace and no secret
 * may be in anything that it writes.
 */
export function startCollector(owner: Owner, call: CollectorCall): RunningCollector {
  const {words, environment = {}, nodeFlags = [], secrets = []} = call;
  const child = spawn(process.execPath, [...nodeFlags, builtCollector(), ...words], {
    env: {HOME: tmpdir(), PATH: process.env['PATH'] ?? '', ...environment},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  owner.onTestFinished(() => void child.kill('SIGKILL'));
  const stdout: Buffer[] = [];
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });

  const ended = once(child, 'close').then(([code]) => {
    const output = {code: code as number | null, stdout: Buffer.concat(stdout).toString(), stderr};
    expectNothingPrivate(output, secrets);
    const lines = logLines(stderr);
    const last = lines.at(-1);
    return {...output, lines, sentence: last?.detail ?? last?.msg ?? '', report: last?.report};
  });
  // Tests that end before it do not wait for it.
  ended.catch(() => undefined);

  return {
    ended,
    kill: (signal) => void child.kill(signal),
    async logged(text) {
      const found = Promise.withResolvers<void>();
      const look = () => {
        if (stderr.includes(text)) found.resolve();
      };
      listeners.add(look);
      look();
      const missed = ended.then(() => {
        throw new Error(`The collector ended without logging "${text}". It wrote: ${stderr}`);
      });
      await Promise.race([found.promise, missed]).finally(() => listeners.delete(look));
    },
  };
}

function expectNothingPrivate(
  {stdout, stderr}: Pick<CollectorOutcome, 'stdout' | 'stderr'>,
  secrets: readonly string[],
): void {
  expect(stderr).not.toMatch(/^\s*at .*[/:]/m);
  for (const secret of secrets) {
    expect(stdout.includes(secret), 'a secret on standard output').toBe(false);
    expect(stderr.includes(secret), 'a secret on standard error').toBe(false);
  }
  // A token that the embedded Firefly issued.
  expect(stderr).not.toMatch(/firefly-[\w-]{32}/);
}

function logLines(stderr: string): readonly LogLine[] {
  const lines = stderr.split('\n').filter((line) => line !== '');
  return lines[0]?.startsWith('{') === true ? lines.map((line) => JSON.parse(line) as LogLine) : [];
}
