import {CollectorError} from '@firefly/core';

/** The API server answered a request with an error: its `Status` object, as far as it can be told. */
export class ApiStatusError extends CollectorError {
  override readonly name = 'ApiStatusError';
  override readonly code: string;
  /** The user may not, or the server does not serve it: so it is in every run. */
  override readonly expected: boolean;
  /** HTTP status. */
  readonly status: number;
  /** The machine's word of the `Status`: `Forbidden`, `Expired`. */
  readonly reason: string;
  /** What a 410 offers to go on with: a token that reads the rest from a newer snapshot. */
  readonly continueToken: string | undefined;

  constructor(options: {
    readonly status: number;
    readonly path: string;
    readonly reason?: string | undefined;
    readonly message?: string | undefined;
    readonly continueToken?: string | undefined;
  }) {
    const {status, path, reason = '', message = '', continueToken} = options;
    super(
      `The API server answered ${path} with ${status}${message === '' ? '' : `: ${message}`}`.replace(
        /\.?$/,
        '.',
      ),
    );
    this.status = status;
    this.reason = reason;
    this.continueToken = continueToken;
    this.code = codeOf(status);
    this.expected = [403, 404, 405].includes(status);
  }
}

/** 403: the user may not do this. */
export function isForbidden(error: unknown): error is ApiStatusError {
  return error instanceof ApiStatusError && error.status === 403;
}

function codeOf(status: number): string {
  switch (status) {
    case 401:
      return 'K8S_UNAUTHORIZED';
    case 403:
      return 'K8S_FORBIDDEN';
    case 404:
      return 'K8S_NOT_FOUND';
    case 405:
      return 'K8S_NOT_LISTABLE';
    case 410:
      return 'K8S_LIST_EXPIRED';
    case 429:
      return 'K8S_TOO_MANY_REQUESTS';
    default:
      return status >= 500 ? 'K8S_SERVER_ERROR' : 'K8S_REQUEST_REFUSED';
  }
}
