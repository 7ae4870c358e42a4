import {masker} from '@firefly/core';

import type {Environment} from './read-environment.ts';
import {settingDefinitions} from './setting-definition.ts';

/** Hands the masker every secret in the environment, before anything else looks at it: keys, and the passwords of proxies. */
export function protectSecrets(environment: Environment): void {
  for (const {source} of settingDefinitions) {
    for (const name of source.environment ?? []) {
      const value = environment[name]?.trim() ?? '';
      if (source.masked === 'all') masker.protect(value);
      if (source.masked === 'credentials') {
        const {user, password} = credentialsOf(value);
        masker.protect(password, user);
        masker.protect(decoded(password), decoded(user));
      }
    }
  }
}

/** Not by `URL`: what is no URL, because of that password perhaps, is the likeliest to be shown. */
function credentialsOf(proxy: string): {readonly user: string; readonly password: string} {
  const [, user = '', password = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^:]*):([^]*)@/i.exec(proxy) ?? [];
  return {user, password};
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
