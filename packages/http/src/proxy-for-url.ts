import {BlockList, isIP} from 'node:net';

/** The environment's proxy settings; both spellings of each variable are read, the lower-case one wins as in curl. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment asks for when this URL is requested, or undefined for a direct connection.
 *
 * `HTTPS_PROXY` and `HTTP_PROXY` by scheme; `NO_PROXY` is a comma-separated list of `*`, host names (which match
 * their subdomains too), `host:port`, IP addresses and CIDR ranges, as Go's `httpproxy` reads it: the API server's
 * address in a cluster is usually an IP that only a range names. `localhost` and loopback addresses are never proxied.
 */
export function proxyForUrl(url: URL, environment: ProxyEnvironment): string | undefined {
  const variable = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const proxy = read(environment, variable);
  if (proxy === undefined || isLoopback(hostOf(url)) || isExcluded(url, read(environment, 'no_proxy') ?? ''))
    return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function read(environment: ProxyEnvironment, name: string): string | undefined {
  const value = environment[name] || environment[name.toUpperCase()];
  return value === undefined || value === '' ? undefined : value;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || isInRange(host, '127.0.0.0', 8) || host === '::1';
}

function isExcluded(url: URL, noProxy: string): boolean {
  const host = hostOf(url);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [range, prefix] = entry.split('/');
  if (range !== undefined && prefix !== undefined) return isInRange(host, range, Number(prefix));
  if (isIP(entry) !== 0 || isIP(host) !== 0) return entry === host || entry === `${host}:${port}`;
  const [, name = entry, entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) return false;
  const suffix = name.replace(/^\*?\.?/, '');
  // A leading dot means subdomains only.
  return host.endsWith(`.${suffix}`) || (host === suffix && !name.startsWith('.') && !name.startsWith('*.'));
}

function isInRange(host: string, range: string, prefix: number): boolean {
  const family = isIP(range);
  if (
    family === 0 ||
    isIP(host) !== family ||
    !Number.isInteger(prefix) ||
    prefix > (family === 4 ? 32 : 128)
  ) {
    return false;
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(range, prefix, type);
  return list.check(host, type);
}
