export {
  createConnection,
  type Connection,
  type ConnectionOptions,
  type TlsOptions,
} from './create-connection.ts';
export {describeNetworkError, type NetworkFailure} from './describe-network-error.ts';
export {InvalidProxyError} from './invalid-proxy-error.ts';
export {isTransientStatus} from './is-transient-status.ts';
export {parseRetryAfter} from './parse-retry-after.ts';
export {withoutCredentials} from './without-credentials.ts';
export {proxyForUrl, type ProxyEnvironment} from './proxy-for-url.ts';
