import {proxyForUrl, withoutCredentials} from '@firefly/http';

import type {OpenCluster} from '../cluster/open-cluster.ts';
import type {CheckContext} from './check-context.ts';
import type {CheckResult} from './check-result.ts';

/** Who is reached through which proxy: nothing is right or wrong about it, but it explains much. */
export function checkProxy(
  {settings, environment}: CheckContext,
  cluster: OpenCluster | undefined,
): CheckResult {
  const ways = [
    ["Firefly's API", proxyForUrl(new URL(settings.endpoint), environment)],
    ["Firefly's login", proxyForUrl(new URL(settings.loginEndpoint), environment)],
    ['the cluster', cluster?.api.proxy],
  ] as const;
  const proxied = ways.flatMap(([who, proxy]) =>
    proxy === undefined ? [] : [`${who} through ${withoutCredentials(proxy)}`],
  );
  return {
    id: 'proxy',
    status: 'ok',
    message: proxied.length === 0 ? 'None is in use.' : `${proxied.join(', ')}; all others directly.`,
  };
}
