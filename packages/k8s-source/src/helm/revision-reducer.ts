import {type ReleaseRevision, revisionOf} from './revision-of.ts';

/** Folds pages of metadata into the latest revision of each release; holds one entry a release, not a revision. */
export interface RevisionReducer {
  /** @param items `metadata` of each item, whatever that is. */
  add(items: Iterable<unknown>): void;
  /** The latest revisions of what has been added so far, in the order in which releases came first. */
  result(): readonly ReleaseRevision[];
}

/**
 * The latest revision of each (namespace, release name), by number. When two objects claim the same revision, the one that
 * has Helm's own name for it counts, otherwise the first.
 *
 * @param warn Told of metadata that is not as Helm writes it.
 */
export function createRevisionReducer(warn: (warning: string) => void): RevisionReducer {
  const latest = new Map<string, {readonly value: ReleaseRevision; readonly isNamed: boolean}>();
  return {
    add(items) {
      for (const item of items) {
        const reading = revisionOf(item);
        if (reading.kind === 'foreign') continue;
        if (reading.warning !== undefined) warn(reading.warning);
        if (reading.kind === 'unreadable') continue;
        const {value, isNamed} = reading;
        // No namespace holds a slash, so that two releases never share a key.
        const key = `${value.namespace}/${value.name}`;
        const known = latest.get(key);
        const ahead = value.revision - (known?.value.revision ?? -1);
        if (ahead > 0 || (ahead === 0 && isNamed && known?.isNamed === false))
          latest.set(key, {value, isNamed});
      }
    },
    result: () => [...latest.values()].map(({value}) => value),
  };
}
