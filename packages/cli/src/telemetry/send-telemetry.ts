import {gzipSync} from 'node:zlib';

import {type Attempt, maskStrings, messageOf, retry, userAgent, version} from '@firefly/core';
import {createConnection, describeNetworkError, isTransientStatus, parseRetryAfter} from '@firefly/http';

import type {Environment} from '../settings/read-environment.ts';
import type {TelemetryRun} from './telemetry-run.ts';
import {
  type Signal,
  type TelemetryTarget,
  telemetryMilliseconds,
  type TelemetryTargets,
} from './telemetry-targets.ts';

/** How a run's telemetry is sent. */
export interface SendTelemetryOptions extends Pick<TelemetryTargets, 'targets'> {
  readonly run: TelemetryRun;
  /** Where proxies are looked up. */
  readonly environment: Environment;
  /** For all of it. Default 3,000. */
  readonly milliseconds?: number;
}

/**
 * Sends what a run went through, by OTLP over HTTP; loads OpenTelemetry's SDK. Never throws, and takes no longer than it
 * may. Resolves with a sentence for each signal that was not taken.
 */
export async function sendTelemetry(options: SendTelemetryOptions): Promise<string[]> {
  const {targets, run, environment, milliseconds = telemetryMilliseconds} = options;
  const signal = AbortSignal.timeout(milliseconds);
  const shown = maskStrings(run) as TelemetryRun;
  const sent = Object.entries(targets).map(async ([name, target]) => {
    try {
      const {encodeTelemetry} = await import('./encode-telemetry.ts');
      const body = await encodeTelemetry(shown, name as Signal, {format: target.format, version});
      await post(target, body, {environment, signal});
      return [];
    } catch (error) {
      const reason = signal.aborted
        ? `it did not answer within ${milliseconds / 1000} seconds`
        : messageOf(error);
      return [
        `The ${name} of this run were not taken by ${target.url.origin}${target.url.pathname}: ${reason}.`,
      ];
    }
  });
  return (await Promise.all(sent)).flat();
}

/** Rejects with a sentence on what became of the last attempt. */
async function post(
  {url, format, isCompressed, headers, timeout}: TelemetryTarget,
  body: Uint8Array,
  {environment, signal}: {readonly environment: Environment; readonly signal: AbortSignal},
): Promise<void> {
  const connection = createConnection({url, environment, connections: 1});
  const request = {
    origin: url.origin,
    path: url.pathname + url.search,
    method: 'POST' as const,
    headers: {
      ...headers,
      'content-type': format === 'json' ? 'application/json' : 'application/x-protobuf',
      'user-agent': userAgent,
      ...(isCompressed ? {'content-encoding': 'gzip'} : {}),
    },
    body: isCompressed ? gzipSync(body) : body,
  };
  const attempt = async (): Promise<Attempt<void>> => {
    const once = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
    const answer = await connection.dispatcher.request({...request, signal: once}).catch((error: unknown) => {
      const {reason, transient} = describeNetworkError(error);
      const told = new Error(once.aborted ? `it did not answer within ${timeout / 1000} seconds` : reason);
      if (!transient) throw told;
      return told;
    });
    if (answer instanceof Error) return {kind: 'retry', error: answer};
    // What it says beside its status is not needed, and what breaks off then is nobody's business.
    answer.body.on('error', () => {}).destroy();
    const {statusCode} = answer;
    if (statusCode >= 200 && statusCode < 300) return {kind: 'done', value: undefined};
    const error = new Error(`it answered ${statusCode}`);
    if (!isTransientStatus(statusCode)) throw error;
    const retryAfter = parseRetryAfter([answer.headers['retry-after']].flat()[0], Date.now());
    return {kind: 'retry', error, ...(retryAfter === undefined ? {} : {retryAfter})};
  };
  try {
    await retry(attempt, {attempts: 3, signal, baseDelay: 200, maxDelay: 1000});
  } finally {
    await connection.close();
  }
}
