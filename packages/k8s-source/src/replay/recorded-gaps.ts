import type {DiscoveryFailure, RunReport, StreamName} from '@firefly/core';

/** What `report.json` of a dry run's folder tells; every field may lack, as somebody may have written it by hand. */
export type RecordedReport = Partial<
  Pick<RunReport, 'cluster' | 'result' | 'readings' | 'discoveryFailures' | 'oversized'>
>;

/** What a replay is going to read. */
export interface Wanted {
  readonly streams: ReadonlySet<StreamName>;
  /** @param name A reading's: `deployments.apps`, `helm releases`. */
  reading(name: string): boolean;
}

/**
 * What the run that wrote a folder could not read, or left out as too large, and what the folder lacks for that: gaps of
 * the replay, too. Trees are grown anew, so that none of them lacks.
 */
export function recordedGaps(
  {readings = [], discoveryFailures = [], oversized = []}: RecordedReport,
  wanted: Wanted,
): DiscoveryFailure[] {
  const gap = (message: string) => ({subject: 'folder', name: 'report.json', message}) as const;
  return [
    ...discoveryFailures,
    ...readings
      .filter(({outcome, name}) => outcome !== 'complete' && wanted.reading(name))
      .map(({name, outcome, message = 'no reason was given'}) =>
        gap(
          `the run that wrote it could not read ${outcome === 'failed' ? '' : 'all of '}${name}: ${message}`,
        ),
      ),
    ...oversized
      .filter(({stream}) => stream !== 'k8sTrees' && wanted.streams.has(stream))
      .map(({kind, namespace, name, bytes}) =>
        gap(
          `the run that wrote it left out ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}, ` +
            `whose ${bytes} bytes of JSON were too many to be sent`,
        ),
      ),
  ];
}
