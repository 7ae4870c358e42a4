import type {ReadingReport, RunReport} from '@firefly/core';

/** One row of a report, complete unless a test says otherwise. */
export function reading(name: string, over: Partial<ReadingReport> = {}): ReadingReport {
  return {
    name,
    outcome: 'complete',
    items: 0,
    bytes: 0,
    listPages: 1,
    listBytes: 0,
    milliseconds: 12,
    inconsistent: false,
    ...over,
  };
}

/** The report of a run that went well, with what a test changes. */
export function report(over: Partial<RunReport> = {}): RunReport {
  return {
    runId: '0123456789abcdef',
    result: 'success',
    startedAt: '2026-11-22T08:19:00.000Z',
    endedAt: '2026-11-22T08:19:03.400Z',
    milliseconds: 3400,
    cluster: {uid: '6f0b0c1e-5a55-4c9e-9d6b-2f7f3c1d4e5a', serverVersion: 'v1.36.0'},
    protocol: 'objects',
    readings: [
      reading('pods', {items: 1200, bytes: 18_400_000, milliseconds: 1234}),
      reading('deployments.apps', {items: 7, bytes: 21_000, milliseconds: 40}),
      reading('leases.coordination.k8s.io'),
    ],
    streams: [
      {
        stream: 'objects',
        items: 1207,
        bytes: 18_421_000,
        requests: 16,
        sentBytes: 1_842_000,
        retries: 0,
        milliseconds: 3000,
      },
    ],
    discoveryFailures: [],
    oversized: [],
    redactions: [],
    redactionMilliseconds: 0,
    warnings: [],
    ...over,
  };
}

/** A report with every kind of trouble that does not end a run. */
export const troubled = report({
  readings: [
    reading('secrets', {
      outcome: 'failed',
      code: 'K8S_FORBIDDEN',
      message: 'the API server forbids listing secrets (403); the role needs the verb list on secrets.',
    }),
    reading('configmaps', {
      outcome: 'partial',
      items: 3,
      bytes: 900,
      namespaces: ['default', 'apps'],
      message: 'listing all namespaces is forbidden (403).',
    }),
    reading('pods', {items: 1200, bytes: 18_400_000, milliseconds: 1234, inconsistent: true}),
  ],
  discoveryFailures: [
    {subject: 'group', name: 'metrics.k8s.io/v1beta1', message: 'the server answered 503.'},
  ],
  oversized: [{stream: 'objects', kind: 'ConfigMap', namespace: 'apps', name: 'huge', bytes: 2_100_000}],
  redactions: [{rule: 'secrets', kind: 'Secret', values: 1234}],
  warnings: ['One page went out uncompressed.'],
});
