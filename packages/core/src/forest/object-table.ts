import type {RawObject} from '../stream-item.ts';
import type {ResourceType} from '../resource-type.ts';
import type {Spool} from '../spool/spool.ts';
import {createNumberColumn} from './number-column.ts';
import {createUidTable} from './uid-table.ts';
import {createUnownedRelations} from './unowned-relations.ts';

/** Where an object's bytes lie in the spool, and behind them `,"name":…` for a tree's node. */
export interface ObjectLocation {
  readonly position: number;
  /** Of the object alone. */
  readonly byteLength: number;
  /** Of the object and what is behind it. */
  readonly namedByteLength: number;
}

/** What stays in memory of each object, some 60 bytes: its number is the order of adding. */
export interface ObjectTable {
  readonly size: number;
  /** Puts the object's bytes into the spool and keeps its edges; does nothing for a UID that was added before. */
  add(object: RawObject): void;
  typeOf(number: number): ResourceType;
  locationOf(number: number): ObjectLocation;
  /** Writes the UID as a JSON string, an empty one for an object without any, and tells where it ends. */
  writeUidJson(number: number, target: Buffer, offset: number): number;
  /** Length of that. */
  uidJsonBytesOf(number: number): number;
  /** Calls back with the owners that were collected, by owner reference and by relation, repetitions included. */
  forEachOwner(child: number, visit: (owner: number) => void): void;
}

/** A table without objects over a spool of its caller's. */
export function createObjectTable(spool: Spool): ObjectTable {
  return new ColumnTable(spool);
}

const emptyJson = '""';

class ColumnTable implements ObjectTable {
  readonly #spool: Spool;
  readonly #uids = createUidTable();
  readonly #relations = createUnownedRelations();
  /** By number of a UID: number of its object + 1, or 0 where it was not collected. */
  readonly #objectOfUid = createNumberColumn('uint32');
  readonly #typeNumbers = new Map<string, number>();
  readonly #types: ResourceType[] = [];
  // By number of an object:
  readonly #typeOf = createNumberColumn('uint32');
  /** Number of the UID + 1, or 0 without one. */
  readonly #uidOf = createNumberColumn('uint32');
  readonly #positionOf = createNumberColumn('float64');
  readonly #byteLengthOf = createNumberColumn('uint32');
  readonly #namedByteLengthOf = createNumberColumn('uint32');
  /** Where the object's owners end in `#owners`. */
  readonly #ownersEndOf = createNumberColumn('uint32');
  /** Numbers of owners' UIDs, objects in order. */
  readonly #owners = createNumberColumn('uint32');
  /** By number of a child: number of the parent + 1. Made when it is first asked for, from all objects. */
  #relationParents: Uint32Array | undefined;

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  get size() {
    return this.#typeOf.length;
  }

  add(object: RawObject) {
    const uid = this.#uidNumber(object.uid);
    if (uid !== undefined && this.#objectOfUid.at(uid) !== 0) return;
    const name = Buffer.from(`,"name":${JSON.stringify(object.name ?? '')}`);
    const namedByteLength = object.byteLength + name.byteLength;
    const position = this.#spool.append({
      byteLength: namedByteLength,
      copyTo(target, offset) {
        object.copyTo(target, offset);
        target.set(name, offset + object.byteLength);
      },
    });
    const number = this.size;
    if (uid !== undefined) this.#objectOfUid.set(uid, number + 1);
    this.#typeOf.push(this.#typeNumber(object.type));
    this.#uidOf.push(uid === undefined ? 0 : uid + 1);
    this.#positionOf.push(position);
    this.#byteLengthOf.push(object.byteLength);
    this.#namedByteLengthOf.push(namedByteLength);
    for (const owner of object.ownerReferences) {
      const ownerUid = this.#uidNumber(owner.uid);
      if (ownerUid !== undefined) this.#owners.push(ownerUid);
    }
    this.#ownersEndOf.push(this.#owners.length);
    this.#relations.add(number, object);
  }

  typeOf(number: number) {
    return this.#types[this.#typeOf.at(number)] as ResourceType;
  }

  locationOf(number: number) {
    return {
      position: this.#positionOf.at(number),
      byteLength: this.#byteLengthOf.at(number),
      namedByteLength: this.#namedByteLengthOf.at(number),
    };
  }

  writeUidJson(number: number, target: Buffer, offset: number) {
    const uid = this.#uidOf.at(number);
    return uid === 0
      ? offset + target.write(emptyJson, offset)
      : this.#uids.writeJson(uid - 1, target, offset);
  }

  uidJsonBytesOf(number: number) {
    const uid = this.#uidOf.at(number);
    return uid === 0 ? emptyJson.length : this.#uids.jsonBytes(uid - 1);
  }

  forEachOwner(child: number, visit: (owner: number) => void) {
    const end = this.#ownersEndOf.at(child);
    for (let at = child === 0 ? 0 : this.#ownersEndOf.at(child - 1); at < end; at++) {
      const owner = this.#objectOfUid.at(this.#owners.at(at));
      if (owner !== 0) visit(owner - 1);
    }
    this.#relationParents ??= this.#resolveRelations();
    const parent = this.#relationParents[child] ?? 0;
    if (parent !== 0) visit(parent - 1);
  }

  #resolveRelations() {
    const parents = new Uint32Array(this.size);
    this.#relations.resolve((child, parent) => {
      parents[child] = parent + 1;
    });
    return parents;
  }

  /** Undefined where there is no UID, an empty one included. */
  #uidNumber(uid: string | undefined) {
    if (uid === undefined || uid === '') return undefined;
    const number = this.#uids.intern(uid);
    if (number === this.#objectOfUid.length) this.#objectOfUid.push(0);
    return number;
  }

  #typeNumber(type: ResourceType) {
    const key = `${type.group}/${type.version}/${type.kind}`;
    const known = this.#typeNumbers.get(key);
    if (known !== undefined) return known;
    this.#typeNumbers.set(key, this.#types.length);
    return this.#types.push(type) - 1;
  }
}
