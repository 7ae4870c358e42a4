import type {SecretScrubber} from '../logging/secret-scrubber.ts';
import type {Environment} from './read-environment.ts';
import {settingDefinitions} from './setting-definition.ts';

/** Tells the scrubber of every secret in the environment: keys, and the passwords of proxies. */
export function protectSecrets(environment: Environment, secrets: SecretScrubber): void {
  for (const {source} of settingDefinitions) {
    for (const name of source.environment ?? []) {
      const value = environment[name]?.trim() ?? '';
      if (source.masked === 'all') secrets.protect(value);
      if (source.masked === 'credentials' && URL.canParse(value)) {
        const {password} = new URL(value);
        secrets.protect(password);
        secrets.protect(decoded(password));
      }
    }
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
