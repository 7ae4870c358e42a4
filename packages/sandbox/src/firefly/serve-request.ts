import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Answer} from './answer.ts';
import {textAnswer} from './answer.ts';
import type {Handled, OpenCall} from './call.ts';
import type {Exchange} from './exchange.ts';
import type {PresentFault} from './fault-book.ts';
import type {Fault} from './fault.ts';
import type {LiveRequest} from './record-request.ts';
import {Refusal} from './refusal.ts';

/** One request on its way through the server. */
export interface Service {
  readonly request: LiveRequest;
  readonly exchange: Exchange;
  /** What the contract makes of it; a refusal where its headers broke the contract already. */
  readonly open: OpenCall | undefined;
  readonly refusal: Refusal | undefined;
  readonly fault: PresentFault | undefined;
  /** Resolves when no pause holds it any more. */
  readonly passed: Promise<void>;
  /** Records a violation. */
  readonly report: (message: string) => void;
  /** The text without keys and tokens. */
  readonly conceal: (text: string) => string;
  /** Called when the contract took it, before its answer goes out. */
  readonly accepted: () => void;
  /** Called before anything of an answer goes out: from then on the client may count this request as over. */
  readonly beforeAnswer: () => void;
}

type Stage = 'before-reading' | 'mid-body' | 'before-processing' | 'after-processing' | 'mid-answer';

/**
 * Reads, judges and answers one request, with its fault where one befalls it. Resolves when it is over.
 */
export async function serveRequest(service: Service): Promise<void> {
  const {exchange, open, refusal, passed} = service;
  await passed;
  if (await befall(service, 'before-reading')) return;
  if (stageOf(service.fault?.fault) === 'mid-body') await exchange.readSome();
  if (await befall(service, 'mid-body')) return;
  const body = await exchange.readBody();
  service.request.sentBytes = exchange.receivedBytes;
  if (body === undefined) {
    service.request.outcome = 'aborted';
    return;
  }
  if (await befall(service, 'before-processing')) return;
  let handled: Handled;
  try {
    if (refusal !== undefined) throw refusal;
    if (open === undefined) throw new Error('no handler');
    handled = open.handle(body);
  } catch (error) {
    if (await isGivenUp(exchange)) service.request.outcome = 'aborted';
    else send(service, refuse(service, error));
    return;
  }
  service.accepted();
  if (await befall(service, 'after-processing')) return;
  if (await befall(service, 'mid-answer')) return;
  if (send(service, handled.answer)) handled.acknowledge?.();
}

/** Plays the fault if it belongs to this stage; true when that ended the request. */
async function befall(service: Service, stage: Stage): Promise<boolean> {
  const {request, exchange, fault: present, beforeAnswer} = service;
  if (present === undefined || stageOf(present.fault) !== stage) return false;
  const {fault, released} = present;
  switch (fault.kind) {
    case 'answer': {
      const {status, headers = {}, body} = fault;
      send(service, {status, headers, ...(body === undefined ? {} : {body})});
      return true;
    }
    case 'reset':
      request.outcome = 'reset';
      beforeAnswer();
      if (stage === 'mid-answer') exchange.breakAnswer();
      else exchange.reset();
      return true;
    case 'hang':
      await Promise.race([released, exchange.closed]);
      if (exchange.isClosed) request.outcome = 'aborted';
      return exchange.isClosed;
  }
}

/** Turns of the event loop from the last byte of a request until its connection's end, right behind it, is known. */
const TURNS_TO_NOTICE = 5;

/**
 * Whether the client hung up. What a client sent before it did may be read after what it sent next on another
 * connection, and breaks no contract by that.
 */
async function isGivenUp(exchange: Exchange): Promise<boolean> {
  for (let turn = 0; turn < TURNS_TO_NOTICE && !exchange.isClosed; turn++) await nextTurn();
  return exchange.isClosed;
}

function stageOf(fault: Fault | undefined): Stage | undefined {
  switch (fault?.kind) {
    case undefined:
      return undefined;
    case 'answer': {
      const isSuccess = fault.status >= 200 && fault.status < 300;
      return fault.when ?? (isSuccess ? 'after-processing' : 'before-processing');
    }
    case 'reset':
      return fault.when;
    case 'hang':
      return fault.when ?? 'before-processing';
  }
}

function refuse({report, conceal}: Service, error: unknown): Answer {
  if (error instanceof Refusal) {
    if (!error.legal) report(error.message);
    return textAnswer(error.status, conceal(error.message), error.headers);
  }
  const message = `The embedded Firefly itself failed: ${error instanceof Error ? error.message : String(error)}`;
  report(message);
  return textAnswer(500, conceal(message));
}

function send({request, exchange, beforeAnswer}: Service, answer: Answer): boolean {
  if (!exchange.isClosed) beforeAnswer();
  const isSent = exchange.answer(answer);
  request.outcome = isSent ? 'answered' : 'aborted';
  if (isSent) request.status = answer.status;
  return isSent;
}
