import {
  type CollectorError,
  createRawObject,
  type OversizedItem,
  type RawObject,
  type ReadingOutcome,
  type StreamItem,
} from '@firefly/core';

import {type BoundedWarnings, createBoundedWarnings} from './bounded-warnings.ts';
import {createHelmReleaseItem} from './create-helm-release-item.ts';
import {createReleaseFetcher} from './fetch-helm-release.ts';
import {type HelmDriver, helmStorageType} from './helm-driver.ts';
import {HelmReleasesUnreadableError} from './helm-releases-unreadable-error.ts';
import type {HelmStorage, ObjectOutcome} from './helm-storage.ts';
import {HelmStorageForbiddenError} from './helm-storage-forbidden-error.ts';
import type {ReleaseRevision} from './revision-of.ts';
import {type ListedRevisions, listReleaseRevisions} from './list-release-revisions.ts';

/** Where releases are stored, and how much of them is held at once. */
export interface ReadHelmReleasesOptions extends HelmStorage {
  readonly driver: HelmDriver;
  readonly signal: AbortSignal;
  /** Payloads that may be under way or waiting at once; each is at most an etcd value, about 1.5 MB. Default 4. */
  readonly concurrency?: number;
  /** Bytes that one release may have once inflated: a larger one is left out and reported as oversized. */
  readonly limit: number;
}

/**
 * Reads the latest deployed or failed revision of every Helm release: one metadata list, then one GET a release.
 * Releases come one a batch, in the list's order, and only one is held inflated.
 *
 * A payload that is broken is a warning with the release's name; beyond 50 warnings, the others are counted. A storage that may not be read is a failed reading
 * (`HELM_STORAGE_FORBIDDEN`); releases that could not be fetched make it partial. Only an abort throws.
 */
export async function* readHelmReleases(
  options: ReadHelmReleasesOptions,
): AsyncGenerator<readonly StreamItem[], ReadingOutcome, void> {
  const {driver, concurrency = 4} = options;
  // What is still under way when the consumer stops early must not go on.
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  try {
    const warnings = createBoundedWarnings();
    const listed = await listReleaseRevisions(options, driver, {
      signal,
      warn: (warning) => warnings.add(warning),
    });
    signal.throwIfAborted();
    const tally = createTally(listed, driver, warnings);
    const originOf = ({metadata}: ReleaseRevision): RawObject =>
      createRawObject(helmStorageType(driver), Buffer.from(JSON.stringify({metadata})));
    const fetcher = createReleaseFetcher({...options, storage: options, signal});
    const fetches = readAhead(listed.revisions, concurrency, async (revision): Promise<ObjectOutcome> => {
      const {namespace} = revision;
      // One refusal speaks for its namespace.
      if (tally.forbidden.has(namespace)) return {kind: 'forbidden'};
      const outcome = await fetcher.get(revision);
      if (outcome.kind === 'forbidden') tally.forbidden.add(namespace);
      return outcome;
    });
    for await (const [revision, outcome] of fetches) {
      signal.throwIfAborted();
      const fetched = await fetcher.settle(revision, outcome);
      const {namespace, name} = revision;
      if ('warning' in fetched) warnings.add(fetched.warning);
      switch (fetched.kind) {
        case 'release':
          tally.read++;
          yield [createHelmReleaseItem({namespace, name, bytes: fetched.bytes, origin: originOf(revision)})];
          break;
        case 'too-large': {
          const {byteLength} = fetched;
          tally.oversized.push({
            stream: 'helmReleases',
            kind: 'HelmRelease',
            namespace,
            name,
            bytes: byteLength,
          });
          break;
        }
        case 'forbidden':
          tally.forbidden.add(namespace);
          break;
        case 'failed':
          tally.failures++;
          tally.firstFailure ??= fetched.error;
          warnings.add(`Helm release ${namespace}/${name} could not be fetched: ${fetched.error.message}`);
          break;
        case 'unreadable':
        case 'other':
        case 'gone':
          break;
      }
    }
    return outcomeOf(tally);
  } finally {
    stop.abort();
  }
}

interface Tally {
  readonly driver: HelmDriver;
  readonly listed: ListedRevisions;
  readonly warnings: BoundedWarnings;
  readonly oversized: OversizedItem[];
  readonly forbidden: Set<string>;
  failures: number;
  firstFailure: CollectorError | undefined;
  read: number;
}

function createTally(listed: ListedRevisions, driver: HelmDriver, warnings: BoundedWarnings): Tally {
  const counts = {failures: 0, firstFailure: undefined, read: 0};
  return {driver, listed, warnings, oversized: [], forbidden: new Set(), ...counts};
}

/** Has at most `count` calls of `start` under way or waiting for the consumer; results in the inputs' order. */
async function* readAhead<Input, Output>(
  inputs: readonly Input[],
  count: number,
  start: (input: Input) => Promise<Output>,
): AsyncGenerator<readonly [Input, Output], void, void> {
  const waiting: {readonly input: Input; readonly output: Promise<Output>}[] = [];
  let next = 0;
  const fill = () => {
    for (; next < inputs.length && waiting.length < Math.max(1, count); next++) {
      const input = inputs[next] as Input;
      const output = start(input);
      // Whoever stops early never looks at it.
      output.catch(() => undefined);
      waiting.push({input, output});
    }
  };
  fill();
  for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
    const output = await first.output;
    // The next ones are fetched while the consumer is busy with this one.
    fill();
    yield [first.input, output];
  }
}

function outcomeOf(tally: Tally): ReadingOutcome {
  const {driver, listed, oversized, forbidden, failures, firstFailure, read} = tally;
  const {kind, listPages, listBytes, inconsistent, namespaces} = listed.outcome;
  const warnings = tally.warnings.all();
  const facts = {
    listPages,
    listBytes,
    ...(inconsistent === undefined ? {} : {inconsistent}),
    ...(namespaces === undefined ? {} : {namespaces}),
    ...(warnings.length === 0 ? {} : {warnings}),
    ...(oversized.length === 0 ? {} : {oversized}),
  };
  const {resource} = helmStorageType(driver);
  if (kind === 'forbidden') {
    return {kind: 'failed', error: new HelmStorageForbiddenError({verb: 'list', resource}), ...facts};
  }
  if (kind === 'failed') return {kind: 'failed', error: listed.outcome.error, ...facts};
  const errors: CollectorError[] = kind === 'partial' ? [listed.outcome.error] : [];
  if (forbidden.size > 0) {
    const where = read === 0 && failures === 0 ? {} : {namespaces: [...forbidden]};
    errors.push(new HelmStorageForbiddenError({verb: 'get', resource, ...where}));
  }
  if (firstFailure !== undefined) {
    errors.push(new HelmReleasesUnreadableError(failures, firstFailure.message));
  }
  const [error] = errors;
  if (error === undefined) return {kind: 'complete', ...facts};
  return {kind: read === 0 && kind !== 'partial' ? 'failed' : 'partial', error, ...facts};
}
