import {tmpdir} from 'node:os';

import type {RunReport} from '@firefly/core';
import {expect, type TestContext} from 'vitest';

import {isTestingAll} from '../../../../scripts/is-testing-all.ts';
import type {ProgramCall, ProgramOutput} from './running-program.ts';
import {startProcess} from './start-process.ts';
import {startWithin} from './start-within.ts';

export interface CollectorCall {
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether what is tested needs a process. Default: only in `pnpm test:all`. */
  readonly isProcess?: boolean;
  /** Standard error is a terminal of so many columns. */
  readonly columns?: number;
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

/** What a run of the collector left behind. */
export interface CollectorOutcome extends ProgramOutput {
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
 * Runs the program, which ends with the test at the latest: its sources within this process, or the built one as a
 * process of its own where `isProcess` or `nodeFlags` ask for that, in `pnpm test:all`, and where `FIREFLY_COLLECTOR` names
 * one. No stack trace and no secret may be in anything that it writes.
 */
export function startCollector(owner: Owner, call: CollectorCall): RunningCollector {
  const {words, environment = {}, nodeFlags, secrets = [], columns, isProcess = isAlwaysProcess} = call;
  const listeners = new Set<() => void>();
  const program: ProgramCall = {
    words,
    environment: {HOME: tmpdir(), PATH: process.env['PATH'] ?? '', ...environment},
    columns,
    onText: () => listeners.forEach((listener) => listener()),
  };
  const running =
    isProcess || nodeFlags !== undefined ? startProcess(program, nodeFlags) : startWithin(program);
  owner.onTestFinished(async () => {
    running.kill('SIGKILL');
    await running.ended;
  });

  const ended = running.ended.then((output) => {
    expectNothingPrivate(output, secrets);
    const lines = logLines(output.stderr);
    const last = lines.at(-1);
    return {...output, lines, sentence: last?.detail ?? last?.msg ?? '', report: last?.report};
  });
  // Tests that end before it do not wait for it.
  ended.catch(() => undefined);

  return {
    ended,
    kill: running.kill,
    async logged(text) {
      const found = Promise.withResolvers<void>();
      const look = () => {
        if (running.stderr().includes(text)) found.resolve();
      };
      listeners.add(look);
      look();
      const missed = ended.then(({stderr}) => {
        throw new Error(`The collector ended without logging "${text}". It wrote: ${stderr}`);
      });
      await Promise.race([found.promise, missed]).finally(() => listeners.delete(look));
    },
  };
}

const isAlwaysProcess = isTestingAll || process.env['FIREFLY_COLLECTOR'] !== undefined;

function expectNothingPrivate({stdout, stderr}: ProgramOutput, secrets: readonly string[]): void {
  expect(stderr).not.toMatch(/^\s*at .*[/:]/m);
  for (const secret of secrets) {
    expect(stdout.includes(secret), 'a secret on standard output').toBe(false);
    expect(stderr.includes(secret), 'a secret on standard error').toBe(false);
  }
  // A token that the embedded Firefly issued.
  expect(stderr).not.toMatch(/fireflyQ7-[\w-]{32}/);
}

function logLines(stderr: string): readonly LogLine[] {
  const lines = stderr.split('\n').filter((line) => line !== '');
  return lines[0]?.startsWith('{') === true ? lines.map((line) => JSON.parse(line) as LogLine) : [];
}
