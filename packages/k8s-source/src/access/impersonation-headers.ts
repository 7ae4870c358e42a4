import type {Credentials} from './cluster-access.ts';
import type {KubeconfigUser} from './kubeconfig-file.ts';

/** The headers that say for whom a user acts. */
export function impersonationHeaders(user: KubeconfigUser): Credentials {
  const {as, 'as-uid': uid, 'as-groups': groups, 'as-user-extra': extra} = user;
  return {
    ...(as === '' ? {} : {'impersonate-user': as}),
    ...(uid === '' ? {} : {'impersonate-uid': uid}),
    ...(groups.length === 0 ? {} : {'impersonate-group': [...groups]}),
    ...Object.fromEntries(
      Object.entries(extra)
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => [
          `impersonate-extra-${encodeURIComponent(name.toLowerCase())}`,
          [...values],
        ]),
    ),
  };
}
