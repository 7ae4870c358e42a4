import type {IncomingMessage, ServerResponse} from 'node:http';
import {createExchange, type Exchange} from './exchange.ts';
import type {FireflyState} from './firefly-state.ts';
import {type OpenedRequest, openRequest} from './open-request.ts';
import {type LiveRequest, recordRequest} from './record-request.ts';
import {Refusal} from './refusal.ts';
import {routeRequest} from './route-request.ts';
import {serveRequest} from './serve-request.ts';

/** Takes one request in: records it, lets its fault befall it, serves it and settles what its run owes. */
export async function receiveRequest(
  state: FireflyState,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const {contracts, faults, inFlight, log, pauses} = state;
  const exchange = createExchange(incoming, response);
  const request = record(state, incoming);
  const {authorization} = incoming.headers;
  const {route, stream} = request;
  const opened = openRequest(contracts, routeRequest(request.method, request.path), {request, authorization});
  const fault = faults.take(request);
  const leave = stream === undefined ? undefined : inFlight[stream].enter();
  const passed = pauses.pass(request, exchange.closed);
  log.add(request);
  await serveRequest({
    request,
    exchange,
    open: opened.open,
    refusal: (await tooManyInFlight(state, request)) ?? opened.refusal,
    fault,
    passed,
    report(message) {
      request.violation = state.report(`${request.method} ${request.path} (${route}): ${message}`);
    },
    conceal: (text) => state.conceal(text),
    accepted() {
      request.isAccepted = true;
      log.update();
    },
    beforeAnswer: () => leave?.(false),
  });
  leave?.(request.outcome === 'aborted');
  settle(request, exchange, opened);
  log.update();
}

function record({contracts, log, attempts}: FireflyState, incoming: IncomingMessage): LiveRequest {
  const target = incoming.url ?? '';
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1));
  const route = routeRequest(incoming.method ?? '', path);
  const key = incoming.headers['idempotency-key'];
  const attempt = key === undefined ? 1 : (attempts.get(`${path} ${key.toString()}`) ?? 0) + 1;
  if (key !== undefined) attempts.set(`${path} ${key.toString()}`, attempt);
  return recordRequest(incoming, {
    number: log.requests.length + 1,
    tokenNumber: contracts.tokens.find(incoming.headers.authorization)?.number,
    attempt,
    route: route instanceof Refusal ? undefined : route,
    path,
    query,
  });
}

async function tooManyInFlight(state: FireflyState, {stream}: LiveRequest): Promise<Refusal | undefined> {
  if (stream === undefined) return undefined;
  const limit = state.settings.pagesInFlight[stream];
  if (!(await state.inFlight[stream].isOver(limit))) return undefined;
  return new Refusal(400, `More than ${limit} pages of ${stream} are in flight.`);
}

function settle(request: LiveRequest, exchange: Exchange, opened: OpenedRequest): void {
  const {stream, status, headers, isAccepted} = request;
  request.sentBytes = exchange.receivedBytes;
  opened.open?.end?.();
  if (isAccepted || stream === undefined) return;
  const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
  opened.open?.failed?.(
    {stream, length, received: exchange.received(), isComplete: exchange.isComplete},
    status,
  );
}
