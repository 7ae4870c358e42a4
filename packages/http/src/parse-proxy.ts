import {InvalidProxyError} from './invalid-proxy-error.ts';
import {protectUrlCredentials} from './protect-url-credentials.ts';
import type {ProxySetting} from './proxy-for-url.ts';
import {withoutCredentials} from './without-credentials.ts';

/** A proxy, taken apart. */
export interface Proxy {
  /** How it is spoken to. */
  readonly scheme: 'http' | 'https' | 'socks5';
  /** Name or address, the latter without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Decoded; undefined where the URL names no user. */
  readonly credentials: {readonly user: string; readonly password: string} | undefined;
  /** Its address as it may be shown. */
  readonly shown: string;
}

/** Names are always resolved by a SOCKS proxy, as `socks5h` says; Go does so for `socks5`, too. */
const schemes: Readonly<Record<string, Pick<Proxy, 'scheme' | 'port'>>> = {
  'http:': {scheme: 'http', port: 80},
  'https:': {scheme: 'https', port: 443},
  'socks5:': {scheme: 'socks5', port: 1080},
  'socks5h:': {scheme: 'socks5', port: 1080},
  'socks:': {scheme: 'socks5', port: 1080},
};

/**
 * Reads a proxy's URL as Go does: path, query and fragment mean nothing, user and password are percent-encoded. The
 * masker knows the password from then on.
 *
 * @throws {InvalidProxyError}
 */
export function parseProxy({url: text, source}: ProxySetting): Proxy {
  protectUrlCredentials(text);
  const shown = withoutCredentials(text);
  try {
    // What a URL parser mends: one slash or none, a backslash, white space and controls within.
    if (!/^[a-z][a-z\d+.-]*:\/\/[^/\\\s\p{Cc}]+([/?#]|$)/iu.test(text)) throw new TypeError('no URL');
    const url = new URL(text);
    const known = schemes[url.protocol];
    const hostname = decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '');
    if (known === undefined || hostname === '') throw new TypeError('no proxy');
    const user = decodeURIComponent(url.username);
    const password = decodeURIComponent(url.password);
    // What stands in a SOCKS proxy's one byte of length.
    if (known.scheme === 'socks5' && [user, password].some((part) => Buffer.byteLength(part) > 255))
      throw new TypeError('too long');
    return {
      ...known,
      hostname,
      ...(url.port === '' ? {} : {port: Number(url.port)}),
      credentials: user === '' && password === '' ? undefined : {user, password},
      shown,
    };
  } catch {
    throw new InvalidProxyError(shown, source);
  }
}
