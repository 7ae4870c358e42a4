import {readJsonMembers} from '../loopback/read-json-members.ts';
import {skipJsonString, skipJsonValue} from '../loopback/skip-json-value.ts';

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What a scan knows of one Kubernetes object without parsing it. */
export interface ObjectHead extends ByteRange {
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
export function scanObject(bytes: Buffer, start: number): ObjectHead {
  let apiVersions = 0;
  let kinds = 0;
  let metadatas = 0;
  let kind: string | undefined;
  let uid: string | undefined;
  const end = readJsonMembers(bytes, start, (keyStart, keyEnd, value) => {
    if (isKey(bytes, keyStart, keyEnd, metadataKey) && bytes[value] === 0x7b) {
      metadatas++;
      return readJsonMembers(bytes, value, (from, to, at) => {
        if (isKey(bytes, from, to, uidKey)) uid = jsonStringAt(bytes, at);
        return skipJsonValue(bytes, at);
      });
    }
    if (isKey(bytes, keyStart, keyEnd, kindKey)) {
      kinds++;
      kind = jsonStringAt(bytes, value);
    } else if (
      isKey(bytes, keyStart, keyEnd, apiVersionKey) &&
      bytes[value] === 0x22 &&
      bytes[value + 1] !== 0x22
    ) {
      apiVersions++;
    }
    return skipJsonValue(bytes, value);
  });
  return {start, end, apiVersions, kinds, kind, metadatas, uid};
}

/** The text of the string at `start` between its quotes; undefined for another type and for an empty string. */
export function jsonStringAt(bytes: Buffer, start: number): string | undefined {
  if (bytes[start] !== 0x22) return undefined;
  const end = skipJsonString(bytes, start) - 1;
  return end === start + 1 ? undefined : bytes.toString('utf8', start + 1, end);
}

/** Whether the key from `start` to `end` is `name`. */
function isKey(bytes: Buffer, start: number, end: number, name: Buffer): boolean {
  if (end - start !== name.length) return false;
  for (let index = 0; index < name.length; index++) if (bytes[start + index] !== name[index]) return false;
  return true;
}
