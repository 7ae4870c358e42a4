import type {CollectorError} from '@firefly/core';
import {decodeHelmRelease} from './decode-helm-release.ts';
import type {HelmDriver} from './helm-driver.ts';
import type {HelmStorage, ObjectOutcome} from './helm-storage.ts';
import {isCollectedStatus} from './revision-reducer.ts';
import {listReleaseRevisions} from './list-release-revisions.ts';
import type {ReleaseRevision} from './revision-of.ts';

/** What became of one revision that was listed. */
export type FetchedRelease =
  | {readonly kind: 'release'; readonly bytes: Uint8Array}
  | {readonly kind: 'unreadable'; readonly message: string}
  | {readonly kind: 'forbidden'}
  | {readonly kind: 'failed'; readonly error: CollectorError}
  /** Uninstalled, or no longer in a status that is collected. */
  | {readonly kind: 'gone'};

/** Fetches and decodes releases, one revision at a time. */
export interface ReleaseFetcher {
  /** One GET. Rejects only when aborted. */
  get(revision: ReleaseRevision): Promise<ObjectOutcome>;
  /**
   * Decodes what `get` brought. A revision that vanished or was superseded since it was listed is looked for once more
   * (one list of that release's metadata, one GET), so that an upgrade in mid-run does not lose the release.
   */
  settle(revision: ReleaseRevision, outcome: ObjectOutcome): Promise<FetchedRelease>;
}

/** Where releases are stored, and how large one may be. */
export interface ReleaseFetcherOptions {
  readonly storage: HelmStorage;
  readonly driver: HelmDriver;
  readonly signal: AbortSignal;
  readonly limit?: number;
}

/** Fetches the payloads of revisions that were found from their metadata. */
export function createReleaseFetcher(options: ReleaseFetcherOptions): ReleaseFetcher {
  const {storage, driver, signal, limit} = options;

  const get = async ({namespace, objectName}: ReleaseRevision) =>
    storage.getObject({namespace, name: objectName}, signal);

  const read = ({namespace, name}: ReleaseRevision, outcome: ObjectOutcome): FetchedRelease => {
    if (outcome.kind === 'not-found') return {kind: 'gone'};
    if (outcome.kind !== 'found') return outcome;
    const {bytes} = outcome;
    const decoded = decodeHelmRelease({
      driver,
      bytes,
      namespace,
      name,
      ...(limit === undefined ? {} : {limit}),
    });
    if (decoded.kind === 'unreadable') return decoded;
    // Without a status in labels or payload nothing says that the release is deployed.
    const isCollected = decoded.status !== undefined && isCollectedStatus(decoded.status);
    return isCollected ? {kind: 'release', bytes: decoded.bytes} : {kind: 'gone'};
  };

  return {
    get,
    async settle(revision, outcome) {
      const first = read(revision, outcome);
      if (first.kind !== 'gone') return first;
      const {revisions, outcome: listed} = await listReleaseRevisions(storage, driver, {
        signal,
        release: revision,
      });
      const newer = revisions.find(({name}) => name === revision.name);
      if (newer !== undefined && newer.objectName !== revision.objectName)
        return read(newer, await get(newer));
      // Only a whole list tells that there is no newer one.
      if (listed.kind === 'complete') return first;
      return listed.kind === 'forbidden' ? {kind: 'forbidden'} : {kind: 'failed', error: listed.error};
    },
  };
}
