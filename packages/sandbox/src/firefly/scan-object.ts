import {expectJsonByte} from './read-json-members.ts';
import {skipJsonString, skipJsonValue, skipWhiteSpace} from './skip-json-value.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a scan knows of one Kubernetes object without parsing it. */
export interface ScannedObject extends Span {
  /** How often `apiVersion` with a non-empty string stands at the top. */
  readonly apiVersions: number;
  /** How often `kind` stands at the top, and the last one's text between the quotes. */
  readonly kinds: number;
  readonly kind: string | undefined;
  /** How often `metadata` with an object stands at the top. */
  readonly metadatas: number;
  readonly uid: string | undefined;
}

const kindKey = Buffer.from('kind');
const metadataKey = Buffer.from('metadata');
const apiVersionKey = Buffer.from('apiVersion');
const uidKey = Buffer.from('uid');

/** Reads the top keys and `metadata.uid` of the object whose brace stands at `start`, and skips over all else. */
export function scanObject(bytes: Buffer, start: number): ScannedObject {
  let apiVersions = 0;
  let kinds = 0;
  let metadatas = 0;
  let kind: string | undefined;
  let uid: string | undefined;
  let index = skipWhiteSpace(bytes, start + 1);
  while (bytes[index] !== 0x7d) {
    const keyEnd = skipKey(bytes, index);
    const value = valueAfter(bytes, keyEnd);
    if (isKey(bytes, index, keyEnd, metadataKey) && bytes[value] === 0x7b) {
      metadatas++;
      const uidSpan = findMember(bytes, value, uidKey);
      if (uidSpan.start > 0) uid = jsonStringAt(bytes, uidSpan.start);
      index = nextMember(bytes, uidSpan.end);
      continue;
    }
    if (isKey(bytes, index, keyEnd, kindKey)) {
      kinds++;
      kind = jsonStringAt(bytes, value);
    } else if (
      isKey(bytes, index, keyEnd, apiVersionKey) &&
      bytes[value] === 0x22 &&
      bytes[value + 1] !== 0x22
    ) {
      apiVersions++;
    }
    index = nextMember(bytes, skipJsonValue(bytes, value));
  }
  return {start, end: index + 1, apiVersions, kinds, kind, metadatas, uid};
}

/** The text of the string at `start` between its quotes; undefined for another type and for an empty string. */
export function jsonStringAt(bytes: Buffer, start: number): string | undefined {
  if (bytes[start] !== 0x22) return undefined;
  const end = skipJsonString(bytes, start) - 1;
  return end === start + 1 ? undefined : bytes.toString('utf8', start + 1, end);
}

/** Start of the named member's value, or 0 where there is none; and the end of the whole object. */
function findMember(bytes: Buffer, at: number, name: Buffer): Span {
  let start = 0;
  let index = skipWhiteSpace(bytes, at + 1);
  while (bytes[index] !== 0x7d) {
    const keyEnd = skipKey(bytes, index);
    const value = valueAfter(bytes, keyEnd);
    if (isKey(bytes, index, keyEnd, name)) start = value;
    index = nextMember(bytes, skipJsonValue(bytes, value));
  }
  return {start, end: index + 1};
}

function skipKey(bytes: Buffer, index: number): number {
  expectJsonByte(bytes, index, 0x22);
  return skipJsonString(bytes, index);
}

function valueAfter(bytes: Buffer, keyEnd: number): number {
  const colon = skipWhiteSpace(bytes, keyEnd);
  expectJsonByte(bytes, colon, 0x3a);
  return skipWhiteSpace(bytes, colon + 1);
}

/** Start of the next key, or the closing brace. */
function nextMember(bytes: Buffer, valueEnd: number): number {
  const index = skipWhiteSpace(bytes, valueEnd);
  if (bytes[index] === 0x7d) return index;
  expectJsonByte(bytes, index, 0x2c);
  const key = skipWhiteSpace(bytes, index + 1);
  expectJsonByte(bytes, key, 0x22);
  return key;
}

/** Whether the key with its quotes from `start` to `end` is `name`. */
function isKey(bytes: Buffer, start: number, end: number, name: Buffer): boolean {
  if (end - start !== name.length + 2) return false;
  for (let index = 0; index < name.length; index++) {
    if (bytes[start + 1 + index] !== name[index]) return false;
  }
  return true;
}
