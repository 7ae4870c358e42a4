/** Version of all packages and of the chart: written by `scripts/sync-version.ts` when a release is made. */
export const VERSION = '2.0.0';
