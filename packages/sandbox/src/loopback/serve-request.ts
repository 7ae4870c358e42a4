import {setImmediate as nextTurn} from 'node:timers/promises';
import {messageOf} from '@firefly/core';
import {type Answer, textAnswer} from './answer.ts';
import type {Dialect, Handled} from './dialect.ts';
import type {LoopbackExchange} from './loopback-exchange.ts';
import type {Fault, FaultStage} from './fault.ts';
import type {ArmedFault, FaultBook} from './fault-book.ts';
import {BrokenConnection} from './faulty-body.ts';
import type {InFlight} from './in-flight.ts';
import {type Live, type LoopbackRequest, recordRequest} from './loopback-request.ts';
import {RequestRefusal} from './request-refusal.ts';
import type {RequestLog} from './request-log.ts';
import {sendAnswer} from './send-answer.ts';

/** What serving one request needs. */
export interface LoopbackState<Request extends LoopbackRequest, Own extends {readonly kind: string}> {
  readonly dialect: Dialect<Request, Own>;
  readonly log: RequestLog<Request>;
  readonly faults: FaultBook<Request, Fault<Request> | Own>;
  readonly pauses: FaultBook<Request, Fault<Request>>;
  inFlight(lane: string): InFlight;
  /** Adds a violation, without the keys and tokens that it may repeat; returns it. */
  report(message: string): string;
}

/** One request on its way through the server. */
interface Service {
  readonly request: Live<LoopbackRequest>;
  readonly exchange: LoopbackExchange;
  readonly fault: ArmedFault<Fault> | undefined;
  /** What the fault answers instead of the server. */
  readonly instead: Answer | undefined;
  readonly encode: (answer: Answer, isFaulty: boolean) => Answer | Promise<Answer>;
  /** Called before the last bytes of an answer go out. */
  readonly beforeEnd: () => void;
  /** Records a violation of this request. */
  readonly report: (message: string) => void;
  readonly conceal: (text: string) => string;
}

/** Takes one request in: records it, lets its fault befall it, judges and answers it. Never rejects. */
export async function serveRequest<Request extends LoopbackRequest, Own extends {readonly kind: string}>(
  state: LoopbackState<Request, Own>,
  exchange: LoopbackExchange,
): Promise<void> {
  const {dialect, log, faults, pauses} = state;
  const request = dialect.record(recordRequest(log.total + 1, exchange), exchange);
  const call = dialect.open(request, exchange);
  const armed = faults.take(request);
  const action = armed && dialect.translate(armed.action, request);
  const lane = dialect.lane(request);
  const inFlight = lane && state.inFlight(lane.name);
  const leave = inFlight?.enter();
  const passed = pauses.take(request)?.turnstile.pass(exchange.closed);
  log.add(request);
  const count = (await inFlight?.over(lane?.limit ?? Infinity)) ?? 0;
  const service: Service = {
    request,
    exchange,
    fault:
      armed && action && 'kind' in action ? {action: action as Fault, turnstile: armed.turnstile} : undefined,
    instead: action && 'kind' in action ? undefined : action,
    encode: (answer, isFaulty) => dialect.encode(answer, exchange, isFaulty),
    beforeEnd: () => leave?.(false),
    report(message) {
      request.violation = state.report(`${request.method} ${request.path} (${request.route}): ${message}`);
    },
    conceal: (text) => dialect.conceal(text),
  };
  try {
    await passed;
    await serve(service, async (body) => {
      if (lane !== undefined && count > 0) return {answer: dialect.tooMany(request, count, lane)};
      const handled = await call.handle(body);
      request.isAccepted = true;
      log.update();
      return handled;
    });
  } catch {
    // A client that left gave up one stream; others on its connection go on.
    if (request.outcome === 'pending') request.outcome = 'aborted';
    if (!exchange.closed.aborted) exchange.reset();
  }
  leave?.(request.outcome === 'aborted');
  request.sentBytes = exchange.receivedBytes;
  call.settled?.(exchange);
  log.update();
}

async function serve(service: Service, handle: (body: Buffer) => Promise<Handled>): Promise<void> {
  const {request, exchange, fault, instead} = service;
  if (await befall(service, 'before-reading')) return;
  if (stageOf(fault?.action) === 'mid-body') await exchange.readSome();
  if (await befall(service, 'mid-body')) return;
  const body = await exchange.readBody();
  request.sentBytes = exchange.receivedBytes;
  if (body === undefined) {
    request.outcome = 'aborted';
    return;
  }
  if (await befall(service, 'before-processing')) return;
  let handled: Handled;
  try {
    handled = instead === undefined ? await handle(body) : {answer: instead};
  } catch (error) {
    if (await isGivenUp(exchange)) request.outcome = 'aborted';
    else await send(service, refuse(service, error));
    return;
  }
  if (await befall(service, 'after-processing')) return;
  if (await befall(service, 'mid-answer')) return;
  if (await send(service, handled.answer, fault)) handled.acknowledge?.();
}

/** Plays the fault if it belongs to this stage; true when that ended the request. */
async function befall(service: Service, stage: FaultStage): Promise<boolean> {
  const {request, exchange, fault, beforeEnd} = service;
  if (fault === undefined || stageOf(fault.action) !== stage) return false;
  const {action, turnstile} = fault;
  switch (action.kind) {
    case 'answer': {
      const {status, headers = {}, body} = action;
      await send(service, {
        status,
        headers,
        body: body === undefined ? [] : [Buffer.from(body)],
        verbatim: true,
      });
      return true;
    }
    case 'reset':
      request.outcome = 'reset';
      beforeEnd();
      if (stage === 'mid-answer') exchange.breakAnswer();
      else exchange.reset();
      return true;
    case 'hang':
      await turnstile.pass(exchange.closed);
      if (exchange.closed.aborted) request.outcome = 'aborted';
      return exchange.closed.aborted;
    case 'call':
      await action.run(request);
      return false;
    case 'truncate':
    case 'malformed':
    case 'slow':
      return false;
    default:
      return action satisfies never;
  }
}

/** Undefined: the body of the answer. */
function stageOf(fault: Fault | undefined): FaultStage | undefined {
  switch (fault?.kind) {
    case 'answer': {
      const isSuccess = fault.status >= 200 && fault.status < 300;
      return fault.when ?? (isSuccess ? 'after-processing' : 'before-processing');
    }
    case 'reset':
    case 'hang':
      return fault.afterBytes === undefined ? (fault.when ?? 'before-processing') : undefined;
    case 'call':
      return 'before-processing';
    case undefined:
    case 'truncate':
    case 'malformed':
    case 'slow':
      return undefined;
  }
}

/** Turns of the event loop from the last byte of a request until its connection's end, right behind it, is known. */
const turnsToNotice = 5;

/**
 * Whether the client hung up. What a client sent before it did may be read after what it sent next on another
 * connection, and breaks no contract by that.
 */
async function isGivenUp({closed}: LoopbackExchange): Promise<boolean> {
  for (let turn = 0; turn < turnsToNotice && !closed.aborted; turn++) await nextTurn();
  return closed.aborted;
}

function refuse({report, conceal}: Service, error: unknown): Answer {
  if (error instanceof RequestRefusal) {
    if (!error.legal) report(error.message);
    return textAnswer(error.status, conceal(error.message), error.headers);
  }
  const message = `The sandbox itself failed: ${messageOf(error)}`;
  report(message);
  return textAnswer(500, conceal(message));
}

/** False when nobody is there to take the answer. */
async function send(service: Service, answer: Answer, fault?: ArmedFault<Fault>): Promise<boolean> {
  const {request, exchange, beforeEnd} = service;
  const encoded = await service.encode(answer, fault !== undefined);
  if (exchange.isGone) {
    request.outcome = 'aborted';
    return false;
  }
  request.status = answer.status;
  try {
    request.bytes = await sendAnswer(exchange, encoded, {fault, beforeEnd});
  } catch (error) {
    if (error instanceof BrokenConnection && fault?.action.kind === 'reset') request.outcome = 'reset';
    throw error;
  }
  request.outcome = 'answered';
  return true;
}
