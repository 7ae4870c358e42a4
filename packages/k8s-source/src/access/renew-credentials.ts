import type {ClusterAccess, Credentials} from './cluster-access.ts';

/** The kubelet rotates token files; client-go reads them again after a minute as well. Plugins tell their own expiry. */
const AGE_MILLISECONDS = 60_000;

/** Credentials to begin with, and where newer ones come from. */
export interface RenewCredentialsOptions {
  readonly first: Credentials;
  /** Called when the ones at hand have aged, or were refused. */
  readonly renew: (reason: 'aged' | 'refused') => Promise<Credentials>;
  readonly now: () => number;
}

/** Credentials that are used again for a minute. All who ask meanwhile wait for the same renewal, and share its failure. */
export function renewCredentials({first, renew, now}: RenewCredentialsOptions): ClusterAccess['credentials'] {
  let known = first;
  let at = now();
  let renewal: Promise<Credentials> | undefined;

  async function start(reason: 'aged' | 'refused'): Promise<Credentials> {
    try {
      known = await renew(reason);
      at = now();
      return known;
    } finally {
      renewal = undefined;
    }
  }

  return async ({refused} = {}) => {
    // Told apart by identity: a renewal may well bring the same token again.
    if (refused === known) return (renewal ??= start('refused'));
    return now() - at < AGE_MILLISECONDS ? known : (renewal ??= start('aged'));
  };
}
