import {
  asBuffer,
  createRawObject,
  isRawObject,
  type RawObject,
  type Stage,
  type StreamItem,
} from '@firefly/core';
import {defaults} from '@firefly/firefly-sink';
import {inflateHelmRelease} from '@firefly/k8s-source';

import {createKeyMask, type KeyMask} from './key-mask.ts';

/** The chart that installs the collector: its release holds the keys that `--set` gave it. */
const OWN_CHART = 'firefly-k8s-collector';
/** One with more keys is not the collector's, whatever it calls itself, and would take a time of the square of them. */
const MOST_OWN_KEYS = 16;
/** Characters of JSON within which a key's value ends; Firefly's have 40. */
const LONGEST_KEY = 4096;
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
  /** What the receiver takes for one item: a release may have as many bytes, and what is larger is not looked into. */
  let itemBytes: number = defaults.itemBytes;

  function maskObject(object: RawObject): StreamItem {
    const {type, bytes} = object;
    const json = asBuffer(bytes);
    const masked = isHelmStorage(object) ? maskStorage(object, json) : maskFor(object, json).mask(json);
    return masked === undefined ? object : createRawObject(type, masked);
  }

  /** Base64 is a Secret's, and a ConfigMap's where it says so. */
  function maskFor({type}: RawObject, json: Buffer): KeyMask {
    return type.kind === 'Secret' || json.includes('"binaryData"') ? everywhere : plain;
  }

  /**
   * A stored revision is compressed: where keys are in it, all of it goes, wherever it stands in the object. So does one
   * that is too large to be looked into.
   */
  function maskStorage({type}: RawObject, json: Buffer): Buffer | undefined {
    const driver = type.kind === 'Secret' ? 'secret' : 'configmap';
    const release = inflateHelmRelease({driver, bytes: json, limit: itemBytes});
    const isKept =
      release.kind === 'unreadable' ||
      (release.kind === 'inflated' && maskOf(release.bytes).mask(release.bytes) === undefined);
    if (isKept) return everywhere.mask(json);
    const stored = createKeyMask([release.text], {withinBase64: false});
    const masked = stored.mask(json) ?? json;
    return everywhere.mask(masked) ?? masked;
  }

  function maskRelease(item: StreamItem): StreamItem {
    if (item.byteLength > itemBytes) return item;
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
    const own = release.includes(`"${OWN_CHART}"`) ? ownKeys(release) : [];
    return own.length === 0 || own.length > MOST_OWN_KEYS
      ? everywhere
      : createKeyMask([...keys, ...own], {withinBase64: true});
  }

  return {
    start({limits}) {
      ({itemBytes} = limits);
    },
    item(item) {
      if (item.stream === 'helmReleases') return maskRelease(item);
      return isRawObject(item) && isCarrier(item) ? maskObject(item) : item;
    },
  };
}

/**
 * The values of `accessKey` and `secretKey` in a release, wherever a parent chart may have put them: the text of a
 * string, or a number, which `--set` makes of a key that has digits only. Searched, not parsed: what is in a release its
 * maker decides.
 */
function ownKeys(release: Buffer): string[] {
  const found = new Set<string>();
  for (const name of ['"accessKey"', '"secretKey"']) {
    for (let at = release.indexOf(name); at !== -1; at = release.indexOf(name, at + name.length)) {
      const begin = at + name.length;
      const value = /^\s*:\s*(?:(?<number>-?[\d.eE+-]+)|"(?<text>(?:[^"\\]|\\.)*)")/s.exec(
        release.toString('utf8', begin, begin + LONGEST_KEY),
      )?.groups;
      if (value?.['number'] !== undefined) found.add(value['number']);
      else if (value?.['text'] !== undefined) found.add(textOf(value['text']));
      if (found.size > MOST_OWN_KEYS) return [...found];
    }
  }
  return [...found];
}

/** A string's text; as it stands where its escapes are wrong. */
function textOf(escaped: string): string {
  try {
    return JSON.parse(`"${escaped}"`) as string;
  } catch {
    return escaped;
  }
}

function isCarrier({type: {group, kind}}: RawObject): boolean {
  return CARRIERS.get(kind) === group;
}

function isHelmStorage({type: {group}, name}: RawObject): boolean {
  return group === '' && name.startsWith('sh.helm.release.v1.');
}
