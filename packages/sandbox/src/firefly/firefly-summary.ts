import type {StreamName} from '@firefly/core';
import type {AcceptedTotals} from './accepted.ts';

/** One stream's totals, and its items per kind. */
export interface StreamSummary extends AcceptedTotals {
  readonly counts: Readonly<Record<string, number>>;
  readonly peakInFlight: number;
}

/** What the embedded Firefly saw, as plain data. CPU and memory are of the whole process that it runs in. */
export interface FireflySummary {
  readonly streams: Readonly<Record<StreamName, StreamSummary>>;
  readonly requests: number;
  readonly logins: number;
  readonly duplicates: number;
  readonly duplicateUids: number;
  readonly violations: readonly string[];
  readonly undelivered: {readonly pages: number; readonly items: number};
  readonly fetchings: readonly {
    readonly fetchingId: string;
    readonly locked: boolean;
    readonly result: unknown;
  }[];
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}
