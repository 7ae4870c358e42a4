import {createRawObject, isRawObject, type RawObject, type Stage, type StreamItem} from '@firefly/core';
import {decodeHelmRelease, redactionMarker} from '@firefly/k8s-source';

import {createKeyMask, type KeyMask} from './key-mask.ts';

/** The chart that installs the collector: its release holds the keys that `--set` gave it. */
const OWN_CHART = 'firefly-k8s-collector';
/** Kinds, with their groups, that carry the values of a chart, or a Secret's. Looking into every object costs too much. */
const CARRIERS = new Set([
  'Secret.',
  'ConfigMap.',
  'Application.argoproj.io',
  'HelmRelease.helm.toolkit.fluxcd.io',
]);

/**
 * Keeps the keys of Firefly out of what is sent and shown: the collector's own Helm release holds them as values and
 * in its manifest, and so does the Secret that the chart makes, and whatever a GitOps tool installs the chart from. The
 * keys that this run was given are masked in every release and in all that carries values; those of a release of the
 * collector's own chart also where the run was given none, as in a dry run. All other bytes stay as they are.
 */
export function createKeyMaskStage(keys: readonly string[]): Stage {
  const known = createKeyMask(keys);
  return {
    item(item) {
      if (item.stream === 'helmReleases') return maskRelease(item, known, keys);
      return isRawObject(item) && isCarrier(item) ? maskObject(item, known, keys) : item;
    },
  };
}

function maskRelease(item: StreamItem, known: KeyMask, keys: readonly string[]): StreamItem {
  const bytes = Buffer.allocUnsafe(item.byteLength);
  item.copyTo(bytes, 0);
  const masked = maskOf(bytes, known, keys).mask(bytes);
  if (masked === undefined) return item;
  return {
    stream: item.stream,
    byteLength: masked.length,
    copyTo: (target, offset) => target.set(masked, offset),
    describe: () => item.describe(),
  };
}

function maskObject(object: RawObject, known: KeyMask, keys: readonly string[]): StreamItem {
  const bytes = Buffer.from(object.bytes);
  const masked = isHelmStorage(object) ? maskStorage(object, bytes, known, keys) : known.mask(bytes);
  return masked === undefined ? object : createRawObject(object.type, masked);
}

/** A stored revision is compressed: where keys are in it, all of it goes. */
function maskStorage(
  {type, namespace = '', name}: RawObject,
  bytes: Buffer,
  known: KeyMask,
  keys: readonly string[],
): Buffer | undefined {
  const driver = type.kind === 'Secret' ? 'secret' : 'configmap';
  const release = decodeHelmRelease({driver, bytes, namespace, name});
  if (release.kind !== 'decoded') return known.mask(bytes);
  const payload = Buffer.from(release.bytes);
  if (maskOf(payload, known, keys).mask(payload) === undefined) return undefined;
  const text = bytes.toString('utf8');
  const {data} = JSON.parse(text) as {data: {release: string}};
  return Buffer.from(text.replace(`"${data.release}"`, `"${redactionMarker}"`));
}

/** The mask for a release: one of the collector's own chart says itself which keys are in it. */
function maskOf(release: Buffer, known: KeyMask, keys: readonly string[]): KeyMask {
  return release.includes(`"${OWN_CHART}"`) ? createKeyMask([...keys, ...ownKeys(release)]) : known;
}

/** The values `accessKey` and `secretKey` in a release's `config`, wherever a parent chart may have put them. */
function ownKeys(bytes: Buffer): string[] {
  const found: string[] = [];
  // A list of what is left, not a function that calls itself: whoever may make a release decides how deep it is.
  const left: unknown[] = [(JSON.parse(bytes.toString('utf8')) as {config?: unknown}).config];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      const isKey = name === 'accessKey' || name === 'secretKey';
      // `--set` makes a number of a key that has digits only.
      if (isKey && (typeof inner === 'string' || typeof inner === 'number')) found.push(String(inner));
      else left.push(inner);
    }
  }
  return found;
}

function isCarrier({type: {group, kind}}: RawObject): boolean {
  return CARRIERS.has(`${kind}.${group}`);
}

function isHelmStorage({type: {group}, name}: RawObject): boolean {
  return group === '' && name.startsWith('sh.helm.release.v1.');
}
