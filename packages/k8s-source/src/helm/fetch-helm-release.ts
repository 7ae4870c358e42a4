import type {CollectorError} from '@firefly/core';
import {decodeHelmRelease} from './decode-helm-release.ts';
import type {HelmDriver} from './helm-driver.ts';
import type {HelmStorage, ObjectOutcome} from './helm-storage.ts';
import {listReleaseRevisions} from './list-release-revisions.ts';
import type {ReleaseRevision} from './revision-of.ts';

/** What became of one revision that was listed. */
export type FetchedRelease =
  | {readonly kind: 'release'; readonly bytes: Uint8Array; readonly warning?: string}
  /** In a status that is not collected. */
  | {readonly kind: 'other'; readonly warning?: string}
  | {readonly kind: 'unreadable'; readonly warning: string}
  | {readonly kind: 'too-large'; readonly byteLength: number}
  | {readonly kind: 'forbidden'}
  | {readonly kind: 'failed'; readonly error: CollectorError}
  /** Uninstalled or superseded since it was listed. */
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
  /** Bytes that one may have once inflated. */
  readonly limit: number;
}

/** `deployed` and `failed`: what `helm list` shows when nothing else is asked for. */
const collectedStatuses: ReadonlySet<unknown> = new Set(['deployed', 'failed']);

/** Fetches the payloads of revisions that were found from their metadata. */
export function createReleaseFetcher(options: ReleaseFetcherOptions): ReleaseFetcher {
  const {storage, driver, signal, limit} = options;

  const get = async ({namespace, objectName}: ReleaseRevision) =>
    storage.getObject({namespace, name: objectName}, signal);

  const read = (revision: ReleaseRevision, outcome: ObjectOutcome): FetchedRelease => {
    if (outcome.kind === 'not-found') return {kind: 'gone'};
    if (outcome.kind !== 'found') return outcome;
    const decoded = decodeHelmRelease({driver, limit, bytes: outcome.bytes});
    const title = `Helm release ${revision.namespace}/${revision.name}`;
    if (decoded.kind === 'too-large') return decoded;
    if (decoded.kind === 'unreadable')
      return {kind: 'unreadable', warning: `${title} is left out: ${decoded.reason}.`};
    const {bytes, label, status = label} = decoded;
    const warning =
      label === undefined || label === status
        ? {}
        : {
            warning: `${title}: the label status is ${quoted(label)}, and its payload says ${quoted(status)}; the payload counts.`,
          };
    // Without a status in labels or payload nothing says that the release is deployed.
    if (collectedStatuses.has(status)) return {kind: 'release', bytes, ...warning};
    return label === revision.status ? {kind: 'other', ...warning} : {kind: 'gone'};
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

/** A text of a stranger's in a sentence. */
function quoted(text: string | undefined): string {
  return JSON.stringify((text ?? '').slice(0, 64));
}
