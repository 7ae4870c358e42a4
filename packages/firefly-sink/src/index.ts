export {createFireflySink} from './firefly-sink.ts';
export type {FireflyClientOptions, FireflyProtocol, FireflySinkOptions} from './firefly-sink-options.ts';
export type {GzipEngineName} from './gzip/gzip-engine.ts';
export {defaults} from './defaults.ts';
export type {FireflyLog, FireflyLogFields} from './firefly-log.ts';
export {
  offboard,
  type OffboardOptions,
  type OffboardOutcome,
  onboard,
  type OnboardOptions,
  type OnboardOutcome,
} from './integrations.ts';
export type {Refusal} from './errors/refusal.ts';
export {FireflyHandshakeRefusedError} from './errors/firefly-handshake-refused-error.ts';
export {FireflyIncompleteError} from './errors/firefly-incomplete-error.ts';
export {FireflyIntegrationRefusedError} from './errors/firefly-integration-refused-error.ts';
export {FireflyLockFailedError} from './errors/firefly-lock-failed-error.ts';
export {FireflyLoginFailedError} from './errors/firefly-login-failed-error.ts';
export {FireflyLoginRefusedError} from './errors/firefly-login-refused-error.ts';
export {FireflyMetadataRefusedError} from './errors/firefly-metadata-refused-error.ts';
export {FireflyPageRefusedError} from './errors/firefly-page-refused-error.ts';
export {FireflyRedirectedError} from './errors/firefly-redirected-error.ts';
export {FireflyUnreachableError} from './errors/firefly-unreachable-error.ts';
