import type {RunReport} from '@firefly/core';

/** The report of a run that did nothing in particular. */
export function makeReport(facts: Partial<RunReport> = {}): RunReport {
  return {
    runId: 'run-1',
    result: 'success',
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt: '2026-01-02T03:04:15.000Z',
    milliseconds: 10_000,
    cluster: {uid: '0a1b2c3d-0000-4000-8000-000000000001', serverVersion: 'v1.32.0'},
    readings: [],
    streams: [],
    discoveryFailures: [],
    oversized: [],
    redactions: [],
    redactionMilliseconds: 0,
    warnings: [],
    ...facts,
  };
}
