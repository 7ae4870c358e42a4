import {
  type Attempt,
  type Clock,
  createSemaphore,
  retry,
  systemClock,
  untilAborted,
  userAgent,
} from '@firefly/core';
import {createConnection, describeNetworkError, isTransientStatus, parseRetryAfter} from '@firefly/http';
import type {Dispatcher} from 'undici';

import type {ClusterAccess, Credentials} from '../access/cluster-access.ts';
import {protectAccess} from '../access/protect-access.ts';
import {ApiUnreachableError} from './api-unreachable-error.ts';
import {isOwnPath} from '../discovery/built-in-groups.ts';
import {CredentialsRefusedError} from './credentials-refused-error.ts';
import {encodeText} from './encode-text.ts';
import {limitWaiting} from './limit-waiting.ts';
import {sourceDefaults} from '../source-defaults.ts';
import {type OpenResponse, openResponse} from './open-response.ts';
import {createPace} from './pace.ts';
import {readStatusError} from './read-status-error.ts';
import {bodyOf, boundedBody, drain} from './response-body.ts';

/** Which API server, and how hard it may be asked. */
export interface ApiServerOptions {
  /** The way to it, and the credentials of each request. */
  readonly access: ClusterAccess;
  /** Requests under way at once at most, bodies that are still being read included. Default 8. */
  readonly requestsInFlight?: number;
  /** Requests a second at most, each attempt counted. Default: no limit. */
  readonly requestsPerSecond?: number;
  /** How long the server may take. */
  readonly timeout?: RequestTimeout;
  /** Whom to ask through, in place of a pool of its own: one of undici 8. Whoever made it closes it. */
  readonly dispatcher?: Dispatcher;
  /** Default this collector's. Nothing that starts like a browser or curl, which get pretty-printed JSON. */
  readonly userAgent?: string;
  /** Attempts at one request, the first included. Default 4. */
  readonly attempts?: number;
  /** Told of each attempt after the first, before its pause. */
  readonly onRetry?: (facts: RetryFacts) => void;
  /** Told of each attempt at a request, as it is sent. */
  readonly onRequest?: (facts: RequestFacts) => void;
  /** Told of each attempt's answer, or of its failure. */
  readonly onResponse?: (facts: ResponseFacts) => void;
  /** Where the proxy variables are read. Default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Time, for tests. Default: the machine's. */
  readonly clock?: Clock;
  /** Jitter of the back-off, in [0, 1), for tests. Default `Math.random`. */
  readonly random?: () => number;
}

/** Milliseconds that the server may take, with one request. */
export interface RequestTimeout {
  /**
   * Without an answer, or without another byte of it; a page of a list is then asked for at half its size. Default
   * 70,000 for lists, since an API server itself gives up after 60,000; for all else 30,000, or this if it is less.
   */
  readonly firstByte?: number;
  /** Waiting for all of the answer; the time that its reader takes does not count. Default: no limit. */
  readonly request?: number;
}

/** One attempt at a request. */
export interface RequestFacts {
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
}

/** What came of it. */
export interface ResponseFacts extends RequestFacts {
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  /** Until its head had come, or the failure. */
  readonly milliseconds: number;
  /** Why no answer came, in a sentence. */
  readonly problem?: string;
}

/** Which request is tried again, and why. */
export interface RetryFacts {
  /** Without its query. */
  readonly path: string;
  /** What was wrong with the attempt before, in a sentence. */
  readonly reason: string;
  /** The pause before the attempt. */
  readonly delayMilliseconds: number;
}

/** What a request asks for beside its path. */
export interface ApiRequest {
  /** Ends the request, its attempts and its body; what waits rejects with its reason. */
  readonly signal: AbortSignal;
  /** Representation to ask for. Default `application/json`. */
  readonly accept?: string;
  /** Appended to the path; what is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON by POST: for the review APIs, which change nothing. */
  readonly body?: unknown;
}

/**
 * One API server over one pool of connections. Every request carries fresh credentials, waits for its turn (a limit on
 * requests in flight), and is tried again after 429, 5xx and network errors, as `Retry-After` says where it says so; a
 * 401 once, with renewed credentials.
 */
export interface ApiServer {
  /** Scheme, host and port: for messages. */
  readonly origin: string;
  /** The proxy in use, without its credentials. */
  readonly proxy: string | undefined;
  /**
   * The body of a 200, as it arrives; each piece is valid until the next one is asked for. Its place among the requests
   * in flight is held until the body was read or `return()` was called on it. For lists: a time-out (408, 504, no
   * answer, a connection that breaks) is not tried again, since whoever pages asks for less then.
   *
   * @throws {ApiStatusError} for any other status.
   * @throws {CredentialsRefusedError} when it is 401 and the credentials are refused everywhere.
   * @throws {ApiUnreachableError} when no answer comes; from the iteration, too, when it breaks off.
   */
  stream(path: string, request: ApiRequest): Promise<AsyncGenerator<Buffer, void, void>>;
  /** The body of a 200, parsed; asked for again where it breaks off. At most 32 MiB. Throws what `stream` throws. */
  json(path: string, request: ApiRequest): Promise<unknown>;
  /** The body of a 200, whole; asked for again where it breaks off. At most 32 MiB. Throws what `stream` throws. */
  bytes(path: string, request: ApiRequest): Promise<Buffer>;
  /** Ends idle and active connections alike. */
  close(): Promise<void>;
}

/** Answered by the API server itself, to anybody whose credentials it knows. */
const versionPath = '/version';
/** For discovery, the cluster's identity, reviews and single objects, which take a moment. */
const answerTimeoutMilliseconds = 30_000;
/** Longest body that is read whole, uncompressed: many times what etcd takes as one object. */
const longestWholeBytes = 32 * 1024 * 1024;
const noBytes = Buffer.alloc(0);

/** @throws {InvalidProxyError} when the proxy for this server cannot be used. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  return new PooledApiServer({...options, access: protectAccess(options.access)});
}

interface Question extends ApiRequest {
  readonly isList?: boolean;
}

class PooledApiServer implements ApiServer {
  readonly origin: string;
  readonly proxy: string | undefined;
  readonly #options: ApiServerOptions;
  readonly #clock: Clock;
  readonly #basePath: string;
  readonly #places;
  readonly #connection;
  readonly #encoding: string;
  readonly #pace: (signal: AbortSignal) => Promise<void>;

  constructor(options: ApiServerOptions) {
    const {access, requestsInFlight = sourceDefaults.concurrency, environment, dispatcher} = options;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.origin = access.url.origin;
    this.#basePath = access.url.pathname.replace(/\/$/, '');
    this.#places = createSemaphore(requestsInFlight);
    this.#pace = createPace(options.requestsPerSecond ?? Infinity, this.#clock);
    this.#connection = createConnection({
      url: access.url,
      tls: access.tls,
      connections: requestsInFlight,
      // As openResponse does.
      reuseMemory: true,
      ...(access.proxy === undefined ? {} : {proxy: access.proxy}),
      ...(environment === undefined ? {} : {environment}),
      ...(dispatcher === undefined ? {} : {dispatcher}),
    });
    this.proxy = this.#connection.proxy;
    // gzip costs the API server more than it saves on a pod network or on this machine; over the internet it pays.
    const near = access.inCluster || /^(?:localhost$|127\.|\[::1\])/.test(access.url.hostname);
    this.#encoding = near ? 'identity' : 'gzip, identity;q=0.5';
  }

  async stream(path: string, request: ApiRequest): Promise<AsyncGenerator<Buffer, void, void>> {
    const release = await this.#places.acquire(request.signal);
    try {
      const response = await this.#request(path, {...request, isList: true}, async (opened) => opened);
      const body = this.#read(response, release, request.signal);
      // Begun at once: `return()` on a generator that never began runs none of its code, and so frees nothing.
      await body.next();
      return body;
    } catch (error) {
      release();
      throw error;
    }
  }

  async bytes(path: string, request: ApiRequest): Promise<Buffer> {
    return this.#whole(path, request, (bytes) => bytes);
  }

  async json(path: string, request: ApiRequest): Promise<unknown> {
    return this.#whole(path, request, (bytes) => {
      const text = bytes.toString('utf8');
      try {
        return JSON.parse(text) as unknown;
      } catch {
        // What begins as JSON broke off; anything else is another server's.
        const isTransient = /^\s*[[{]/.test(text);
        throw new ApiUnreachableError(this.origin, `its answer to ${path} is not JSON`, isTransient);
      }
    });
  }

  /** Reads and understands a body as a part of each attempt: what breaks off is tried again. */
  async #whole<T>(path: string, request: ApiRequest, understand: (bytes: Buffer) => T): Promise<T> {
    const release = await this.#places.acquire(request.signal);
    try {
      return await this.#request(path, request, async (response) => {
        const chunks: Buffer[] = [];
        for await (const piece of this.#read(response, () => {}, request.signal, longestWholeBytes))
          chunks.push(Buffer.from(piece));
        return understand(Buffer.concat(chunks));
      });
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** @param use What to do with a 200: an `ApiUnreachableError` that it throws is one of the attempt's. */
  async #request<T>(
    path: string,
    request: Question,
    use: (response: OpenResponse) => Promise<T>,
  ): Promise<T> {
    const {attempts = sourceDefaults.retries + 1, random, onRetry = () => {}} = this.#options;
    const target = this.#basePath + path + queryString(request.query);
    let renewed = false;
    return retry(
      async (): Promise<Attempt<T>> => {
        const {access} = this.#options;
        const {signal} = request;
        const credentials = await untilAborted(access.credentials(), signal);
        let response = await this.#attempt(target, request, credentials);
        if (!(response instanceof ApiUnreachableError) && response.statusCode === 401 && !renewed) {
          renewed = true;
          await drain(response);
          signal.throwIfAborted();
          const renewal = await untilAborted(access.credentials({refused: credentials}), signal);
          response = await this.#attempt(target, request, renewal);
        }
        if (response instanceof ApiUnreachableError) return unlessFinal(response, request);
        if (response.statusCode >= 200 && response.statusCode < 300) {
          try {
            return {kind: 'done', value: await use(response)};
          } catch (error) {
            if (error instanceof ApiUnreachableError) return unlessFinal(error, request);
            throw error;
          }
        }
        const error = await readStatusError(path, response);
        signal.throwIfAborted();
        if (error.status === 401 && (path === versionPath || (await this.#isRefusedEverywhere(signal))))
          throw new CredentialsRefusedError(this.origin, path);
        // The server that takes them elsewhere refuses them here: for a moment, or else they are as good as refused.
        if (error.status === 401 && isOwnPath(path))
          return {kind: 'retry', error: new CredentialsRefusedError(this.origin, path)};
        if (!isTransientStatus(error.status) || (request.isList && isTimeout(error.status))) throw error;
        const retryAfter = parseRetryAfter(response.header('retry-after'), this.#clock.now());
        return {kind: 'retry', error, ...(retryAfter === undefined ? {} : {retryAfter})};
      },
      {
        attempts,
        signal: request.signal,
        clock: this.#clock,
        ...(random === undefined ? {} : {random}),
        onRetry: ({message: reason}, _attempt, delayMilliseconds) =>
          onRetry({path, reason, delayMilliseconds}),
      },
    );
  }

  /** An aggregated API may refuse what the API server itself takes; of `/version` that server says what it thinks. */
  async #isRefusedEverywhere(signal: AbortSignal): Promise<boolean> {
    const credentials = await untilAborted(this.#options.access.credentials(), signal);
    const response = await this.#attempt(this.#basePath + versionPath, {signal}, credentials);
    if (response instanceof ApiUnreachableError) return false;
    await drain(response);
    return response.statusCode === 401;
  }

  async #attempt(
    target: string,
    request: Question,
    credentials: Credentials,
  ): Promise<OpenResponse | ApiUnreachableError> {
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const {timeout: {firstByte = sourceDefaults.firstByte, request: whole} = {}} = this.#options;
    const timeout = request.isList ? firstByte : Math.min(firstByte, answerTimeoutMilliseconds);
    const facts = {method: body === undefined ? ('GET' as const) : ('POST' as const), path: target};
    await this.#pace(request.signal);
    this.#options.onRequest?.(facts);
    const from = this.#clock.now();
    const notify = (status: number | undefined, problem?: string) =>
      this.#options.onResponse?.({
        ...facts,
        status,
        milliseconds: this.#clock.now() - from,
        ...(problem === undefined ? {} : {problem}),
      });
    let response: OpenResponse;
    try {
      const options = {
        origin: this.origin,
        path: target,
        method: facts.method,
        headers: {
          ...credentials,
          accept: request.accept ?? 'application/json',
          'accept-encoding': this.#encoding,
          'user-agent': this.#options.userAgent ?? userAgent,
          ...(body === undefined ? {} : {'content-type': 'application/json'}),
        },
        ...(body === undefined ? {} : {body}),
        headersTimeout: timeout,
        bodyTimeout: timeout,
      };
      const open = async (signal: AbortSignal) =>
        openResponse(this.#connection.dispatcher, {...options, signal});
      response = await (whole === undefined
        ? open(request.signal)
        : limitWaiting(whole, request.signal, open));
    } catch (error) {
      const failure = this.#unreachable(error, request.signal);
      notify(undefined, failure.message);
      return failure;
    }
    notify(response.statusCode);
    return response;
  }

  async *#read(
    response: OpenResponse,
    release: () => void,
    signal: AbortSignal,
    limit?: number,
  ): AsyncGenerator<Buffer, void, void> {
    try {
      yield noBytes;
      const body = bodyOf(response);
      yield* limit === undefined ? body : boundedBody(body, limit);
    } catch (error) {
      throw this.#unreachable(error, signal);
    } finally {
      response.discard();
      release();
    }
  }

  /** Throws where the run was stopped: that is no fault of the server. */
  #unreachable(error: unknown, signal: AbortSignal): ApiUnreachableError {
    signal.throwIfAborted();
    const {reason, transient, isUntrusted} = describeNetworkError(error);
    const remedy = isUntrusted ? '; check the certificate authority in the kubeconfig' : '';
    return new ApiUnreachableError(this.origin, reason + remedy, transient);
  }
}

function unlessFinal(error: ApiUnreachableError, {isList}: Question): Attempt<never> {
  if (!error.transient || isList) throw error;
  return {kind: 'retry', error};
}

/** 408 is a proxy's, 504 the API server's: both say that the answer took too long. */
function isTimeout(status: number): boolean {
  return status === 408 || status === 504;
}

function queryString(query: ApiRequest['query'] = {}): string {
  const parameters = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeText(String(value))}`);
  return parameters.length === 0 ? '' : `?${parameters.join('&')}`;
}
