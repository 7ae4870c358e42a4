import type {Dialect} from './dialect.ts';
import {createFaultBook} from './fault-book.ts';
import type {Fault, FaultRule, InjectedFault} from './fault.ts';
import {createInFlight, type InFlight} from './in-flight.ts';
import {createListener, type ListenerOptions} from './listener.ts';
import type {LoopbackRequest, RequestMatcher} from './loopback-request.ts';
import {createRequestLog, type WaitOptions} from './request-log.ts';
import {type LoopbackState, serveRequest} from './serve-request.ts';

/** Requests are held until `resume()`. */
export interface Pause extends Disposable {
  /** Requests that are held now. */
  readonly held: number;
  resume(): void;
}

/** What a test does with either fake. */
export interface LoopbackServer<
  Request extends LoopbackRequest,
  Action extends {readonly kind: string} = Fault<Request>,
> extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** The newest requests, oldest first; Firefly holds all of them. */
  readonly requests: readonly Request[];
  /** Requests ever received. */
  readonly requestCount: number;
  /**
   * One sentence for each request that broke the contract: what it was and what is expected. Empty is what tests want.
   * No key and no token is ever in it.
   */
  readonly violations: readonly string[];
  /** Makes the next requests fail; rules are asked in the order of injection. */
  inject(rule: FaultRule<Request, Action>): InjectedFault<Request>;
  /** Holds matching requests before their bodies are read, so that the client feels back-pressure. */
  pause(matcher?: RequestMatcher<Request>): Pause;
  /** Resolves with the nth matching request, past ones included; rejects when the server is closed before. */
  waitFor(matcher: RequestMatcher<Request>, options?: WaitOptions): Promise<Request>;
  /** Breaks every connection and refuses new ones; what the server knows stays. */
  stop(): Promise<void>;
  /** Listens again on the same port. */
  restart(): Promise<void>;
  /** `stop()`, and whoever waits for anything is let go. Never throws; may be called twice. */
  close(): Promise<void>;
}

export interface LoopbackOptions extends Pick<ListenerOptions, 'host' | 'port' | 'tls' | 'http2'> {
  /** How many requests are held at least. */
  readonly logSize: number;
  /** Where violations go; the fake may add its own. */
  readonly violations: string[];
}

/** Starts a server on loopback; resolves once it listens. Both fakes stand on it. */
export async function startLoopbackServer<
  Request extends LoopbackRequest,
  Own extends {readonly kind: string},
>(
  dialect: Dialect<Request, Own>,
  {logSize, violations, ...listening}: LoopbackOptions,
): Promise<{
  readonly server: LoopbackServer<Request, Fault<Request> | Own>;
  readonly inFlight: (lane: string) => InFlight;
}> {
  const lanes = new Map<string, InFlight>();
  const state: LoopbackState<Request, Own> = {
    dialect,
    log: createRequestLog(logSize),
    faults: createFaultBook(dialect.usual),
    pauses: createFaultBook(dialect.usual),
    inFlight(name) {
      const lane = lanes.get(name) ?? createInFlight();
      lanes.set(name, lane);
      return lane;
    },
    report(message) {
      const violation = dialect.conceal(message);
      violations.push(violation);
      return violation;
    },
  };
  const {log, faults, pauses} = state;
  const listener = createListener({
    ...listening,
    onRequest: (exchange) => void serveRequest(state, exchange),
    onMalformed: (code) => void state.report(`A connection carried no HTTP: ${code}.`),
  });
  await listener.start();

  async function close(): Promise<void> {
    await listener.stop();
    faults.removeAll();
    pauses.removeAll();
    log.close();
  }

  const server: LoopbackServer<Request, Fault<Request> | Own> = {
    url: listener.url,
    port: listener.port,
    requests: log.requests,
    get requestCount() {
      return log.total;
    },
    violations,
    inject: (rule) => faults.inject(rule),
    pause(matcher = dialect.usual) {
      const held = pauses.inject({on: matcher, times: Infinity, fault: {kind: 'hang'}});
      const resume = () => held.remove();
      return {
        get held() {
          return held.held;
        },
        resume,
        [Symbol.dispose]: resume,
      };
    },
    waitFor: (matcher, options) => log.waitFor(matcher, options),
    stop: () => listener.stop(),
    restart: () => listener.start(),
    close,
    [Symbol.asyncDispose]: close,
  };
  return {server, inFlight: (lane) => state.inFlight(lane)};
}
