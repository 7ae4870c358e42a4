import type {RunReport, StreamName} from '@firefly/core';

/** What the metadata tells beside the report. */
export interface FetchingMetadataFacts {
  readonly fetchingId: string;
  readonly collectorVersion: string;
  /** `gitVersion` of the API server; sent empty where it is not known. */
  readonly serverVersion: string | undefined;
  /** Why the run is not a success; undefined when it is one. */
  readonly error: string | undefined;
}

/**
 * Body of step 6. Times of the statistics are nanoseconds; reading resource types is not timed by itself, so that is 0.
 */
export function fetchingMetadata(report: RunReport, facts: FetchingMetadataFacts): Record<string, unknown> {
  const {fetchingId, collectorVersion, serverVersion, error} = facts;
  return {
    fetchingId,
    startDate: report.startedAt,
    endDate: report.endedAt,
    result: error === undefined ? 'success' : 'failure',
    ...(error === undefined ? {} : {error}),
    collectorVersion,
    collectorStats: {
      // Redaction is timed over all that is redacted, and that is objects above all.
      k8s_objects: {
        collectionTime: collectionTime(report, 'objects'),
        redactionTime: nanoseconds(report.redactionMilliseconds),
      },
      helm_releases: {collectionTime: collectionTime(report, 'helmReleases'), redactionTime: 0},
      k8s_types: {collectionTime: 0, redactionTime: 0},
    },
    serverVersion: serverVersion ?? '',
  };
}

function collectionTime(report: RunReport, stream: StreamName): number {
  return nanoseconds(report.streams.find((row) => row.stream === stream)?.milliseconds ?? 0);
}

function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1_000_000);
}
