import {decodeBase64} from './decode-base64.ts';
import type {HelmDriver} from './helm-driver.ts';
import {inflateGzip, isGzip} from './inflate.ts';

/** A Secret or ConfigMap that holds a revision. */
export interface HelmReleaseObject {
  readonly driver: HelmDriver;
  /** The JSON of the one Secret or ConfigMap, as the API server sent it. */
  readonly bytes: Uint8Array;
  /** Whose it is, for the warning. */
  readonly namespace: string;
  readonly name: string;
  /** Bytes that the release may have once inflated. Default 33,554,432 (32 MiB). */
  readonly limit?: number;
}

/** What is wrong with a payload. */
export type HelmPayloadFault =
  | 'bad-object'
  | 'no-payload'
  | 'bad-base64'
  | 'bad-gzip'
  | 'too-large'
  | 'bad-utf8'
  | 'bad-json';

/** A release's JSON, or why there is none. */
export type DecodedHelmRelease =
  | {
      readonly kind: 'decoded';
      /** The release's JSON exactly as Helm stored it. */
      readonly bytes: Uint8Array;
      /** The object's label `status`, else `info.status` of the release: what it is now, not when it was listed. */
      readonly status: string | undefined;
    }
  | {
      readonly kind: 'unreadable';
      readonly fault: HelmPayloadFault;
      readonly namespace: string;
      readonly name: string;
      /** One sentence for the report. */
      readonly message: string;
    };

/** The object in which Helm stores a revision, as far as it is looked into. */
export interface StoredHelmRelease {
  readonly metadata?: {readonly labels?: {readonly status?: unknown} | null} | null;
  readonly data?: {readonly release?: unknown} | null;
}

const defaultLimit = 32 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
const latin1 = new TextDecoder('latin1');

/**
 * Takes the release out of the Secret or ConfigMap in which Helm 3 or 4 stored it: `data.release` is base64 of gzip of
 * JSON; a Secret's `data` is base64 once more, as any Secret's; revisions of the first Helm 3 betas are not gzipped.
 * What comes out are the stored bytes: they are parsed to check them, never written anew.
 */
export function decodeHelmRelease(object: HelmReleaseObject): DecodedHelmRelease {
  const {namespace, name, limit = defaultLimit} = object;
  const unreadable = (fault: HelmPayloadFault): DecodedHelmRelease => {
    const message = `Helm release ${namespace}/${name} is left out: ${sentences[fault](limit)}.`;
    return {kind: 'unreadable', fault, namespace, name, message};
  };
  const payload = inflateHelmRelease(object);
  if (payload.kind === 'unreadable') return unreadable(payload.fault);
  const {bytes, stored} = payload;
  const release = parseObject(bytes);
  if (release.kind !== 'object') return unreadable(release.kind);
  return {kind: 'decoded', bytes, status: statusOf(stored.metadata?.labels?.status, release.value)};
}

export type InflatedHelmRelease =
  | {
      readonly kind: 'inflated';
      /** What Helm stored, not looked into. */
      readonly bytes: Uint8Array;
      readonly stored: StoredHelmRelease;
    }
  | {readonly kind: 'unreadable'; readonly fault: HelmPayloadFault};

/** The same without a look at what comes out: for whoever searches it. */
export function inflateHelmRelease(
  object: Pick<HelmReleaseObject, 'driver' | 'bytes' | 'limit'>,
): InflatedHelmRelease {
  const {driver, limit = defaultLimit} = object;
  const unreadable = (fault: HelmPayloadFault): InflatedHelmRelease => ({kind: 'unreadable', fault});
  const parsed = parseObject(object.bytes);
  if (parsed.kind !== 'object') return unreadable('bad-object');
  const stored = parsed.value as StoredHelmRelease;
  const text = stored.data?.release;
  if (typeof text !== 'string' || text === '') return unreadable('no-payload');
  const outer = decodeBase64(text);
  const payload = driver === 'secret' && outer !== undefined ? decodeBase64(latin1.decode(outer)) : outer;
  if (payload === undefined) return unreadable('bad-base64');
  if (payload.byteLength === 0) return unreadable('no-payload');
  let bytes = payload;
  if (isGzip(payload)) {
    const inflated = inflateGzip(payload, limit);
    if (inflated.kind === 'too-large') return unreadable('too-large');
    if (inflated.kind === 'corrupt') return unreadable('bad-gzip');
    bytes = inflated.bytes;
  }
  return bytes.byteLength > limit ? unreadable('too-large') : {kind: 'inflated', bytes, stored};
}

const sentences: Record<HelmPayloadFault, (limit: number) => string> = {
  'bad-object': () => 'the API server did not send a JSON object for it',
  'no-payload': () => 'its object has no data.release',
  'bad-base64': () => 'its payload is not base64',
  'bad-gzip': () => 'its payload is not whole gzip data',
  'too-large': (limit) => `it is larger than ${limit} bytes when inflated`,
  'bad-utf8': () => 'its payload is not UTF-8 text',
  'bad-json': () => 'its payload is not one JSON object',
};

type ParsedObject =
  | {readonly kind: 'object'; readonly value: object}
  | {readonly kind: 'bad-utf8'}
  | {readonly kind: 'bad-json'};

function parseObject(bytes: Uint8Array): ParsedObject {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return {kind: 'bad-utf8'};
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return {kind: 'object', value};
    return {kind: 'bad-json'};
  } catch {
    return {kind: 'bad-json'};
  }
}

function statusOf(label: unknown, release: object): string | undefined {
  const {info} = release as {readonly info?: {readonly status?: unknown} | null};
  for (const status of [label, info?.status]) {
    if (typeof status === 'string' && status !== '') return status;
  }
  return undefined;
}
