import {masker} from '@firefly/core';

import type {ClusterAccess, Credentials} from './cluster-access.ts';

/** The same access: the masker knows its key, and its credentials before each use. */
export function protectAccess(access: ClusterAccess): ClusterAccess {
  const {key, passphrase} = access.tls;
  // Its frame is the same for all keys, and words of our own.
  masker.protect(key?.toString().replaceAll(/-----[^-]+-----/g, ''));
  masker.protect(passphrase);
  return {
    ...access,
    async credentials(options) {
      const credentials = await access.credentials(options);
      protectCredentials(credentials);
      return credentials;
    },
  };
}

/** Whatever their headers are called; whom somebody acts for is no secret. */
function protectCredentials(credentials: Credentials): void {
  for (const [name, value] of Object.entries(credentials)) {
    if (name.startsWith('impersonate-')) continue;
    for (const line of [value].flat()) {
      const [, scheme = '', secret] = /^(?:(Bearer|Basic) +)?([^]*)$/i.exec(line) ?? [];
      masker.protect(secret);
      if (scheme.toLowerCase() !== 'basic' || secret === undefined) continue;
      const [, user, password] =
        /^([^:]*):([^]*)$/.exec(Buffer.from(secret, 'base64').toString('utf8')) ?? [];
      masker.protect(password, user);
    }
  }
}
