import {CollectorError} from '@firefly/core';

/** A proxy's URL cannot be used: it is no URL, or of a scheme that is not spoken here. */
export class InvalidProxyError extends CollectorError {
  override readonly name = 'InvalidProxyError';
  override readonly code = 'HTTP_INVALID_PROXY';

  /**
   * @param proxy The proxy's URL without its credentials.
   * @param source What gave it: the variable, or the place in a file.
   */
  constructor(proxy: string, source: string) {
    super(
      `${source}: the proxy "${proxy}" cannot be used; expected a URL of a host that starts with http://, https:// or socks5://, its user and password percent-encoded.`,
    );
  }
}
