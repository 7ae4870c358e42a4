import {createSecureContext, type SecureContext} from 'node:tls';

import {Agent, ProxyAgent, type Dispatcher} from 'undici';

import {InvalidProxyError} from './invalid-proxy-error.ts';
import {proxyForUrl, type ProxyEnvironment} from './proxy-for-url.ts';
import {withoutCredentials} from './without-credentials.ts';

/** What one side of a TLS connection shows and trusts; PEM text or bytes. */
export interface TlsOptions {
  /** Authorities to trust in place of the runtime's own (which `NODE_EXTRA_CA_CERTS` adds to). */
  readonly ca?: string | Buffer;
  /** This side's certificate, where the server asks for one; `key` belongs to it. */
  readonly cert?: string | Buffer;
  /** Its private key. */
  readonly key?: string | Buffer;
  /** What `key` or `pfx` is encrypted with. */
  readonly passphrase?: string;
  /** Certificate and key in one, in place of `cert` and `key`. */
  readonly pfx?: string | Buffer;
  /** Verification is on unless this says `false`. */
  readonly rejectUnauthorized?: boolean;
  /** Name to expect in the server's certificate, and to ask for, in place of the URL's host. */
  readonly servername?: string;
}

/** Which server, and how to get there. */
export interface ConnectionOptions {
  /** Any URL of the server: its scheme, host and port count. */
  readonly url: URL;
  /** Certificates of the server and for it. Default: the runtime's authorities, verification on. */
  readonly tls?: TlsOptions;
  /** A proxy to use in any case; without it the environment decides. */
  readonly proxy?: string;
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read. Default `process.env`. */
  readonly environment?: ProxyEnvironment;
  /** Sockets at once at most. */
  readonly connections: number;
  /** Milliseconds for TCP and TLS together. Default 10,000. */
  readonly connectTimeout?: number;
}

/** A pool of connections to one server; whoever made it closes it. */
export interface Connection {
  /**
   * For undici 8's `request` and `fetch`, and for ky where it is given that `fetch`; not for Node's built-in `fetch`,
   * which takes dispatchers of its own undici only.
   */
  readonly dispatcher: Dispatcher;
  /** The proxy in use, without its credentials; undefined when the connection is direct. */
  readonly proxy: string | undefined;
  /** Ends idle and active sockets alike. */
  close(): Promise<void>;
}

/**
 * One pool of connections to one server, kept for a whole run: HTTP/1.1 (undici's HTTP/2 is slower on long bodies),
 * TLS verification on, through a proxy (http, https or socks5) where there is one. Connects at the first request.
 *
 * @throws {InvalidProxyError} when the proxy's URL cannot be used.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const {url, tls = {}, connections, connectTimeout = 10_000} = options;
  const proxy = options.proxy ?? proxyForUrl(url, options.environment ?? process.env);
  const pool = {connections, allowH2: false, keepAliveTimeout: 30_000};
  const secureContext = url.protocol === 'https:' ? secureContextOf(tls) : undefined;
  const connect = {
    ...tls,
    timeout: connectTimeout,
    ...(secureContext === undefined ? {} : {secureContext}),
  };
  const dispatcher =
    proxy === undefined
      ? new Agent({...pool, connect})
      : new ProxyAgent({
          ...pool,
          uri: checkedProxy(proxy),
          connect: {timeout: connectTimeout},
          proxyTls: {timeout: connectTimeout},
          requestTls: connect,
        });
  return {
    dispatcher,
    proxy: proxy === undefined ? undefined : withoutCredentials(proxy),
    async close() {
      await dispatcher.destroy();
    },
  };
}

/**
 * The certificates, read once for all connections. Undefined where they cannot be: each connection says so when it is
 * made, as the network error that it then is.
 */
function secureContextOf(tls: TlsOptions): SecureContext | undefined {
  try {
    return createSecureContext(tls);
  } catch {
    return undefined;
  }
}

function checkedProxy(proxy: string): string {
  const scheme = URL.canParse(proxy) ? new URL(proxy).protocol : '';
  if (!['http:', 'https:', 'socks5:', 'socks:'].includes(scheme))
    throw new InvalidProxyError(withoutCredentials(proxy));
  return proxy;
}
