/** Why a request got no answer, or not all of it. */
export interface NetworkFailure {
  /** In plain words, to stand behind `… cannot be reached: `. Words of another side are in it as they came: not masked. */
  readonly reason: string;
  /** Whether trying again makes sense. */
  readonly transient: boolean;
  /** The certificate's authority is not known here: giving it would help. */
  readonly isUntrusted: boolean;
}

/**
 * What a socket, TLS, undici, or whatever wrapped their error, meant: the outermost error of the chain that is known here,
 * else the one that has a code. Never throws.
 */
export function describeNetworkError(error: unknown): NetworkFailure {
  const chain = chainOf(error);
  for (const link of chain) {
    const failure = describeKnown(link);
    if (failure !== undefined) return failure;
  }
  const {code = '', message = ''} = chain.find((link) => link.code !== undefined) ?? chain.at(-1) ?? {};
  const [line = ''] = message.split('\n');
  const words = line === '' ? 'the connection failed' : line;
  return failed(code === '' ? words : `${words} (${code})`);
}

function describeKnown({code = '', message = '', transient = true}: Link): NetworkFailure | undefined {
  const known = reasonsByCode[code];
  if (known !== undefined) return failed(known);
  const final = finalReasonsByCode[code];
  if (final !== undefined) return failed(final, false);
  if (code === 'HTTP_CONNECTION_FAILED') return failed(message, transient);
  const alert = certificateAlertCode.exec(code)?.[1];
  if (alert !== undefined) return failed(`${reasonsByAlert[alert] ?? certificateRefused} (${code})`, false);
  if (certificateCode.test(code)) {
    return {reason: `its certificate is not trusted (${code})`, transient: false, isUntrusted: true};
  }
  if (code.endsWith('ALERT_HANDSHAKE_FAILURE'))
    return failed(
      `it takes nothing of the TLS that is spoken here, or asks for a client certificate (${code})`,
    );
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER') return failed('it does not speak TLS there', false);
  // What OpenSSL says beside the code are places in its own sources.
  if (code.startsWith('ERR_SSL_')) return failed(`TLS failed (${code})`);
  return undefined;
}

function failed(reason: string, transient = true): NetworkFailure {
  return {reason, transient, isUntrusted: false};
}

const reasonsByCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'its host name cannot be resolved',
  EAI_AGAIN: 'its host name cannot be resolved right now',
  EHOSTUNREACH: 'there is no route to its host',
  ENETUNREACH: 'there is no route to its network',
  ETIMEDOUT: 'the connection timed out',
  EMFILE: 'this process may open no more files and connections (ulimit -n)',
  ENFILE: 'this machine may open no more files and connections',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'its answer stopped coming',
  UND_ERR_SOCKET: 'the connection was closed before its answer was complete',
  UND_ERR_HEADERS_OVERFLOW: 'the head of its answer is too long',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer was shorter than announced',
  Z_BUF_ERROR: 'its compressed answer broke off',
  Z_DATA_ERROR: 'its compressed answer is damaged',
};

/** A second try cannot mend these. */
const finalReasonsByCode: Readonly<Record<string, string>> = {
  UND_ERR_CLOSED: 'the connection pool is closed',
  UND_ERR_DESTROYED: 'the connection pool is closed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY|DECODE)|ERR_TLS|HOSTNAME_MISMATCH/;

/** What the other side says of this side's certificate, or of having none (RFC 8446, 6.2). */
const certificateAlertCode =
  /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|NO_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(?:REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)$/;
const certificateWanted = 'it asks for a client certificate, and none was sent that it takes';
const certificateRefused = 'it does not take the client certificate that was sent, or wants one';
const reasonsByAlert: Readonly<Record<string, string>> = {
  CERTIFICATE_REQUIRED: certificateWanted,
  NO_CERTIFICATE: certificateWanted,
};

interface Link {
  readonly code?: string;
  readonly message?: string;
  readonly transient?: boolean;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const longestChain = 8;

/** An error and what it wraps, outermost first: ky, fetch, proxies and happy-eyeballs wrap what really happened. */
function chainOf(error: unknown): readonly Link[] {
  const chain: Link[] = [];
  let current = error as Link | null | undefined;
  while (typeof current === 'object' && current !== null && chain.length < longestChain) {
    chain.push(current);
    current = (current.errors?.[0] ?? current.cause) as Link | null | undefined;
  }
  return chain;
}
