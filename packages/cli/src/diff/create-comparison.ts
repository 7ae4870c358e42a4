import {hash, randomBytes} from 'node:crypto';

import {
  asBuffer,
  createRawObject,
  parseApiVersion,
  parseTypeName,
  type ResourceType,
  type StreamItem,
} from '@firefly/core';
import {matchNamespaces} from '@firefly/k8s-source';
import {createRedactor} from '@firefly/redaction';

import type {ItemGroup} from '../dry-run/item-group.ts';
import type {ItemWriter} from '../dry-run/item-writer.ts';
import {type ChangedField, changedFields} from './changed-fields.ts';
import {isRecord, type Json, parseExactly, settledValue} from './settled-value.ts';

/** What is compared, and how. */
export interface ComparisonOptions {
  /** Which objects are the same one: those of one UID, or of one kind, namespace and name. */
  readonly match: 'uid' | 'name';
  /** Also what changes by itself. */
  readonly allFields: boolean;
  /** Only objects of this name (`*` for any letters), of which the fields that changed are shown. */
  readonly name?: string;
}

/** One object that is not the same on both sides. */
export interface ObjectChange {
  readonly change: 'added' | 'gone' | 'changed';
  readonly type: string;
  /** Empty where it lies in none. */
  readonly namespace: string;
  readonly name: string;
  /** Where a name was asked for. Secrets in them are markers. */
  readonly fields?: readonly ChangedField[];
}

/** How much of one type in one namespace is not the same. */
export interface GroupChanges {
  readonly type: string;
  readonly namespace: string;
  added: number;
  gone: number;
  changed: number;
  same: number;
}

/** The two sides in the order in which they are read. */
export interface Comparison {
  readonly before: ItemWriter;
  readonly after: ItemWriter;
  /** Reads the first side again, where that is needed: names of what is gone were not kept. */
  readonly again: ItemWriter;
  needsAgain(): boolean;
  /** The first 10,000 of the changes, and all counts. */
  readonly changes: readonly ObjectChange[];
  readonly groups: ReadonlyMap<string, GroupChanges>;
}

const mostChanges = 10_000;
/** Of objects whose fields are compared. */
const mostText = 16_000_000;
/** In place of a digest: the object was met on the other side. */
const met = '';

/** Compares by digests: it keeps some 150 bytes an object, whatever the objects' size. */
export function createComparison({match, allFields, name}: ComparisonOptions): Comparison {
  const isWanted = matchNamespaces(name === undefined ? [] : [name]);
  const digests = new Map<string, string>();
  const changes: ObjectChange[] = [];
  const groups = new Map<string, GroupChanges>();
  /** Of changed objects, by key: what they are on the second side, and the place of their change. */
  const shown = new Map<string, {readonly after: Json; readonly at: number}>();
  const redactor = createRedactor({
    sets: ['secrets', 'env', 'keys', 'values'],
    markerKey: randomBytes(32).toString('hex'),
  });
  const settle = (object: Json) => settledValue(object, {allFields, acrossClusters: match === 'name'});
  let left = 0;
  let shownText = 0;

  function* entriesOf(group: ItemGroup, items: readonly Uint8Array[]) {
    for (const bytes of items) {
      const text = asBuffer(bytes).toString('utf8');
      const object = parseExactly(text);
      const identity = identityOf(group, object);
      if (isWanted(identity.name)) yield {bytes, text, object, identity, key: keyOf(identity, match)};
    }
  }

  function digestOf(object: Json, text: string): string {
    return shortHash(unlessTooDeep(() => canonical(settle(object))) ?? text);
  }

  function note(change: keyof Omit<GroupChanges, 'type' | 'namespace'>, {type, namespace, name}: Identity) {
    const place = `${type} ${namespace}`;
    const counts = groups.get(place) ?? {type, namespace, added: 0, gone: 0, changed: 0, same: 0};
    groups.set(place, counts);
    counts[change]++;
    if (change === 'same' || changes.length === mostChanges) return;
    changes.push({change, type, namespace, name});
  }

  /** As people may see it. */
  function visible(group: ItemGroup, bytes: Uint8Array, object: Json): Json {
    const redacted = redactor.redact(itemOf(group, bytes, object));
    const copy = Buffer.alloc(redacted.byteLength);
    redacted.copyTo(copy, 0);
    return settle(parseExactly(copy.toString('utf8')));
  }

  return {
    changes,
    groups,
    needsAgain: () => left > 0 || shown.size > 0,
    before: {
      async write(group, items) {
        for (const {text, object, key} of entriesOf(group, items)) {
          if (!digests.has(key)) left++;
          digests.set(key, digestOf(object, text));
        }
      },
      async commit() {},
    },
    after: {
      async write(group, items) {
        for (const {bytes, text, object, identity, key} of entriesOf(group, items)) {
          const before = digests.get(key);
          if (before === met) continue;
          digests.set(key, met);
          if (before === undefined) {
            note('added', identity);
            continue;
          }
          left--;
          if (before === digestOf(object, text)) {
            note('same', identity);
            continue;
          }
          if (name !== undefined && changes.length < mostChanges && shownText < mostText) {
            shownText += bytes.length;
            const after = unlessTooDeep(() => visible(group, bytes, object));
            if (after !== undefined) shown.set(key, {after, at: changes.length});
          }
          note('changed', identity);
        }
      },
      async commit() {},
    },
    again: {
      async write(group, items) {
        for (const {bytes, object, identity, key} of entriesOf(group, items)) {
          const {after, at} = shown.get(key) ?? {at: -1};
          const change = changes[at];
          if (change !== undefined) {
            const fields = unlessTooDeep(() => changedFields(visible(group, bytes, object), after));
            changes[at] = {...change, ...(fields === undefined ? {} : {fields})};
          } else if (digests.get(key) !== met) note('gone', identity);
          digests.set(key, met);
          shown.delete(key);
        }
      },
      async commit() {},
    },
  };
}

interface Identity {
  /** As it is shown. */
  readonly type: string;
  /** The same whatever the version of the API that it was read in. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

function identityOf({name: type, stream}: Pick<ItemGroup, 'name' | 'stream'>, object: Json): Identity {
  const fields = isRecord(object) ? object : {};
  const {apiVersion, kind} = fields;
  const metadata = stream === 'objects' && isRecord(fields['metadata']) ? fields['metadata'] : fields;
  const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : '');
  const {group} = parseApiVersion(textOf(apiVersion));
  return {
    type,
    kind: stream === 'objects' ? `${textOf(kind)}.${group}` : stream,
    namespace: textOf(metadata['namespace']),
    name: textOf(metadata['name']),
    uid: textOf(metadata['uid']),
  };
}

/** One object may be served by two API groups, under one UID. */
function keyOf({kind, namespace, name, uid}: Identity, match: ComparisonOptions['match']): string {
  return shortHash(match === 'uid' && uid !== '' ? uid : JSON.stringify([kind, namespace, name]));
}

/** Undefined for an object that is nested deeper than a call stack: then its text is compared, and no field shown. */
function unlessTooDeep<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** 16 bytes, one a character: as small as a text can be. */
function shortHash(text: string): string {
  return hash('sha256', text, 'buffer').toString('latin1', 0, 16);
}

/** JSON in which the order of keys is always the same. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`;
}

function itemOf({name: type, stream, kind}: ItemGroup, bytes: Uint8Array, object: Json): StreamItem {
  const {apiVersion} = isRecord(object) ? object : {};
  const {group, version} = parseApiVersion(typeof apiVersion === 'string' ? apiVersion : '');
  const {resource} = parseTypeName(type);
  const raw = createRawObject(
    {group, version, kind, resource, namespaced: true} satisfies ResourceType,
    bytes,
  );
  if (stream === 'objects') return raw;
  const {namespace, name} = identityOf({name: type, stream}, object);
  return {
    stream,
    byteLength: bytes.byteLength,
    copyTo: (target, offset) => raw.copyTo(target, offset),
    describe: () => ({kind: 'HelmRelease', namespace, name}),
  };
}
