import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

import type {RunReport} from '@firefly/core';

/** One run of the built collector. */
export interface CollectorRun {
  /** As a shell tells it: 143 for a process that SIGTERM ended by itself. */
  readonly exitCode: number;
  /** From the start of its process to the end. */
  readonly milliseconds: number;
  /** The report in its last log line; undefined when it failed before there was one. */
  readonly report: RunReport | undefined;
  /** How it says that it ended, in a sentence. */
  readonly sentence: string;
  /** What it logged at the levels warn and above. */
  readonly complaints: readonly string[];
}

export interface CollectorOptions {
  /** Flags and the cluster id. */
  readonly words: readonly string[];
  readonly keys: {readonly accessKey: string; readonly secretKey: string};
  readonly environment?: Readonly<Record<string, string>>;
  /** Aborting sends SIGTERM once; `kill`, SIGKILL. */
  readonly terminate?: AbortSignal;
  readonly kill?: AbortSignal;
}

interface LogLine {
  readonly level: string | number;
  readonly msg: string;
  readonly detail?: string;
  readonly report?: RunReport;
}

/** The bundled program. Throws one sentence when it was not built. */
export function builtCollector(): string {
  const file = fileURLToPath(new URL('../../cli/dist/firefly-collector.mjs', import.meta.url));
  if (!existsSync(file)) throw new Error('The collector was not built: run pnpm build first.');
  return file;
}

/** Runs the built collector as a pod would: log lines as JSON on standard error, nothing on standard output. */
export async function runCollector(options: CollectorOptions): Promise<CollectorRun> {
  const {words, keys, environment = {}, terminate, kill} = options;
  const begun = performance.now();
  const child = spawn(process.execPath, [builtCollector(), '--report-in-log', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      HOME: tmpdir(),
      PATH: process.env['PATH'] ?? '',
      FIREFLY_ACCESS_KEY: keys.accessKey,
      FIREFLY_SECRET_KEY: keys.secretKey,
      ...environment,
    },
  });
  terminate?.addEventListener('abort', () => void child.kill('SIGTERM'), {once: true});
  kill?.addEventListener('abort', () => void child.kill('SIGKILL'), {once: true});
  const endWithParent = () => void child.kill('SIGKILL');
  process.once('exit', endWithParent);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGTERM' ? 143 : 137)));
  });
  let report: RunReport | undefined;
  let sentence = '';
  const complaints: string[] = [];
  for await (const text of createInterface({input: child.stderr})) {
    const line = parse(text);
    report = line.report ?? report;
    sentence = line.detail ?? line.msg;
    if (line.report === undefined && /warn|error|fatal/.test(String(line.level))) {
      complaints.push([line.msg, line.detail].filter(Boolean).join(': '));
    }
  }
  const exitCode = await ended;
  process.off('exit', endWithParent);
  return {exitCode, milliseconds: performance.now() - begun, report, sentence, complaints};
}

function parse(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return {level: 'error', msg: text};
  }
}
