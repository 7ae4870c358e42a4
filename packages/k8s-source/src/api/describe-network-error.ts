/** In plain words what a socket, TLS or undici meant, and whether trying again makes sense. */
export function describeNetworkError(error: unknown): {readonly reason: string; readonly transient: boolean} {
  const {code = '', message = ''} = rootOf(error);
  const known = REASONS[code];
  if (known !== undefined) return {reason: known, transient: true};
  if (CERTIFICATE.test(code)) {
    return {
      reason: `its certificate is not trusted (${code}); check the certificate authority in the kubeconfig`,
      transient: false,
    };
  }
  const [, status] = PROXY_REFUSAL.exec(message) ?? [];
  if (status !== undefined)
    return {reason: `its proxy refuses the connection (${status})`, transient: status.startsWith('5')};
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return {reason: 'it does not speak TLS there', transient: false};
  // What OpenSSL says beside the code are places in its own sources.
  if (code.startsWith('ERR_SSL_')) return {reason: `TLS failed (${code})`, transient: true};
  return {
    reason: [message.split('\n')[0], code].filter(Boolean).join(' ') || 'the connection failed',
    transient: true,
  };
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY|DECODE)|ERR_TLS|HOSTNAME_MISMATCH/;

/** undici's words for a CONNECT that was not answered with 200. */
const PROXY_REFUSAL = /^Proxy response \((\d+)\)/;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'its host name cannot be resolved',
  EAI_AGAIN: 'its host name cannot be resolved right now',
  EHOSTUNREACH: 'there is no route to its host',
  ENETUNREACH: 'there is no route to its network',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'its answer stopped coming',
  UND_ERR_SOCKET: 'the connection was closed in mid-answer',
  Z_BUF_ERROR: 'its compressed answer broke off',
  Z_DATA_ERROR: 'its compressed answer is damaged',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer was shorter than announced',
};

/** The innermost error that has a code: fetch and happy-eyeballs wrap what really happened. */
function rootOf(error: unknown): {readonly code?: string; readonly message?: string} {
  const current = error as {code?: string; message?: string; cause?: unknown; errors?: unknown[]} | undefined;
  if (current?.errors?.[0] !== undefined) return rootOf(current.errors[0]);
  if (current?.code === undefined && current?.cause !== undefined) return rootOf(current.cause);
  return current ?? {};
}
