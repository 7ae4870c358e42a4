import type {RunObserver, RunReport} from '@firefly/core';
import type {SourceProgress} from '@firefly/k8s-source';

import type {Environment} from '../settings/read-environment.ts';
import {sendTelemetry} from './send-telemetry.ts';
import {createTelemetryRecord} from './telemetry-record.ts';
import {telemetryTargets} from './telemetry-targets.ts';

/** What a run's telemetry is to tell at its end. */
export interface EndedRun {
  readonly report: RunReport;
  readonly exitCode: number;
  readonly clusterId: string | undefined;
  /** A signal ended it: there is no time left. */
  readonly isStopped: boolean;
}

/** Notes what a run goes through, and sends it when it is over. */
export interface Telemetry {
  /** What of the environment cannot be used, as sentences. */
  readonly problems: readonly string[];
  readonly observer: RunObserver;
  /** Told of each page of a list. */
  listed(progress: SourceProgress): void;
  /** Within 3 s, of a run that was stopped within half a second. Never throws; resolves with a sentence for what was not taken. */
  send(run: EndedRun): Promise<readonly string[]>;
}

/** Milliseconds, once somebody waits for the end. */
const hurry = 500;

/** Undefined where the environment asks for none. Nothing is loaded or contacted yet. */
export function openTelemetry(environment: Environment): Telemetry | undefined {
  const {targets, resource, problems} = telemetryTargets(environment);
  if (Object.keys(targets).length === 0 && problems.length === 0) return undefined;
  const record = createTelemetryRecord();
  return {
    problems,
    observer: record.observer,
    listed: (progress) => record.listed(progress),
    async send({report, exitCode, clusterId = '', isStopped}) {
      const {spans, dropped} = record;
      const run = {report, exitCode, clusterId, spans, dropped, resource};
      return sendTelemetry({targets, run, environment, ...(isStopped ? {milliseconds: hurry} : {})});
    },
  };
}
