import type {SpoolOptions} from '../spool/spool.ts';
import type {LeftOutCount} from '../redactions.ts';
import type {Stage} from '../stage.ts';
import {isRawObject, type RawObject, type StreamItem} from '../stream-item.ts';
import {isOptedOut} from './opted-out.ts';
import {createOwnedItems} from './owned-items.ts';

/** A stage that must be told of all namespaces before the first item. */
export interface OptOutStage extends Stage {
  /** Of the namespace its metadata is enough. */
  namespace(object: RawObject): void;
}

/**
 * Leaves out what opted out with `firefly.ai/collect: "false"`: a namespace with everything in it. With `all` also a single
 * object, everything that it owns, directly or not, and a release whose storage or application opted out. It is the first
 * stage: the others never see these items. An item is also left out when nothing is known of its namespace or, with `all`,
 * of its owner.
 *
 * With `all`, items that have an owner wait until everything else was read: an owner may come after them.
 */
export function createOptOutStage(mode: 'namespaces' | 'all', spool: SpoolOptions = {}): OptOutStage {
  const namespaces = new Map<string, boolean>();
  const counts = new Map<string, LeftOutCount>();
  const owned = createOwnedItems(spool);

  function leaveOut(reason: LeftOutCount['reason'], kind: string): void {
    const key = `${reason} ${kind}`;
    counts.set(key, {reason, kind, items: (counts.get(key)?.items ?? 0) + 1});
  }

  /** Why its namespace keeps it here. */
  function reasonOf(item: StreamItem, origin: RawObject | undefined): LeftOutCount['reason'] | undefined {
    const isNamespace = origin?.type.kind === 'Namespace' && origin.type.group === '';
    const own =
      origin === undefined ? item.describe().namespace : isNamespace ? origin.name : origin.namespace;
    const isOut = own === undefined || own === '' ? false : namespaces.get(own);
    if (isOut === undefined) return 'namespace not known';
    // An application's release may be for another cluster, whose namespaces are not these.
    const elsewhere = item !== origin && namespaces.get(item.describe().namespace ?? '') === true;
    return isOut || elsewhere ? 'opted out' : undefined;
  }

  return {
    namespace: (object) => void namespaces.set(object.name, isOptedOut(object)),
    admits(item) {
      const origin = isRawObject(item) ? item : item.origin;
      const object = isRawObject(item) ? item : undefined;
      let reason = reasonOf(item, origin);
      if (mode === 'all' && reason === undefined && origin !== undefined && isOptedOut(origin))
        reason = 'opted out';
      if (reason !== undefined) {
        if (mode === 'all' && object !== undefined) owned.classified(object, true);
        leaveOut(reason, item.describe().kind);
        return false;
      }
      if (mode === 'namespaces') return true;
      if (origin !== undefined && origin.ownerReferences.length > 0) {
        owned.add(item, origin);
        return false;
      }
      if (object !== undefined) owned.classified(object, false);
      return true;
    },
    item: (item) => item,
    ready: () => owned.pace(),
    finalReading() {
      if (owned.isEmpty) return undefined;
      return {name: 'objects with owners', read: () => owned.read(leaveOut)};
    },
    redactions: () => ({
      counts: [],
      milliseconds: 0,
      leftOut: [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row),
    }),
    close: () => owned.close(),
  };
}
