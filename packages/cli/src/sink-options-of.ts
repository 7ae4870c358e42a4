import type {FireflySinkOptions} from '@firefly/firefly-sink';

import type {Settings} from './settings/settings.ts';

/** What the settings say of the contract with Firefly; how it is reached is `createFireflyConnections`'s. */
export function sinkOptionsOf(settings: Settings) {
  const {maxGoRoutines, mongoMaxGoRoutines, gzip: engine, gzipLevel} = settings;
  return {
    endpoint: settings.endpoint,
    loginEndpoint: settings.loginEndpoint,
    protocol: settings.protocol,
    overrideUniqueClusterId: settings.overrideUniqueClusterId,
    pageBytes: settings.pageSize * 1000,
    pagesInFlight: {objects: maxGoRoutines, helmReleases: mongoMaxGoRoutines, k8sTrees: mongoMaxGoRoutines},
    gzip: {engine, level: gzipLevel === 'auto' ? gzipLevel : Number(gzipLevel)},
  } satisfies Partial<FireflySinkOptions>;
}
