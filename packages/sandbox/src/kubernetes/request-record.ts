/** One request as the API server saw it. Fields of the response are filled in when it ends. */
export interface RequestRecord {
  /** 1 for the first request since the start. */
  readonly number: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly userAgent: string;
  readonly accept: string;
  readonly acceptEncoding: string;
  readonly protocol: 'http/1.1' | 'h2';
  /** Name of the user that the token stood for; absent until authenticated, and for unknown tokens. */
  readonly user?: string;
  /** 0 until it is answered. */
  readonly status: number;
  /** Bytes of the body that were handed to the connection, after compression. */
  readonly bytes: number;
  /** `aborted`: the client went away, or a fault broke the connection. */
  readonly outcome: 'pending' | 'answered' | 'aborted';
}

/** Which requests are meant: every given property must fit; a function decides freely. */
export type RequestMatcher =
  | ((request: RequestRecord) => boolean)
  | {
      readonly method?: string;
      /** The whole path, or a pattern that finds something in it. */
      readonly path?: string | RegExp;
      /** Parameters and their values; `null` means that it must be absent. */
      readonly query?: Readonly<Record<string, string | RegExp | null>>;
      readonly user?: string;
    };

/** Whether the matcher means this request. */
export function matchesRequest(matcher: RequestMatcher, request: RequestRecord): boolean {
  if (typeof matcher === 'function') return matcher(request);
  const {method, path, query = {}, user} = matcher;
  return (
    (method === undefined || method === request.method) &&
    (path === undefined || fits(path, request.path)) &&
    (user === undefined || user === request.user) &&
    Object.entries(query).every(([name, wanted]) => {
      const value = request.query.get(name);
      return wanted === null || value === null ? value === wanted : fits(wanted, value);
    })
  );
}

function fits(wanted: string | RegExp, value: string): boolean {
  return typeof wanted === 'string' ? wanted === value : wanted.test(value);
}
