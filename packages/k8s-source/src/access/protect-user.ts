import {masker} from '@firefly/core';

import type {KubeconfigUser} from './kubeconfig-file.ts';

/** Hands the masker what a kubeconfig knows of a user, before anybody else looks at it: `protectAccess` knows what is sent. */
export function protectUser({token, username, password, 'auth-provider': provider}: KubeconfigUser): void {
  masker.protect(token);
  masker.protect(password, username);
  for (const field of SECRET_FIELDS) masker.protect(provider?.config[field]);
}

const SECRET_FIELDS = ['access-token', 'client-secret', 'id-token', 'refresh-token'];
