import {masker} from '@firefly/core';
import {protectUrlCredentials} from '@firefly/http/protect-url-credentials';

import {protectTelemetrySecrets} from '../telemetry/telemetry-targets.ts';
import type {Environment} from './read-environment.ts';
import {settingDefinitions} from './setting-definition.ts';

/**
 * Hands the masker every secret in the environment, before anything else looks at it: keys, the passwords of proxies, the
 * headers of telemetry.
 */
export function protectSecrets(environment: Environment): void {
  for (const {source} of settingDefinitions) {
    for (const name of source.environment ?? []) {
      const value = environment[name]?.trim() ?? '';
      if (source.masked === 'all') masker.protect(value);
      if (source.masked === 'credentials') protectUrlCredentials(value);
    }
  }
  protectTelemetrySecrets(environment);
}
