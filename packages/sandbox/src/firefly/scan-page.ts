import {readJsonElements, readJsonMembers} from '../loopback/read-json-members.ts';
import {RequestRefusal} from '../loopback/request-refusal.ts';
import {jsonStringAt, type ObjectHead, scanObject, type ByteRange} from './scan-object.ts';
import {skipJsonValue} from '../loopback/skip-json-value.ts';

/** One item of a page's array, by position. Nothing of it is parsed. */
export interface ScannedItem extends ByteRange {
  /** The Kubernetes object in it: the item itself, or the value of `object` where the contract wraps it. */
  readonly object: ObjectHead | undefined;
  /** `kind` of the wrapper or tree, else of the object; the text between the quotes. */
  readonly kind: string | undefined;
  /** Keys of the wrapper or tree, in order, repeated ones repeated. */
  readonly keys: readonly string[];
}

export interface ScannedPage {
  /** Top-level keys of the body, in order, repeated ones repeated. */
  readonly keys: readonly string[];
  /** Bounds of each top-level value, by key. */
  readonly members: ReadonlyMap<string, ByteRange>;
  readonly items: readonly ScannedItem[];
}

/** Whether the items of a stream are Kubernetes objects, wrappers of one, or neither. */
export type ItemShape = 'object' | 'wrapped' | 'opaque';

/**
 * Finds the items of a page by a scan over its bytes, so that each can be kept exactly as it was sent. The scan
 * trusts that what lies inside of an item is JSON; throws a `RequestRefusal` where the frame around the items is not.
 */
export function scanPage(bytes: Buffer, arrayKey: string, shape: ItemShape): ScannedPage {
  const keys: string[] = [];
  const members = new Map<string, ByteRange>();
  const items: ScannedItem[] = [];
  const end = readJsonMembers(bytes, 0, (keyStart, keyEnd, start) => {
    const key = bytes.toString('utf8', keyStart, keyEnd);
    keys.push(key);
    const isArray = key === arrayKey && bytes[start] === 0x5b;
    const valueEnd = isArray
      ? readJsonElements(bytes, start, (at) => {
          const item = scanItem(bytes, at, shape);
          items.push(item);
          return item.end;
        })
      : skipJsonValue(bytes, start);
    members.set(key, {start, end: valueEnd});
    return valueEnd;
  });
  if (end !== bytes.length) {
    throw new RequestRefusal(400, `The body has ${bytes.length - end} bytes after its JSON object.`);
  }
  return {keys, members, items};
}

function scanItem(bytes: Buffer, start: number, shape: ItemShape): ScannedItem {
  if (bytes[start] !== 0x7b || shape === 'opaque') {
    return {start, end: skipJsonValue(bytes, start), keys: [], kind: undefined, object: undefined};
  }
  if (shape === 'object') {
    const object = scanObject(bytes, start);
    return {start, end: object.end, keys: [], kind: object.kind, object};
  }
  const keys: string[] = [];
  let kind: string | undefined;
  let object: ObjectHead | undefined;
  const end = readJsonMembers(bytes, start, (keyStart, keyEnd, at) => {
    const key = bytes.toString('utf8', keyStart, keyEnd);
    keys.push(key);
    if (key === 'object' && bytes[at] === 0x7b) {
      object = scanObject(bytes, at);
      return object.end;
    }
    if (key === 'kind') kind = jsonStringAt(bytes, at);
    return skipJsonValue(bytes, at);
  });
  return {start, end, keys, kind, object};
}
