import {masker} from '@firefly/core';

import type {ExecConfig, KubeconfigUser} from './kubeconfig-file.ts';

/** Makes the masker know a kubeconfig user's credentials as soon as the file is read; `protectAccess` adds those that are sent. */
export function protectUser({token, username, password, exec, ...user}: KubeconfigUser): void {
  masker.protect(token);
  masker.protect(password, username);
  for (const field of secretFields) masker.protect(user['auth-provider']?.config[field]);
  if (exec !== undefined) protectPlugin(exec);
}

const secretFields = ['access-token', 'client-secret', 'id-token', 'refresh-token'];

/** A plugin that fails may quote what it was given. */
function protectPlugin({env, args}: ExecConfig): void {
  for (const {name, value} of env) if (secretName.test(name)) masker.protect(value);
  for (const [index, argument] of args.entries()) {
    const [, name = argument, value = args[index + 1]] = /^([^=]*)=([^]*)$/.exec(argument) ?? [];
    if (secretName.test(name)) masker.protect(value);
  }
}

/** Of variables and of options, such as `AWS_SECRET_ACCESS_KEY` and `--client-secret`. */
const secretName = /(?:token|secret|passwo?r?d|passphrase|(?:access|api|private|secret)[-_]?key)$/i;
