import {createRawObject} from '../create-raw-object.ts';
import {createUidTable} from '../forest/uid-table.ts';
import type {ReadingOutcome} from '../source.ts';
import {createSpool, type Spool, type SpoolOptions} from '../spool/spool.ts';
import type {LeftOutCount} from '../redactions.ts';
import {isRawObject, type RawObject, type StreamItem} from '../stream-item.ts';

/** What is known of an object by its UID. */
type State = 'sent' | 'out' | 'waiting';

interface Waiting {
  readonly item: Pick<StreamItem, 'stream' | 'byteLength' | 'describe'> | RawObject['type'];
  readonly kind: string;
  readonly position: number;
  readonly byteLength: number;
  /** Number of its UID; undefined for a release, which owns nothing. */
  readonly uid: number | undefined;
}

/**
 * Items with owners, which wait until all objects were read, since an owner may come after what it owns: in memory up to
 * a limit, then in one temporary file. Some 250 bytes an item stay in memory.
 */
export interface OwnedItems {
  /** An object without owners, or one that opted out. */
  classified(object: RawObject, isOut: boolean): void;
  /** Copies what it needs. */
  add(item: StreamItem, origin: RawObject): void;
  readonly isEmpty: boolean;
  pace(): Promise<void> | undefined;
  /** Those that nobody opted out for; of the others `leftOut` is told. */
  read(
    leftOut: (reason: LeftOutCount['reason'], kind: string) => void,
  ): AsyncGenerator<readonly StreamItem[], ReadingOutcome, void>;
  close(): Promise<void>;
}

const itemsOfBatch = 200;

/** Nothing is allocated before the first item with an owner. */
export function createOwnedItems(options: SpoolOptions = {}): OwnedItems {
  const uids = createUidTable();
  const states: State[] = [];
  const waiting: Waiting[] = [];
  /** By number of an owner's UID: places of what it owns in `waiting`. */
  const owned = new Map<number, number[]>();
  let spool: Spool | undefined;

  /** By place in `waiting`: why it is left out. What is owned by what was left out follows it. */
  function leftOutReasons(): Map<number, LeftOutCount['reason']> {
    const reasons = new Map<number, LeftOutCount['reason']>();
    const follow = (owner: number, reason: LeftOutCount['reason']) => {
      const owners = [owner];
      for (const one of owners) {
        for (const place of owned.get(one) ?? []) {
          if (reasons.has(place)) continue;
          reasons.set(place, reason);
          const {uid} = waiting[place] as Waiting;
          if (uid !== undefined) owners.push(uid);
        }
      }
    };
    for (const owner of owned.keys()) if (states[owner] === 'out') follow(owner, 'owner opted out');
    for (const owner of owned.keys()) if (states[owner] === undefined) follow(owner, 'owner not read');
    return reasons;
  }

  return {
    get isEmpty() {
      return waiting.length === 0;
    },
    classified({uid}, isOut) {
      if (uid !== undefined) states[uids.intern(uid)] = isOut ? 'out' : 'sent';
    },
    add(item, {ownerReferences}) {
      spool ??= createSpool(options);
      const uid = isRawObject(item) && item.uid !== undefined ? uids.intern(item.uid) : undefined;
      if (uid !== undefined) states[uid] = 'waiting';
      const {byteLength, stream} = item;
      const description = item.describe();
      const place = waiting.length;
      waiting.push({
        item: isRawObject(item) ? item.type : {stream, byteLength, describe: () => description},
        kind: description.kind,
        position: spool.append(item),
        byteLength,
        uid,
      });
      for (const owner of new Set(ownerReferences.map((reference) => uids.intern(reference.uid)))) {
        const places = owned.get(owner);
        if (places === undefined) owned.set(owner, [place]);
        else places.push(place);
      }
    },
    pace: () => spool?.pace(),
    async *read(leftOut) {
      await spool?.finish();
      const reasons = leftOutReasons();
      let batch: Waiting[] = [];
      for (const [place, one] of waiting.entries()) {
        const reason = reasons.get(place);
        if (reason !== undefined) leftOut(reason, one.kind);
        else if (batch.push(one) === itemsOfBatch) {
          yield await readBack(batch);
          batch = [];
        }
      }
      if (batch.length > 0) yield await readBack(batch);
      return {kind: 'complete', listPages: 0, listBytes: 0};
    },
    close: async () => spool?.close(),
  };

  async function readBack(batch: readonly Waiting[]): Promise<StreamItem[]> {
    const targets = batch.map(({byteLength}) => new Uint8Array(byteLength));
    await spool?.read(batch.map(({position}, index) => ({position, target: targets[index] as Uint8Array})));
    return batch.map(({item}, index) => {
      const bytes = targets[index] as Uint8Array;
      if ('resource' in item) return createRawObject(item, bytes);
      return {...item, copyTo: (target, offset) => target.set(bytes, offset)};
    });
  }
}
