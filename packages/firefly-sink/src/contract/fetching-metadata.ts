import type {RunReport, StreamName} from '@firefly/core';

export interface FetchingMetadataFacts {
  readonly fetchingId: string;
  readonly collectorVersion: string;
  /** `gitVersion` of the API server; sent empty where it is not known. */
  readonly serverVersion: string | undefined;
  /** Why the run is not a success; undefined when it is one. */
  readonly error: string | undefined;
}

/**
 * Body of step 6. Times of the statistics are nanoseconds; reading resource types and redacting are not timed by
 * themselves, so those are 0.
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
      k8s_objects: statistics(report, 'objects'),
      helm_releases: statistics(report, 'helmReleases'),
      k8s_types: {collectionTime: 0, redactionTime: 0},
    },
    serverVersion: serverVersion ?? '',
  };
}

function statistics(report: RunReport, stream: StreamName) {
  const milliseconds = report.streams.find((row) => row.stream === stream)?.milliseconds ?? 0;
  return {collectionTime: Math.round(milliseconds * 1_000_000), redactionTime: 0};
}
