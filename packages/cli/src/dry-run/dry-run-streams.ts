import type {StreamName} from '@firefly/core';

import type {Settings} from '../settings/settings.ts';

/** What a dry run shows: what the contract in the settings carries. Nobody is asked, so `auto` shows all there is. */
export function dryRunStreams({
  protocol,
  trees,
}: Pick<Settings, 'protocol' | 'trees'>): ReadonlySet<StreamName> {
  if (protocol === 'objects') return new Set(['objects']);
  return new Set(trees ? ['objects', 'helmReleases', 'k8sTrees'] : ['objects', 'helmReleases']);
}
