import {messageOf} from '@firefly/core';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed while the request was being sent',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'connecting took too long',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
  UND_ERR_SOCKET: 'the connection was closed before the answer came',
  UND_ERR_CLOSED: 'the connection pool is closed',
  UND_ERR_DESTROYED: 'the connection pool is closed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed and not trusted here',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is from an authority that is not trusted here',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

/**
 * Why a request got no answer, in words, from what ky, undici or Node threw. The innermost cause counts; the text of
 * one that is not known here still has to be masked.
 */
export function describeNetworkFailure(error: unknown): string {
  let innermost = error;
  for (let depth = 0; depth < 8; depth++) {
    const reason = REASONS[codeOf(innermost)];
    if (reason !== undefined) return reason;
    const cause = innermost instanceof Error ? innermost.cause : undefined;
    if (cause === undefined || cause === null) break;
    innermost = cause;
  }
  const proxyStatus = /^Proxy response \((\d+)\)/.exec(messageOf(innermost))?.[1];
  if (proxyStatus !== undefined) return `the proxy answered ${proxyStatus}`;
  const code = codeOf(innermost);
  return code === '' ? messageOf(innermost) : `${messageOf(innermost)} (${code})`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
