import {
  createRawObject,
  isRawObject,
  type RawObject,
  secretSpellings,
  type Stage,
  type StreamItem,
} from '@firefly/core';
import {redactionMarker} from '@firefly/k8s-source';

/** The chart that installs the collector: its release holds the keys that `--set` gave it. */
const OWN_CHART = 'firefly-k8s-collector';

/**
 * Keeps the keys of Firefly out of what is sent and shown: the collector's own Helm release holds them as values and
 * in its manifest, and so does the Secret that the chart makes. The keys that this run was given are masked in every
 * release and every Secret; those of a release of the collector's own chart also where the run was given none, as in a
 * dry run. All other bytes stay as they are.
 */
export function createKeyMaskStage(keys: readonly string[]): Stage {
  const patterns = patternsOf(keys);
  return {
    item(item) {
      if (item.stream === 'helmReleases') return maskRelease(item, patterns);
      return isRawObject(item) && isSecret(item) ? maskSecret(item, patterns) : item;
    },
  };
}

function maskRelease(item: StreamItem, known: readonly string[]): StreamItem {
  const bytes = Buffer.allocUnsafe(item.byteLength);
  item.copyTo(bytes, 0);
  const patterns = bytes.includes(`"${OWN_CHART}"`) ? [...known, ...patternsOf(ownKeys(bytes))] : known;
  const masked = mask(bytes, patterns);
  if (masked === undefined) return item;
  return {
    stream: item.stream,
    byteLength: masked.length,
    copyTo: (target, offset) => target.set(masked, offset),
    describe: () => item.describe(),
  };
}

function maskSecret(object: RawObject, patterns: readonly string[]): StreamItem {
  const masked = mask(Buffer.from(object.bytes), patterns);
  return masked === undefined ? object : createRawObject(object.type, masked);
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
      if ((name === 'accessKey' || name === 'secretKey') && typeof inner === 'string') found.push(inner);
      else left.push(inner);
    }
  }
  return found;
}

function patternsOf(keys: readonly string[]): string[] {
  return keys.filter((key) => key.length > 3).flatMap((key) => [...secretSpellings(key)]);
}

function mask(bytes: Buffer, patterns: readonly string[]): Buffer | undefined {
  const present = patterns.filter((pattern) => bytes.includes(pattern));
  if (present.length === 0) return undefined;
  let text = bytes.toString('utf8');
  for (const pattern of present) text = text.replaceAll(pattern, redactionMarker);
  return Buffer.from(text);
}

function isSecret({type: {group, kind}}: RawObject): boolean {
  return group === '' && kind === 'Secret';
}
