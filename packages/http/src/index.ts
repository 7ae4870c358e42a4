export {ConnectionFailedError} from './connection-failed-error.ts';
export {
  createConnection,
  type Connection,
  type ConnectionOptions,
  type TlsOptions,
} from './create-connection.ts';
export {decodedBody, type Pieces} from './decoded-body.ts';
export {decodeText} from './decode-text.ts';
export {describeNetworkError, type NetworkFailure} from './describe-network-error.ts';
export {extraAuthoritiesProblem} from './extra-authorities-problem.ts';
export {InvalidProxyError} from './invalid-proxy-error.ts';
export {isTransientStatus} from './is-transient-status.ts';
export {parseRetryAfter} from './parse-retry-after.ts';
export {parseProxy, type Proxy} from './parse-proxy.ts';
export {protectUrlCredentials} from './protect-url-credentials.ts';
export {withoutCredentials} from './without-credentials.ts';
export {proxyForUrl, type ProxyEnvironment, type ProxySetting} from './proxy-for-url.ts';
export {type SignalledOptions, superviseRequests} from './supervise-requests.ts';
