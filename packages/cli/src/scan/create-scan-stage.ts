import {isRawObject, resourceTypeName, showText, type Stage, type StreamItem} from '@firefly/core';
import {createRedactor, type Finding} from '@firefly/redaction';

import type {ScanFinding} from './scan-finding.ts';

/** All that tells secrets: sets whose rules are about something else, such as `managedFields`, are not asked. */
const sets = ['secrets', 'env', 'keys', 'values'] as const;
/** Findings that are kept; the others are counted. */
const mostListed = 10_000;

/** What a scan found so far. */
export interface ScanResult {
  /** The first ones that are not accepted, 10,000 at most. */
  readonly findings: readonly ScanFinding[];
  /** The first ones that are accepted, as many. */
  readonly accepted: readonly ScanFinding[];
  /** How many there are of each. */
  readonly total: {readonly findings: number; readonly accepted: number};
  /** Objects and releases that were looked at. */
  readonly items: number;
}

/** A stage that changes nothing, and what it found. */
export interface ScanStage extends Stage {
  /** A live view. */
  readonly result: ScanResult;
}

/** What else a scan goes by. */
interface ScanOptions {
  /** How many findings of each kind are kept: none, where whoever is asked takes note of them. */
  readonly most?: number;
  /** What is known of an item, so that it need not be looked at. */
  readonly known?: (item: StreamItem) => readonly Finding[] | undefined;
}

/**
 * Looks at every item as it would be sent, with all detectors, whatever rules are in force, and notes what still looks
 * like a secret. Stands behind the stages that take values out. What is too large to be sent is not looked at.
 *
 * @param isAccepted Asked about each finding, once.
 */
export function createScanStage(
  isAccepted: (finding: ScanFinding) => boolean,
  {most = mostListed, known}: ScanOptions = {},
): ScanStage {
  const redactor = createRedactor({sets});
  const found = {findings: [] as ScanFinding[], accepted: [] as ScanFinding[]};
  const result = {...found, total: {findings: 0, accepted: 0}, items: 0};
  let itemBytes = Number.POSITIVE_INFINITY;

  function note(finding: ScanFinding) {
    const where = isAccepted(finding) ? 'accepted' : 'findings';
    result.total[where]++;
    if (found[where].length < most) found[where].push(finding);
  }

  function examine(item: StreamItem) {
    result.items++;
    const findings = known?.(item) ?? redactor.examine(item);
    if (findings.length === 0) return;
    const {namespace, name} = item.describe();
    const object = {
      type: isRawObject(item) ? showText(resourceTypeName(item.type)) : 'releases.helm.sh',
      ...(namespace === undefined ? {} : {namespace: showText(namespace)}),
      name: showText(name),
    };
    // One value may be found more than once at its place.
    const places = new Map(
      findings.map(({rule, detector: told, path}) => {
        const detector = rule === 'secrets' && told === 'path' ? 'value of a Secret' : told;
        return [`${detector} ${path}`, {path: showText(path), detector}] as const;
      }),
    );
    for (const place of places.values()) note({...object, ...place});
  }

  return {
    result,
    start({limits}) {
      ({itemBytes} = limits);
    },
    item(item) {
      if (item.stream !== 'k8sTrees' && item.byteLength <= itemBytes) examine(item);
      return item;
    },
  };
}
