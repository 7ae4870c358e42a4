import {isDeepStrictEqual} from 'node:util';

import type {ClusterAccess, Credentials} from './cluster-access.ts';

/** The kubelet rotates token files; client-go reads them again after a minute as well. Plugins tell their own expiry. */
const longestAgeMilliseconds = 60_000;

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
  let pending: {readonly reason: 'aged' | 'refused'; readonly renewal: Promise<Credentials>} | undefined;

  async function renewFor(reason: 'aged' | 'refused'): Promise<Credentials> {
    try {
      const newer = await renew(reason);
      // What age alone brings again may be what a server refuses at this moment: still the same, to be told apart.
      if (reason === 'refused' || !isDeepStrictEqual(newer, known)) known = newer;
      at = now();
      return known;
    } finally {
      pending = undefined;
    }
  }

  const start = (reason: 'aged' | 'refused') => (pending = {reason, renewal: renewFor(reason)});

  return async ({refused} = {}) => {
    if (refused === undefined) {
      if (pending === undefined && now() - at < longestAgeMilliseconds) return known;
      return (pending ?? start('aged')).renewal;
    }
    // It may bring newer ones, and if not: it did not look as closely.
    if (pending?.reason === 'aged') await pending.renewal.catch(() => undefined);
    return refused === known ? (pending ?? start('refused')).renewal : known;
  };
}
