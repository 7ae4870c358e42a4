import {bypassesProxy} from './bypasses-proxy.ts';

/** The environment's proxy settings; both spellings of each variable are read, the lower-case one wins as in curl. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** A proxy as somebody wrote it. */
export interface ProxySetting {
  readonly url: string;
  /** What gave it, for messages: the variable, or the place in a file. */
  readonly source: string;
}

/**
 * The proxy that the environment asks for when this URL is requested, or undefined for a direct connection: `HTTPS_PROXY`
 * or `HTTP_PROXY` by scheme, unless `NO_PROXY` names it. `localhost` and loopback addresses are never proxied.
 */
export function proxyForUrl(url: URL, environment: ProxyEnvironment): string | undefined {
  return proxySettingForUrl(url, environment)?.url;
}

/** The same, with the variable that says so. */
export function proxySettingForUrl(url: URL, environment: ProxyEnvironment): ProxySetting | undefined {
  const [proxy, source] = read(environment, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  const [noProxy] = read(environment, 'no_proxy');
  if (proxy === '' || bypassesProxy(url, noProxy)) return undefined;
  // `http:/proxy` lacks a slash, not a scheme.
  return {url: /\/./.test(proxy) ? proxy : `http://${proxy}`, source};
}

function read(environment: ProxyEnvironment, name: string): readonly [value: string, variable: string] {
  const upper = name.toUpperCase();
  const value = environment[name]?.trim();
  return value ? [value, name] : [environment[upper]?.trim() ?? '', upper];
}
