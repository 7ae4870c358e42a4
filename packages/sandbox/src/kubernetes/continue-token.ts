/** What a continue token says: at which resource version to go on, and after which key. */
export interface ContinueToken {
  /** -1: whatever is newest, an inconsistent continuation. */
  readonly resourceVersion: number;
  /** First key to return, relative to the list's prefix. */
  readonly start: string;
  /** The list that it was issued for. A real server does not look at that; here it unmasks misuse. */
  readonly list: string;
}

const encodedVersion = 'meta.k8s.io/v1';

/** The token of k8s.io/apiserver/pkg/storage/continue.go: base64url of JSON, without padding. */
export function encodeContinueToken({resourceVersion, start, list}: ContinueToken): string {
  const json = JSON.stringify({v: encodedVersion, rv: resourceVersion, start, list});
  return Buffer.from(json).toString('base64url');
}

/** Undoes `encodeContinueToken`. A string is the server's sentence on why the token is not valid. */
export function decodeContinueToken(token: string): ContinueToken | string {
  const invalid = 'invalid continue token: continue key is not valid: ';
  const illegal = token.search(/[^A-Za-z0-9_-]/);
  if (illegal !== -1) return `${invalid}illegal base64 data at input byte ${illegal}`;
  let parsed: {v?: unknown; rv?: unknown; start?: unknown; list?: unknown};
  try {
    parsed = JSON.parse(Buffer.from(token, 'base64url').toString()) as typeof parsed;
  } catch {
    return `${invalid}invalid character looking for beginning of value`;
  }
  if (parsed.v !== encodedVersion) {
    return `${invalid}server does not recognize this encoded version ${String(parsed.v)}`;
  }
  if (typeof parsed.start !== 'string' || parsed.start === '') {
    return `${invalid}encoded start key empty (version ${encodedVersion})`;
  }
  return {
    resourceVersion: typeof parsed.rv === 'number' ? parsed.rv : 0,
    start: parsed.start,
    list: typeof parsed.list === 'string' ? parsed.list : '',
  };
}
