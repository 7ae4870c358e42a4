import {type ConnectionOptions as ConnectionOptionsOfTls, createSecureContext} from 'node:tls';

import {Agent, type Dispatcher} from 'undici';

import {longestHeadBytes} from './answer-head.ts';
import {createConnector} from './create-connector.ts';
import {forwardRequests} from './forward-requests.ts';
import {parseProxy} from './parse-proxy.ts';
import {type ProxyEnvironment, type ProxySetting, proxySettingForUrl} from './proxy-for-url.ts';
import {superviseRequests} from './supervise-requests.ts';

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
  readonly proxy?: ProxySetting;
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read. Default `process.env`. */
  readonly environment?: ProxyEnvironment;
  /** What sends the requests, in place of a pool of this connection's own: TLS and proxy are then its business. */
  readonly dispatcher?: Dispatcher;
  /** Sockets at once at most. */
  readonly connections: number;
  /**
   * Bodies are read into memory that is used again: a handler given to `dispatch` copies each piece before its
   * `onResponseData` returns. Not for `request` and `fetch`, which keep pieces. Where bodies are long, that halves the time
   * for reading them. No effect through a tunnel, nor with `dispatcher`. Default false.
   */
  readonly reuseMemory?: boolean;
  /** Milliseconds for one connection: DNS, TCP, the proxy's answer and TLS together. Default 10,000. */
  readonly connectTimeout?: number;
}

/** A pool of connections to one server; whoever made it closes it. */
export interface Connection {
  /**
   * For undici 8's `request` and `fetch`, and for ky where it is given that `fetch`; not for Node's built-in `fetch`,
   * which takes dispatchers of its own undici only. A request's `signal` ends it at once, in any state.
   */
  readonly dispatcher: Dispatcher;
  /** The proxy in use, without its credentials; undefined when the connection is direct. */
  readonly proxy: string | undefined;
  /** Ends idle and active sockets alike, and those that are being opened. */
  close(): Promise<void>;
}

/**
 * One pool of connections to one server, kept for a whole run: HTTP/1.1 (undici's HTTP/2 is slower on long bodies),
 * TLS verification on, through a proxy (http, https or socks5) where there is one. Connects at the first request.
 *
 * @throws {InvalidProxyError} when the proxy's URL cannot be used.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const {url, connections, environment = process.env, connectTimeout = 10_000, dispatcher} = options;
  if (dispatcher !== undefined)
    return {dispatcher: dispatcher.compose(superviseRequests), proxy: undefined, close: async () => {}};
  const setting = options.proxy ?? proxySettingForUrl(url, environment);
  const proxy = setting === undefined ? undefined : parseProxy(setting);
  const isForwarded = url.protocol === 'http:' && proxy !== undefined && proxy.scheme !== 'socks5';
  const connector = createConnector({
    tls: url.protocol === 'https:' ? withSecureContext(options.tls ?? {}) : {},
    tunnel: isForwarded ? undefined : proxy,
    timeout: connectTimeout,
    reuseMemory: options.reuseMemory ?? false,
  });
  const agent = new Agent({
    connections,
    allowH2: false,
    keepAliveTimeout: 30_000,
    maxHeaderSize: longestHeadBytes,
    connect: connector.connect,
  });
  return {
    dispatcher: agent.compose(...(isForwarded ? [forwardRequests(proxy)] : []), superviseRequests),
    proxy: proxy?.shown,
    async close() {
      connector.close();
      await agent.destroy();
    },
  };
}

/**
 * The certificates, read once for all connections. Where they cannot be, each connection says so when it is made, as the
 * network error that it then is.
 */
function withSecureContext(tls: ConnectionOptionsOfTls): ConnectionOptionsOfTls {
  try {
    return {...tls, secureContext: createSecureContext(tls)};
  } catch {
    return tls;
  }
}
