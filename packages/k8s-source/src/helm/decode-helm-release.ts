import {Buffer, isUtf8} from 'node:buffer';

import {type JsonSpan, scanJson, stringAt} from '../json/scan-json.ts';
import {decodeBase64} from './decode-base64.ts';
import type {HelmDriver} from './helm-driver.ts';
import {inflateGzip, isGzip} from './inflate.ts';

/** A Secret or ConfigMap that holds a revision. */
export interface HelmReleaseObject {
  readonly driver: HelmDriver;
  /** The JSON of the one Secret or ConfigMap, as the API server sent it. */
  readonly bytes: Uint8Array;
  /** Bytes that the release may have once inflated. */
  readonly limit: number;
}

/** What is wrong with a payload. */
export type HelmPayloadFault =
  | 'bad-object'
  | 'no-payload'
  | 'bad-base64'
  | 'bad-gzip'
  | 'bad-utf8'
  | 'bad-json'
  | 'bad-release';

/** Why there is no release. */
export type UnreadableHelmRelease =
  | {
      readonly kind: 'unreadable';
      readonly fault: HelmPayloadFault;
      /** What is wrong, for a sentence: `its payload is not base64`. */
      readonly reason: string;
    }
  | {
      readonly kind: 'too-large';
      /** As its gzip says: more than the limit, and no more was inflated. */
      readonly byteLength: number;
    };

/** A release's JSON, or why there is none. */
export type DecodedHelmRelease =
  | {
      readonly kind: 'decoded';
      /** The release's JSON exactly as Helm stored it. */
      readonly bytes: Uint8Array;
      /** Its `info.status`. */
      readonly status: string | undefined;
      /** The object's label `status`. */
      readonly label: string | undefined;
    }
  | UnreadableHelmRelease;

/**
 * Takes the release out of the Secret or ConfigMap in which Helm 3 or 4 stored it: `data.release` is base64 of gzip of
 * JSON; a Secret's `data` is base64 once more, as any Secret's; revisions of the first Helm 3 betas are not gzipped.
 *
 * What comes out are the stored bytes. They are checked and never parsed, since whoever may make a Secret decides what
 * is in it: nothing here takes more than a few times the object's size and the limit.
 */
export function decodeHelmRelease(object: HelmReleaseObject): DecodedHelmRelease {
  const payload = inflateHelmRelease(object);
  if (payload.kind !== 'inflated') return payload;
  const {bytes, label} = payload;
  if (!isUtf8(bytes)) return unreadable('bad-utf8');
  const scan = scanObject(bytes, ['info.status', ...fieldStarts.keys()]);
  if (scan === undefined) return unreadable('bad-json');
  const wrong = wrongField(bytes, scan);
  if (wrong !== undefined) return unreadable('bad-release', `its payload is no Helm release: ${wrong}`);
  return {kind: 'decoded', bytes, status: stringAt(bytes, scan.get('info.status')) || undefined, label};
}

/** The payload of a stored revision, or why there is none. */
type InflatedHelmRelease =
  | {
      readonly kind: 'inflated';
      /** What Helm stored, not looked into. */
      readonly bytes: Buffer;
      /** The object's label `status`. */
      readonly label: string | undefined;
    }
  | UnreadableHelmRelease;

function inflateHelmRelease({driver, bytes, limit}: HelmReleaseObject): InflatedHelmRelease {
  const object = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scan = scanObject(object, ['data.release', 'metadata.labels.status']);
  if (scan === undefined) return unreadable('bad-object');
  const text = stringAt(object, scan.get('data.release')) ?? '';
  if (text === '') return unreadable('no-payload');
  const outer = decodeBase64(text);
  const payload = driver === 'secret' && outer !== undefined ? decodeBase64(outer.toString('latin1')) : outer;
  if (payload === undefined) return unreadable('bad-base64');
  if (payload.byteLength === 0) return unreadable('no-payload');
  const label = stringAt(object, scan.get('metadata.labels.status')) || undefined;
  if (!isGzip(payload)) {
    const {byteLength} = payload;
    return byteLength > limit ? {kind: 'too-large', byteLength} : {kind: 'inflated', bytes: payload, label};
  }
  const inflated = inflateGzip(payload, limit);
  switch (inflated.kind) {
    case 'inflated':
      return {kind: 'inflated', bytes: inflated.bytes, label};
    case 'too-large':
      return inflated;
    case 'corrupt':
      return unreadable('bad-gzip');
  }
}

const reasons: Record<HelmPayloadFault, string> = {
  'bad-object': 'the API server did not send a JSON object for it',
  'no-payload': 'its object has no data.release',
  'bad-base64': 'its payload is not base64',
  'bad-gzip': 'its payload is not whole gzip data',
  'bad-utf8': 'its payload is not UTF-8 text',
  'bad-json': 'its payload is not one JSON object',
  'bad-release': 'its payload is no Helm release',
};

function unreadable(
  fault: HelmPayloadFault,
  reason = reasons[fault],
): UnreadableHelmRelease & {kind: 'unreadable'} {
  return {kind: 'unreadable', fault, reason};
}

/** The values of these paths in a text that is one JSON object; undefined for any other text. */
function scanObject(bytes: Buffer, paths: readonly string[]): ReadonlyMap<string, JsonSpan> | undefined {
  const scan = scanJson(bytes, paths);
  if (scan.kind === 'malformed' || scan.next !== bytes.length || bytes[scan.span.start] !== 0x7b)
    return undefined;
  return scan.found;
}

/**
 * What Helm writes into a release's fields (`release.Release` in its source), and with which characters that begins. One
 * field of another kind, and a receiver that knows them would refuse the whole page.
 */
const fieldStarts = new Map([
  ['name', {kind: 'a text', starts: /^"/}],
  ['namespace', {kind: 'a text', starts: /^"/}],
  ['version', {kind: 'a whole number', starts: /^-?\d+$/}],
  ['manifest', {kind: 'a text', starts: /^"/}],
  ['info', {kind: 'an object', starts: /^\{/}],
  ['info.status', {kind: 'a text', starts: /^"/}],
  ['chart', {kind: 'an object', starts: /^\{/}],
  ['config', {kind: 'an object', starts: /^\{/}],
  ['hooks', {kind: 'a list', starts: /^\[/}],
]);

/** `null` is what Go writes for what is missing. */
function wrongField(bytes: Buffer, found: ReadonlyMap<string, JsonSpan>): string | undefined {
  if (!stringAt(bytes, found.get('name'))) return 'it has no name';
  for (const [path, {kind, starts}] of fieldStarts) {
    const span = found.get(path);
    if (span === undefined) continue;
    const text = bytes.toString('latin1', span.start, Math.min(span.end, span.start + 32));
    if (text !== 'null' && !starts.test(text)) return `${path} is not ${kind}`;
  }
  return undefined;
}
