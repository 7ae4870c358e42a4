import type {LoopbackExchange} from './loopback-exchange.ts';

/** How far a request got: `aborted` means that the client hung up, `reset` that a fault broke the connection. */
export type RequestOutcome = 'pending' | 'answered' | 'aborted' | 'reset';

/** One request as a server saw it. A live view: what comes of it changes while it is served. */
export interface LoopbackRequest {
  /** 1 for the first request of this server. */
  readonly number: number;
  /** The row of the server's table of routes. */
  readonly route: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names; `authorization` is left out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: 'http/1.1' | 'h2';
  /** Name of the user that the token stood for; absent for unknown tokens, and where tokens have no users. */
  readonly user?: string;
  /** Whether the server did what it asked for, whatever became of the answer. */
  readonly isAccepted: boolean;
  readonly outcome: RequestOutcome;
  /** Undefined until it is answered. */
  readonly status: number | undefined;
  /** Bytes of its body as sent; counted once it was read or the request is over. */
  readonly sentBytes: number;
  /** Bytes of the answer's body that were handed to the connection, after compression. */
  readonly bytes: number;
  /** Set when it broke the contract. */
  readonly violation: string | undefined;
}

/** A request as the server changes it. */
export type Live<Request> = {-readonly [Key in keyof Request]: Request[Key]};

/** Which requests are meant: every given property must fit; a function decides freely. */
export type RequestMatcher<Request extends LoopbackRequest = LoopbackRequest> =
  | ((request: Request) => boolean)
  | {
      readonly route?: Request['route'] | readonly Request['route'][];
      readonly method?: string;
      /** The whole path without the query, or a pattern that finds something in it. */
      readonly path?: string | RegExp;
      /** Parameters and their values; `null` means that it must be absent. */
      readonly query?: Readonly<Record<string, string | RegExp | null>>;
      readonly user?: string;
      readonly where?: (request: Request) => boolean;
    };

/** Whether the matcher means this request. */
export function matchesRequest<Request extends LoopbackRequest>(
  matcher: RequestMatcher<Request>,
  request: Request,
): boolean {
  if (typeof matcher === 'function') return matcher(request);
  const {route, method, path, query = {}, user, where} = matcher;
  return (
    (route === undefined || [route].flat().includes(request.route)) &&
    (method === undefined || method === request.method) &&
    (path === undefined || fits(path, request.path)) &&
    (user === undefined || user === request.user) &&
    Object.entries(query).every(([name, wanted]) => {
      const value = request.query.get(name);
      return wanted === null || value === null ? value === wanted : fits(wanted, value);
    }) &&
    (where === undefined || where(request))
  );
}

function fits(wanted: string | RegExp, value: string): boolean {
  return typeof wanted === 'string' ? wanted === value : wanted.test(value);
}

/** What every server records of a request before it is routed. */
export function recordRequest(
  number: number,
  {method, url, headers, protocol}: Pick<LoopbackExchange, 'method' | 'url' | 'headers' | 'protocol'>,
): Live<LoopbackRequest> {
  const mark = url.indexOf('?');
  const {authorization: _private, ...others} = headers;
  return {
    number,
    route: 'unknown',
    method,
    path: decodePath(mark === -1 ? url : url.slice(0, mark)),
    query: new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)),
    headers: others,
    protocol,
    isAccepted: false,
    outcome: 'pending',
    status: undefined,
    sentBytes: 0,
    bytes: 0,
    violation: undefined,
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
