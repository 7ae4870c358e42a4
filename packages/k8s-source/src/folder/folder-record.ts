import type {DiscoveryFailure, StreamName} from '@firefly/core';
import {join} from 'node:path';

import {folderFiles, type FolderNarrowing, type RecordedReport} from './folder-format.ts';
import {readJson} from './read-folder-documents.ts';
import {readNarrowings, readReport} from './read-records.ts';

/** What a dry run wrote of itself beside the objects. */
export interface FolderRecord {
  readonly report: RecordedReport;
  /** All that made the folder less than its cluster, how the run ended included. */
  readonly narrowings: readonly FolderNarrowing[];
}

/**
 * Reads what a dry run wrote of itself; files of kubectl have nothing of that, and do not tell.
 *
 * @throws {ReplayError} where one of the two files cannot be read.
 */
export async function readFolderRecord(folder: string): Promise<FolderRecord> {
  const recorded = await readJson(join(folder, folderFiles.narrowings), (value) =>
    value === undefined ? undefined : readNarrowings(value),
  );
  const report = await readJson(join(folder, folderFiles.report), readReport);
  const {result = recorded === undefined ? 'success' : 'unfinished'} = report;
  return {report, narrowings: [...(recorded ?? []), ...(result === 'success' ? [] : [{result}])]};
}

/** What a replay is going to read. */
export interface WantedReadings {
  readonly streams: ReadonlySet<StreamName>;
  /** @param name A reading's: `deployments.apps`, `helm releases`. */
  reading(name: string): boolean;
}

/** What a reading fails with in every run of one user: no gap that the run itself made. */
const expectedCodes = new Set([
  'K8S_FORBIDDEN',
  'K8S_NOT_FOUND',
  'K8S_NOT_LISTABLE',
  'HELM_STORAGE_FORBIDDEN',
]);

/**
 * What the run that wrote a folder could not read, or left out as too large, and what the folder lacks for that: gaps of
 * the replay, too. Trees are grown anew, so that none of them lacks.
 */
export function recordedGaps(
  {report, narrowings}: FolderRecord,
  wanted: WantedReadings,
): readonly DiscoveryFailure[] {
  const {readings, discoveryFailures, oversized} = report;
  const gap = (message: string, expected: boolean) =>
    ({subject: 'folder', name: folderFiles.report, message, expected}) as const;
  const gaps = [
    ...narrowings
      .flatMap(({result}) => result ?? [])
      .map((result) =>
        gap(`the run that wrote it did not succeed (${result}): objects may be missing`, false),
      ),
    ...readings
      .filter(({outcome, name}) => outcome !== 'complete' && wanted.reading(name))
      .map(({name, outcome, code, isOfNamespaces, message}) =>
        gap(
          `the run that wrote it could not read ${outcome === 'failed' ? '' : 'all of '}${name}: ${message || 'no reason was given'}`,
          expectedCodes.has(code) && (outcome === 'failed' || isOfNamespaces),
        ),
      ),
    ...oversized
      .filter(({stream}) => stream !== 'k8sTrees' && wanted.streams.has(stream as StreamName))
      .map(({kind, namespace, name, bytes}) =>
        gap(
          `the run that wrote it left out ${kind} ${namespace === '' ? '' : `${namespace}/`}${name}, ` +
            `whose ${bytes} bytes of JSON were too many to be sent`,
          true,
        ),
      ),
  ];
  const known = new Set(discoveryFailures.map(({message}) => message));
  return [...discoveryFailures, ...gaps.filter(({message}) => !known.has(message))];
}
