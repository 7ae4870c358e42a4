import type {SandboxUser} from './access-control.ts';
import type {Answer} from './answer.ts';
import {handleRequest} from './api-handler.ts';
import type {ApiState} from './api-state.ts';
import type {Exchange} from './exchange.ts';
import {type ArmedFault, FaultInjector} from './fault-injector.ts';
import {BrokenConnection, untilClosed} from './faulty-body.ts';
import type {KubernetesApiOptions} from './kubernetes-api.ts';
import {RequestLog} from './request-log.ts';
import type {RequestRecord} from './request-record.ts';
import {expiredResponse} from './resource-handler.ts';
import {sendAnswer} from './send-answer.ts';
import {statusResponse, tooManyRequests, unauthorized} from './status-response.ts';
import {TokenStore} from './token-store.ts';

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

const collectorUserAgent = /^k8s-collector v/;

/** Serves exchanges; knows nothing of sockets. */
export class ApiServer implements ApiState {
  readonly cluster;
  readonly aggregatedDiscovery;
  readonly expiredTokens;
  readonly rulesReview;
  readonly serverVersion;
  readonly tokens: TokenStore;
  readonly log: RequestLog;
  readonly faults = new FaultInjector();
  readonly violations: string[] = [];
  address = '';
  oldestResourceVersion: number;
  peakInFlight = 0;
  #inFlight = 0;
  readonly #maxInFlight: number;
  readonly #userAgent: RegExp | undefined;

  constructor(options: KubernetesApiOptions & {readonly users: readonly SandboxUser[]}) {
    this.cluster = options.cluster;
    // What was before the start was compacted long ago.
    this.oldestResourceVersion = options.cluster.resourceVersion;
    this.aggregatedDiscovery = options.aggregatedDiscovery ?? 'v2';
    this.expiredTokens = options.expiredTokens ?? 'resumable';
    this.rulesReview = options.rulesReview ?? 'complete';
    this.serverVersion = options.serverVersion ?? 'v1.36.2';
    this.tokens = new TokenStore(options.users);
    this.log = new RequestLog(options.requestLogSize ?? 10_000);
    this.#maxInFlight = options.maxInFlight ?? Infinity;
    this.#userAgent =
      options.expectUserAgent === true
        ? collectorUserAgent
        : options.expectUserAgent === false
          ? undefined
          : options.expectUserAgent;
  }

  violate(message: string): void {
    this.violations.push(message);
  }

  expireContinueTokens(): void {
    this.oldestResourceVersion = this.cluster.advance();
  }

  /** Answers one request; never rejects, whatever the client does. */
  async serve(exchange: Exchange): Promise<void> {
    const record = this.#record(exchange);
    this.#inFlight++;
    this.peakInFlight = Math.max(this.peakInFlight, this.#inFlight);
    try {
      const fault = this.faults.strike(record);
      const answer = await this.#answer(exchange, record, fault);
      if (answer === undefined) throw new BrokenConnection();
      record.status = answer.status;
      record.bytes = await sendAnswer(exchange, answer, fault);
      record.outcome = 'answered';
    } catch {
      record.outcome = 'aborted';
      // A client that left gave up one stream; others on its connection go on.
      if (!exchange.closed.aborted) exchange.reset();
    } finally {
      this.#inFlight--;
      this.log.ended(record);
    }
  }

  #record(exchange: Exchange): Mutable<RequestRecord> {
    const [path = '/', query = ''] = exchange.url.split('?');
    const record: Mutable<RequestRecord> = {
      number: this.log.total + 1,
      method: exchange.method,
      path: decodePath(path),
      query: new URLSearchParams(query),
      userAgent: exchange.header('user-agent'),
      accept: exchange.header('accept'),
      acceptEncoding: exchange.header('accept-encoding'),
      protocol: exchange.protocol,
      status: 0,
      bytes: 0,
      outcome: 'pending',
    };
    const user = this.tokens.userOf(bearerToken(exchange) ?? '');
    if (user !== undefined) record.user = user.name;
    if (this.#userAgent?.test(record.userAgent) === false) {
      this.violate(
        `${record.method} ${record.path}: unexpected User-Agent ${JSON.stringify(record.userAgent)}`,
      );
    }
    this.log.add(record);
    return record;
  }

  /** Undefined: the connection breaks before any answer. */
  async #answer(
    exchange: Exchange,
    record: RequestRecord,
    fault: ArmedFault | undefined,
  ): Promise<Answer | undefined> {
    if (fault !== undefined) {
      const instead = await faultAnswer(fault, exchange, record);
      if (instead !== 'as usual') return instead;
    }
    const token = bearerToken(exchange);
    const user = token === undefined ? undefined : this.tokens.userOf(token);
    if (token !== undefined && user === undefined) return unauthorized();
    if (this.#inFlight > this.#maxInFlight) {
      this.violate(`${record.path}: ${this.#inFlight} requests in flight, ${this.#maxInFlight} are allowed`);
      return tooManyRequests();
    }
    return handleRequest(this, {
      method: record.method,
      path: record.path,
      parameters: record.query,
      accept: record.accept,
      ifNoneMatch: exchange.header('if-none-match'),
      contentType: exchange.header('content-type'),
      user,
      body: () => exchange.body(),
    });
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function bearerToken(exchange: Exchange): string | undefined {
  return /^Bearer +(\S+)$/i.exec(exchange.header('authorization'))?.[1];
}

async function faultAnswer(
  {action}: ArmedFault,
  exchange: Exchange,
  record: RequestRecord,
): Promise<Answer | undefined | 'as usual'> {
  switch (action.kind) {
    case 'status': {
      const {status, headers = {}, body} = action;
      const reason = action.reason ?? defaultReasons[status] ?? 'InternalError';
      const message =
        action.message ?? defaultMessages[status] ?? 'Internal error occurred: injected by the sandbox';
      const answer = statusResponse({code: status, reason, message, headers});
      return body === undefined ? answer : {...answer, body: [Buffer.from(body)], verbatim: true};
    }
    case 'too-many-requests':
      return tooManyRequests(action.retryAfter);
    case 'expired':
      return expiredResponse(record.query, action.resumable ?? true);
    case 'call':
      await action.run(record);
      return 'as usual';
    case 'reset':
      return action.afterBytes === 'nothing' ? undefined : 'as usual';
    case 'hang':
      if (action.afterBytes !== 'nothing') return 'as usual';
      await untilClosed(exchange);
      return undefined;
    case 'truncate':
    case 'malformed':
    case 'slow':
      return 'as usual';
    default:
      return action satisfies never;
  }
}

const defaultReasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

const defaultMessages: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  503: 'the server is currently unable to handle the request',
  504: 'request did not complete within the allotted timeout',
};
