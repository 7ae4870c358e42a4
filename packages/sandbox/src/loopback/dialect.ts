import type {Answer} from './answer.ts';
import type {LoopbackExchange} from './loopback-exchange.ts';
import type {Fault} from './fault.ts';
import type {Live, LoopbackRequest, RequestMatcher} from './loopback-request.ts';

/** What a handler makes of a body. */
export interface Handled {
  readonly answer: Answer;
  /** Called once the answer went out as it stands. */
  readonly acknowledge?: () => void;
}

/**
 * A request that was routed, with its body still to come. What was judged when the headers came is behind it; `handle`
 * judges the rest and changes the state, in one step.
 */
export interface OpenCall {
  /** Throws a `RequestRefusal`. Only what asks another server answers later. */
  handle(body: Buffer): Handled | Promise<Handled>;
  /** Told once, when the request is over in whatever way. */
  settled?(exchange: LoopbackExchange): void;
}

/** Requests that are counted together, and how many of them may be under way at once. */
export interface Lane {
  readonly name: string;
  readonly limit: number;
}

/** What one fake adds to the harness; `Own` are the faults that only it can have. */
export interface Dialect<Request extends LoopbackRequest, Own extends {readonly kind: string}> {
  /** Requests that a fault befalls when its rule names none. */
  readonly usual: RequestMatcher<Request>;
  /** Adds what this server knows of a request when its headers came: its route, its user. */
  record(base: Live<LoopbackRequest>, exchange: LoopbackExchange): Live<Request>;
  open(request: Request, exchange: LoopbackExchange): OpenCall;
  lane(request: Request): Lane | undefined;
  /** The answer to one request too many; a `RequestRefusal` may be thrown instead. */
  tooMany(request: Request, count: number, lane: Lane): Answer;
  /** Another answer where the fault is one of this server's own. */
  translate(fault: Fault<Request> | Own, request: Request): Fault<Request> | Answer;
  /** Compresses and indents as this server does. `isFaulty`: the bytes must stay where they are. */
  encode(answer: Answer, exchange: LoopbackExchange, isFaulty: boolean): Answer | Promise<Answer>;
  /** The text without keys and tokens. */
  conceal(text: string): string;
}
