/**
 * Whether this is `pnpm test:all`: every case of every property and table, and each scenario in a process of its own.
 * `pnpm test` takes a share of the former, and runs most of the latter within the process of the tests.
 */
export const isTestingAll = process.env['TESTS'] === 'all';
