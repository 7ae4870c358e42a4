import {defaultLimits, isRawObject, type Stage, type StreamItem} from '@firefly/core';

import {type Edit, outermost, type Span} from '../edit.ts';
import {KnownValues} from '../engine/known-values.ts';
import {redactionMarker} from '../engine/redaction-marker.ts';
import {outlineJson} from '../readers/outline-json.ts';
import {Outline} from '../readers/outline.ts';
import {decodeKey, nodeStyle} from '../readers/scalar.ts';
import {redactedItem} from '../redacted-item.ts';
import {withBytes} from '../with-bytes.ts';
import {storedRelease} from './stored-release.ts';

/** The chart that installs the collector: its release holds the keys that `--set` gave it. */
const ownChart = 'firefly-k8s-collector';
/** One with more keys is not the collector's, whatever it calls itself. */
const mostOwnKeys = 16;
const shortestKey = 4;
/** Characters of JSON within which a key's value ends; Firefly's have 40. */
const longestKey = 4096;
/** Kinds and their groups that carry the values of a chart, or a Secret's. Looking into every object costs too much. */
const carriers: ReadonlyMap<string, string> = new Map([
  ['Secret', ''],
  ['ConfigMap', ''],
  ['Application', 'argoproj.io'],
  ['HelmRelease', 'helm.toolkit.fluxcd.io'],
]);
const rule = 'fireflyKeys';

/**
 * The rule that is always on and that no `keep` lifts: the keys of Firefly leave in no form, in whatever carries the values
 * of a chart. Those that this run was given go, and those in a release of the collector's own chart in any case.
 */
export function createOwnKeysStage(keys: readonly string[]): Stage {
  const given = knownKeys(keys);
  // Until the sink says what it takes: a release may have as many bytes.
  let itemBytes: number = defaultLimits.itemBytes;

  function mask(item: StreamItem): StreamItem {
    if (item.stream === 'helmReleases' && item.byteLength > itemBytes) return item;
    const edits = withBytes(item, (bytes) => keysIn(item, bytes));
    return edits.length === 0 ? item : redactedItem(item, outermost(edits));
  }

  function keysIn(item: StreamItem, bytes: Buffer): Edit[] {
    const release = isHelmStorage(item) ? storedRelease(bytes, itemBytes) : undefined;
    const payload = release?.payload ?? (item.stream === 'helmReleases' ? bytes : undefined);
    const own = payload?.includes(`"${ownChart}"`) === true ? ownKeys(payload) : [];
    const isOwn = own.length > 0 && own.length <= mostOwnKeys;
    const known = isOwn ? knownKeys([...keys, ...own]) : given;
    const edits = inPlace(bytes, known.find(bytes) ?? []);
    // A stored revision is compressed: where keys are in it, or where it is too large to be looked into, all of it goes.
    if (
      release !== undefined &&
      (release.payload === undefined || known.find(release.payload)?.length !== 0)
    ) {
      const text = bytes.subarray(release.start, release.end);
      for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + text.length)) {
        edits.push({start: at, end: at + text.length, text: redactionMarker, findings: []});
      }
    }
    return edits;
  }

  return {
    start({limits}) {
      ({itemBytes} = limits);
    },
    item: (item) =>
      item.stream === 'helmReleases' ||
      (isRawObject(item) && carriers.get(item.type.kind) === item.type.group)
        ? mask(item)
        : item,
  };
}

function knownKeys(keys: readonly string[]): KnownValues {
  const known = new KnownValues();
  for (const key of keys)
    known.add(Buffer.from(key), {rule, isEverywhere: true, marker: redactionMarker}, shortestKey);
  return known;
}

/** What goes where keys stand. `--set` makes a number of one that has digits only: a word in its place would be no JSON. */
function inPlace(bytes: Buffer, hits: readonly Span[]): Edit[] {
  if (hits.length === 0) return [];
  const outline = new Outline(bytes, undefined, true);
  outlineJson(outline);
  const edits = hits.map((hit): Edit => {
    const node = outline.nodeAt(hit.start);
    const isNumber = node !== -1 && outline.style(node) === nodeStyle.bare && hit.start < outline.end(node);
    return isNumber
      ? {...outline.scalar(node), text: `"${redactionMarker}"`, findings: []}
      : {start: hit.start, end: hit.end, text: redactionMarker, findings: []};
  });
  outline.release();
  return edits;
}

/** The values of `accessKey` and `secretKey`, wherever a parent chart put them: searched, not parsed. */
function ownKeys(release: Buffer): string[] {
  const keys = new Set<string>();
  for (const name of ['"accessKey"', '"secretKey"']) {
    for (let at = release.indexOf(name); at !== -1; at = release.indexOf(name, at + name.length)) {
      const begin = at + name.length;
      const value = /^\s*:\s*(?:(?<number>-?[\d.eE+-]+)|(?<text>"(?:[^"\\]|\\.)*"))/s.exec(
        release.toString('utf8', begin, begin + longestKey),
      )?.groups;
      const text = value?.['text'];
      // `--set` makes a number of a key that has digits only.
      const key = text === undefined ? value?.['number'] : decodeKey(Buffer.from(text));
      if (key !== undefined) keys.add(key);
      if (keys.size > mostOwnKeys) return [...keys];
    }
  }
  return [...keys];
}

function isHelmStorage(item: StreamItem): boolean {
  return isRawObject(item) && item.type.group === '' && item.name.startsWith('sh.helm.release.v1.');
}
