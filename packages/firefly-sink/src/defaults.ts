import {defaultLimits} from '@firefly/core/default-limits';

/** Every default of this package, in one place. Times are milliseconds, sizes bytes. */
export const defaults = {
  endpoint: 'https://gateway.firefly.ai',
  loginEndpoint: 'https://prod.external.api.infralight.cloud',
  appApiEndpoint: 'https://prodapi.gofirefly.io',
  protocol: 'auto',
  ...defaultLimits,
  /** Tries after the first. */
  maxRetries: 3,
  /** What one attempt may take, from connecting to the last byte of the answer. */
  attemptTimeout: 300_000,
  /** Ceiling of the back-off before the second attempt; doubles with each. */
  baseDelay: 1_000,
  /** Longest pause between two attempts, `Retry-After` included. */
  maxDelay: 120_000,
  gzipEngine: 'native',
  gzipLevel: 'auto',
} as const;
