/** Why a request got no answer, or not all of it. */
export interface NetworkFailure {
  /** In plain words, to stand behind `… cannot be reached: `. Words of another side are in it as they came: not masked. */
  readonly reason: string;
  /** Whether trying again makes sense. */
  readonly transient: boolean;
  /** The certificate's authority is not known here: giving it would help. */
  readonly isUntrusted: boolean;
}

/** What a socket, TLS, undici, or whatever wrapped their error, meant. Never throws. */
export function describeNetworkError(error: unknown): NetworkFailure {
  const {code = '', message = ''} = rootOf(error);
  const failure = (reason: string, transient = true) => ({reason, transient, isUntrusted: false});
  const known = REASONS[code];
  if (known !== undefined) return failure(known);
  const misfit = CERTIFICATE_REASONS[code];
  if (misfit !== undefined) return failure(misfit, false);
  if (CERTIFICATE.test(code)) {
    return {reason: `its certificate is not trusted (${code})`, transient: false, isUntrusted: true};
  }
  const [, status] = PROXY_REFUSAL.exec(message) ?? [];
  if (status !== undefined) return failure(`the proxy answered ${status}`, status.startsWith('5'));
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER') return failure('it does not speak TLS there', false);
  // What OpenSSL says beside the code are places in its own sources.
  if (code.startsWith('ERR_SSL_')) return failure(`TLS failed (${code})`);
  const [line = ''] = message.split('\n');
  if (line === '') return failure(code === '' ? 'the connection failed' : `the connection failed (${code})`);
  return failure(code === '' ? line : `${line} (${code})`);
}

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
  UND_ERR_SOCKET: 'the connection was closed before its answer was complete',
  UND_ERR_CLOSED: 'the connection pool is closed',
  UND_ERR_DESTROYED: 'the connection pool is closed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer was shorter than announced',
  Z_BUF_ERROR: 'its compressed answer broke off',
  Z_DATA_ERROR: 'its compressed answer is damaged',
};

const CERTIFICATE_REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY|DECODE)|ERR_TLS|HOSTNAME_MISMATCH/;

/** undici's words for a CONNECT that was not answered with 200. */
const PROXY_REFUSAL = /^Proxy response \((\d+)\)/;

/** The innermost error that has a code: ky, fetch and happy-eyeballs wrap what really happened. */
function rootOf(error: unknown): {readonly code?: string; readonly message?: string} {
  const current = error as {code?: string; message?: string; cause?: unknown; errors?: unknown[]} | undefined;
  if (current?.errors?.[0] !== undefined) return rootOf(current.errors[0]);
  if (current?.code === undefined && current?.cause !== undefined) return rootOf(current.cause);
  return current ?? {};
}
