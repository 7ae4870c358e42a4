import type {StreamName} from '@firefly/core';

/** What a request asks for; `page` requests carry items. */
export type RouteName =
  | 'login'
  | 'app-login'
  | 'objects'
  | 'handshake'
  | 'fetching-helm'
  | 'fetching-tree'
  | 'fetching-objects'
  | 'lock'
  | 'metadata'
  | 'find-integration'
  | 'create-integration'
  | 'delete-integration'
  | 'unknown';

/** How far a request got: `aborted` means that the client hung up, `reset` that the server was told to. */
export type RequestOutcome = 'pending' | 'answered' | 'aborted' | 'reset';

/** One request as the server saw it. A live view: what comes of it changes while it is served. */
export interface RecordedRequest {
  /** 1 for the first request of this server. */
  readonly number: number;
  readonly route: RouteName;
  /** Set for pages. */
  readonly stream: StreamName | undefined;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names; `authorization` is left out. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ordinal of the login whose token it carried; undefined without one that this server issued. */
  readonly tokenNumber: number | undefined;
  /** 1 for the first request with its `Idempotency-Key`, 2 for the next; 1 without one. */
  readonly attempt: number;
  /** Whether the contract took it, whatever became of the answer. */
  readonly isAccepted: boolean;
  readonly outcome: RequestOutcome;
  readonly status: number | undefined;
  /** Bytes of its body as sent; counted once it was read or the request is over. */
  readonly sentBytes: number;
  /** Set when it broke the contract. */
  readonly violation: string | undefined;
}

/** Which requests are meant; every given field must match. */
export interface RequestMatcher {
  readonly route?: RouteName | readonly RouteName[];
  readonly method?: string;
  /** The whole path without the query, or a pattern in it. */
  readonly path?: string | RegExp;
  readonly where?: (request: RecordedRequest) => boolean;
}

/** Matches every request that carries items, of both contracts. */
export const pageRequests: RequestMatcher = {
  route: ['objects', 'fetching-helm', 'fetching-tree', 'fetching-objects'],
};

/** Whether `request` is one of those that `matcher` means. */
export function matchesRequest(matcher: RequestMatcher, request: RecordedRequest): boolean {
  const {route, method, path, where} = matcher;
  if (route !== undefined && ![route].flat().includes(request.route)) return false;
  if (method !== undefined && method !== request.method) return false;
  if (typeof path === 'string' && path !== request.path) return false;
  if (path instanceof RegExp && !path.test(request.path)) return false;
  return where === undefined || where(request);
}
