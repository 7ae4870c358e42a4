import type {PartialMetadata} from './partial-metadata.ts';
import {type ReleaseRevision, revisionOf} from './revision-of.ts';

/** Folds pages of metadata into the latest revision of each release; holds one entry a release, not a revision. */
export interface RevisionReducer {
  add(items: Iterable<PartialMetadata>): void;
  /** What has been added so far; `add` may go on afterwards. */
  result(): LatestRevisions;
}

/** One revision a release, and what is wrong with the metadata. */
export interface LatestRevisions {
  /** Latest revisions whose status is collected, or not in the labels; in the order in which releases came first. */
  readonly revisions: readonly ReleaseRevision[];
  /** Sentences about metadata that could not be read as Helm writes it; at most 51. */
  readonly warnings: readonly string[];
}

const warningLimit = 50;

/** `deployed` and `failed`: what `helm list` shows when nothing else is asked for. */
export function isCollectedStatus(status: string): boolean {
  return status === 'deployed' || status === 'failed';
}

/**
 * The latest revision of each (namespace, release name), and of those only the collected ones: a release whose latest
 * revision is pending or uninstalled is left out even when an older one is deployed, as in Helm.
 * Of two objects that claim the same revision the first counts.
 */
export function createRevisionReducer(): RevisionReducer {
  const latest = new Map<string, ReleaseRevision>();
  const warnings: string[] = [];
  let unshown = 0;
  const warn = (warning: string) => {
    if (warnings.length < warningLimit) warnings.push(warning);
    else unshown++;
  };
  return {
    add(items) {
      for (const item of items) {
        const reading = revisionOf(item);
        switch (reading.kind) {
          case 'foreign':
            break;
          case 'unreadable':
            warn(reading.warning);
            break;
          case 'revision': {
            if (reading.warning !== undefined) warn(reading.warning);
            const {value} = reading;
            // No namespace holds a slash, so that two releases never share a key.
            const key = `${value.namespace}/${value.name}`;
            const known = latest.get(key);
            if (known === undefined || value.revision > known.revision) latest.set(key, value);
            break;
          }
        }
      }
    },
    result() {
      const revisions = [...latest.values()].filter(
        ({status}) => status === undefined || isCollectedStatus(status),
      );
      const more = `${unshown} more stored Helm revisions have metadata that Helm does not write.`;
      return {revisions, warnings: unshown === 0 ? [...warnings] : [...warnings, more]};
    },
  };
}
