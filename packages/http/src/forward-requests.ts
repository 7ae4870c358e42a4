import type {Dispatcher} from 'undici';

import type {Proxy} from './parse-proxy.ts';
import {proxyAuthorization} from './proxy-authorization.ts';

/** Sends requests for plain http to a proxy, with the whole URL in place of the path (RFC 9112, 3.2.2). */
export function forwardRequests(proxy: Proxy): Dispatcher.DispatcherComposeInterceptor {
  const hostname = proxy.hostname.includes(':') ? `[${proxy.hostname}]` : proxy.hostname;
  const origin = `${proxy.scheme}://${hostname}:${proxy.port}`;
  const authorization = proxyAuthorization(proxy);
  return (dispatch) => (options, handler) => {
    const server = new URL(options.origin ?? '');
    const headers = {...(options.headers as Record<string, string>), host: server.host, ...authorization};
    return dispatch({...options, origin, path: server.origin + options.path, headers}, handler);
  };
}
