import type {SecretScrubber} from '../logging/secret-scrubber.ts';
import type {Environment} from './read-environment.ts';
import {settingDefinitions} from './setting-definition.ts';

/** Tells the scrubber of every secret in the environment: keys, and the passwords of proxies. */
export function protectSecrets(environment: Environment, secrets: SecretScrubber): void {
  for (const {source} of settingDefinitions) {
    for (const name of source.environment ?? []) {
      const value = environment[name]?.trim() ?? '';
      if (source.masked === 'all') secrets.protect(value);
      if (source.masked === 'credentials') {
        const password = passwordOf(value);
        secrets.protect(password);
        secrets.protect(decoded(password));
      }
    }
  }
}

/** Not by `URL`: what is no URL, because of that password perhaps, is the likeliest to be shown. */
function passwordOf(proxy: string): string {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^:]*:([^]*)@/i.exec(proxy)?.[1] ?? '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
