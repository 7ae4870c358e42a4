import {BlockList, isIP} from 'node:net';

/**
 * Whether a URL is reached without a proxy: loopback in any case, and what `NO_PROXY` names, as Go's `httpproxy` reads it.
 * That is a comma-separated list of `*`, host names (which match their subdomains too; with a leading dot only those),
 * addresses, each with a port or without, and CIDR ranges. Addresses are compared as such, however they are written. An
 * entry that is none of these matches nothing.
 */
export function bypassesProxy(url: URL, noProxy: string): boolean {
  const host = withoutBrackets(url.hostname.toLowerCase()).replace(/\.$/, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (host === 'localhost' || loopback.some((range) => isInRange(host, range))) return true;
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host, port));
}

const loopback = ['127.0.0.0/8', '::1/128'];

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(host, entry);
  // An IPv6 address without brackets has colons and no port.
  const [, name = entry, entryPort] = isIP(entry) === 6 ? [] : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? []);
  if (entryPort !== undefined && Number(entryPort) !== Number(port)) return false;
  const address = withoutBrackets(name);
  if (isIP(address) !== 0) return isInRange(host, `${address}/${isIP(address) === 4 ? 32 : 128}`);
  const suffix = name.replace(/^\*?\.?/, '').replace(/\.$/, '');
  if (suffix === '' || isIP(host) !== 0) return false;
  return host.endsWith(`.${suffix}`) || (host === suffix && !/^\*?\./.test(name));
}

function withoutBrackets(host: string): string {
  return /^\[(.*)\]$/.exec(host)?.[1] ?? host;
}

/** An IPv4 address is in the range that its IPv4-mapped form is in, and the other way round. */
function isInRange(host: string, range: string): boolean {
  const [network = '', prefix = ''] = range.split(/\/(.*)/s);
  const [family, hostFamily] = [isIP(network), isIP(host)];
  if (family === 0 || hostFamily === 0 || !/^\d{1,3}$/.test(prefix)) return false;
  const bits = Number(prefix);
  if (bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  if (family === 4) list.addSubnet(`::ffff:${network}`, bits + 96, 'ipv6');
  else list.addSubnet(network, bits, 'ipv6');
  return list.check(hostFamily === 4 ? `::ffff:${host}` : host, 'ipv6');
}
