import {type Clock, type CollectorError, messageOf, type RunReport, type StreamName} from '@firefly/core';

import {FireflyLockFailedError} from '../errors/firefly-lock-failed-error.ts';
import {FireflyMetadataRefusedError} from '../errors/firefly-metadata-refused-error.ts';
import {describeRefusal} from '../errors/refusal.ts';
import type {GzipEngine} from '../gzip/gzip-engine.ts';
import {compressBody} from '../gzip/compress-body.ts';
import type {FireflyLog} from '../firefly-log.ts';
import type {FireflyClient} from '../transport/firefly-client.ts';
import type {FireflyRequest} from '../transport/firefly-request.ts';
import {withinBudget} from '../transport/within-budget.ts';
import type {Contract} from './contract.ts';
import {describeItem} from './describe-item.ts';
import {createFetchingFormats} from './fetching-formats.ts';
import {fetchingMetadata} from './fetching-metadata.ts';

/** Milliseconds. The LOCK is worth waiting for; metadata is not; a run that was stopped ends within 5 s in all. */
const lockBudget = 120_000;
const lockAttempt = 30_000;
const lockGrace = 1_500;
const metadataBudget = 10_000;
const metadataGrace = 1_500;
const abortBudget = 3_000;

const pathsByStream: Readonly<Record<StreamName, string>> = {
  objects: 'objects',
  helmReleases: 'helm',
  k8sTrees: 'tree',
};

/** One fetching: what the handshake agreed on, and what its requests need. */
export interface FetchingContractOptions {
  readonly client: FireflyClient;
  readonly engines: readonly GzipEngine[];
  /** `{endpoint}/integrations/k8s/{clusterId}`. */
  readonly base: string;
  readonly clusterId: string;
  readonly fetchingId: string;
  /** Empty for a server from before integration ids. */
  readonly integrationId: string;
  readonly sendTrees: boolean;
  readonly collectorVersion: string;
  readonly serverVersion: string | undefined;
  /** The run's own signal: `commit` hurries once it fires. */
  readonly stop: AbortSignal;
  readonly log: FireflyLog;
  readonly clock: Clock;
}

/**
 * Contract `fetching` (spec, steps 2 to 6), once the handshake was answered: pages to three endpoints, the LOCK after
 * the last one was accepted, metadata in any case.
 */
export function createFetchingContract(options: FetchingContractOptions): Contract {
  const {client, engines, clusterId, fetchingId, stop, log, clock} = options;
  const formats = createFetchingFormats(fetchingId);

  function urlOf(path: string): URL {
    const url = new URL(`${options.base}/fetching${path}`);
    url.searchParams.set('integrationId', options.integrationId);
    return url;
  }

  async function post(
    request: Pick<FireflyRequest, 'purpose' | 'method' | 'url' | 'refused' | 'timeout'>,
    body: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const {bytes, headers} = await compressBody(new TextEncoder().encode(JSON.stringify(body)), engines);
    await client.send({...request, headers, body: bytes, expected: [204]}, signal);
  }

  async function lock(signal: AbortSignal): Promise<void> {
    const request = {
      purpose: 'LOCK',
      method: 'PATCH',
      url: urlOf(''),
      timeout: lockAttempt,
      refused: (refusal) =>
        new FireflyLockFailedError(`${refusal.url} answered ${describeRefusal(refusal)}`, refusal.status),
    } as const satisfies Partial<FireflyRequest>;
    await post(request, {fetchingId, clusterId}, signal);
  }

  async function sendMetadata(
    report: RunReport,
    error: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const {collectorVersion, serverVersion} = options;
    const body = fetchingMetadata(report, {fetchingId, collectorVersion, serverVersion, error});
    const request = {
      purpose: 'metadata',
      method: 'POST',
      url: urlOf('/metadata'),
      refused: (refusal) => new FireflyMetadataRefusedError(refusal),
    } as const satisfies Partial<FireflyRequest>;
    try {
      await post(request, body, signal);
    } catch (failure) {
      log.warn('The metadata of this fetching could not be sent', {fetchingId, reason: messageOf(failure)});
    }
  }

  return {
    protocol: 'fetching',
    takesEffect: 'on-commit',
    streams: new Set<StreamName>(
      options.sendTrees ? ['objects', 'helmReleases', 'k8sTrees'] : ['objects', 'helmReleases'],
    ),
    announce: (resourceTypes) => formats.announce(resourceTypes),
    format: (stream) => formats.format(stream),
    pageUrl: (stream) => urlOf(`/${pathsByStream[stream]}`),
    pageHeaders: () => ({}),
    readItem(stream, bytes) {
      const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
      if (stream === 'helmReleases') return {description: describeItem(value), bytes: bytes.byteLength};
      const {kind, object} = value as {readonly kind: string; readonly object: unknown};
      const wrapping = stream === 'objects' ? formats.objectWrapping(kind).byteLength + 1 : 0;
      return {description: {...describeItem(object), kind}, bytes: bytes.byteLength - wrapping};
    },
    async commit(report) {
      let failure: CollectorError | undefined;
      try {
        await withinBudget({milliseconds: lockBudget, stop, grace: lockGrace, clock}, lock);
        log.info('Firefly has every page', {fetchingId});
      } catch (error) {
        failure =
          error instanceof FireflyLockFailedError
            ? error
            : new FireflyLockFailedError(messageOf(error).replace(/\.$/, ''));
      }
      await withinBudget({milliseconds: metadataBudget, stop, grace: metadataGrace, clock}, (signal) =>
        sendMetadata(report, failure?.message, signal),
      );
      if (failure !== undefined) throw failure;
    },
    async abort(report, reason) {
      const error = reason ?? report.reason ?? 'The run ended early.';
      await withinBudget({milliseconds: abortBudget, clock}, (signal) => sendMetadata(report, error, signal));
    },
  };
}
