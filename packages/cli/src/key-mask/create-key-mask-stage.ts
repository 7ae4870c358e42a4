import {createRawObject, isRawObject, type RawObject, type Stage, type StreamItem} from '@firefly/core';
import {inflateHelmRelease, redactionMarker} from '@firefly/k8s-source';

import {createKeyMask, type KeyMask} from './key-mask.ts';

/** The chart that installs the collector: its release holds the keys that `--set` gave it. */
const OWN_CHART = 'firefly-k8s-collector';
/** Kinds and their groups that carry the values of a chart, or a Secret's. Looking into every object costs too much. */
const CARRIERS: ReadonlyMap<string, string> = new Map([
  ['Secret', ''],
  ['ConfigMap', ''],
  ['Application', 'argoproj.io'],
  ['HelmRelease', 'helm.toolkit.fluxcd.io'],
]);

/**
 * Keeps the keys of Firefly out of what is sent and shown: the collector's own Helm release holds them as values and
 * in its manifest, and so does the Secret that the chart makes, and whatever a GitOps tool installs the chart from. The
 * keys that this run was given are masked in every release and in all that carries values; those of a release of the
 * collector's own chart also where the run was given none, as in a dry run. All other bytes stay as they are.
 */
export function createKeyMaskStage(keys: readonly string[]): Stage {
  const everywhere = createKeyMask(keys, {withinBase64: true});
  const plain = createKeyMask(keys, {withinBase64: false});

  function maskObject(object: RawObject): StreamItem {
    const {type, bytes} = object;
    const json = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const masked = isHelmStorage(object)
      ? maskStorage(object, json)
      : (type.kind === 'Secret' ? everywhere : plain).mask(json);
    return masked === undefined ? object : createRawObject(type, masked);
  }

  /** A stored revision is compressed: where keys are in it, all of it goes. */
  function maskStorage({type}: RawObject, json: Buffer): Buffer | undefined {
    const driver = type.kind === 'Secret' ? 'secret' : 'configmap';
    const release = inflateHelmRelease({driver, bytes: json});
    if (release.kind === 'unreadable') return everywhere.mask(json);
    const {buffer, byteOffset, byteLength} = release.bytes;
    const payload = Buffer.from(buffer, byteOffset, byteLength);
    if (maskOf(payload).mask(payload) === undefined) return undefined;
    // Wherever it stands: an annotation may hold the whole object once more.
    const stored = String(release.stored.data?.release);
    return Buffer.from(json.toString('utf8').replaceAll(stored, redactionMarker));
  }

  function maskRelease(item: StreamItem): StreamItem {
    const bytes = Buffer.allocUnsafe(item.byteLength);
    item.copyTo(bytes, 0);
    const masked = maskOf(bytes).mask(bytes);
    if (masked === undefined) return item;
    return {
      stream: item.stream,
      byteLength: masked.length,
      copyTo: (target, offset) => target.set(masked, offset),
      describe: () => item.describe(),
    };
  }

  /** The mask for a release: one of the collector's own chart says itself which keys are in it. */
  function maskOf(release: Buffer): KeyMask {
    return release.includes(`"${OWN_CHART}"`)
      ? createKeyMask([...keys, ...ownKeys(release)], {withinBase64: true})
      : everywhere;
  }

  return {
    item(item) {
      if (item.stream === 'helmReleases') return maskRelease(item);
      return isRawObject(item) && isCarrier(item) ? maskObject(item) : item;
    },
  };
}

/** The values `accessKey` and `secretKey` in a release's `config`, wherever a parent chart may have put them. */
function ownKeys(bytes: Buffer): string[] {
  const found: string[] = [];
  let config: unknown;
  try {
    ({config} = JSON.parse(bytes.toString('utf8')) as {config?: unknown});
  } catch {
    // Stored by hand: no release, and nothing that is known to be a key.
  }
  // A list of what is left, not a function that calls itself: whoever may make a release decides how deep it is.
  const left = [config];
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
  return CARRIERS.get(kind) === group;
}

function isHelmStorage({type: {group}, name}: RawObject): boolean {
  return group === '' && name.startsWith('sh.helm.release.v1.');
}
