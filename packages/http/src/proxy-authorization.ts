import type {Proxy} from './parse-proxy.ts';

/** The header by which an HTTP proxy is told who asks; none where its URL names nobody. */
export function proxyAuthorization({credentials}: Proxy): Readonly<Record<string, string>> {
  if (credentials === undefined) return {};
  const {user, password} = credentials;
  return {'proxy-authorization': `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`};
}
