import type {Credentials} from './cluster-access.ts';
import type {KubeconfigUser} from './read-kubeconfig.ts';

/** The headers for whom a user acts beside `as`: client-node sends that one, and not these. */
export function impersonationHeaders(user: KubeconfigUser): Credentials {
  const {'as-uid': uid, 'as-groups': groups, 'as-user-extra': extra} = user;
  return {
    ...(typeof uid === 'string' && uid !== '' ? {'impersonate-uid': uid} : {}),
    ...(isTexts(groups) ? {'impersonate-group': groups} : {}),
    ...Object.fromEntries(
      Object.entries(extra ?? {}).flatMap(([name, values]) =>
        isTexts(values) ? [[`impersonate-extra-${encodeURIComponent(name.toLowerCase())}`, values]] : [],
      ),
    ),
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}
