import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';

import type {RunReport} from '@firefly/core';

import type {Firefly} from '../firefly/firefly.ts';

export interface CollectorRun {
  readonly exitCode: number;
  /** From the start of its process to the end. */
  readonly milliseconds: number;
  /** The report in its last log line; undefined when it failed before there was one. */
  readonly report: RunReport | undefined;
  /** What it logged at the levels warn and above. */
  readonly complaints: readonly string[];
}

interface LogLine {
  readonly level: string | number;
  readonly msg: string;
  readonly detail?: string;
  readonly report?: RunReport;
}

/** Runs the built collector as a pod would: log lines as JSON on standard error, nothing on standard output. */
export async function runCollector(options: {
  readonly collector: string;
  readonly kubeconfig: string;
  readonly firefly: Pick<Firefly, 'url' | 'accessKey' | 'secretKey'>;
}): Promise<CollectorRun> {
  const {collector, kubeconfig, firefly} = options;
  const {url, accessKey, secretKey} = firefly;
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    [collector, '-external', kubeconfig, '--endpoint', url, '--login-endpoint', url, 'demo-cluster'],
    {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: {...process.env, FIREFLY_ACCESS_KEY: accessKey, FIREFLY_SECRET_KEY: secretKey},
    },
  );
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  let report: RunReport | undefined;
  const complaints: string[] = [];
  for await (const text of createInterface({input: child.stderr})) {
    const line = parse(text);
    report = line.report ?? report;
    if (line.report === undefined && /warn|error|fatal/.test(String(line.level))) {
      complaints.push([line.msg, line.detail].filter(Boolean).join(': '));
    }
  }
  const exitCode = await ended;
  return {exitCode, milliseconds: performance.now() - begun, report, complaints};
}

function parse(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return {level: 'error', msg: text};
  }
}
