import type {LoopbackExchange} from '../loopback/loopback-exchange.ts';
import type {AcceptedPage} from './accepted.ts';
import type {AcceptedBook, NewPage} from './accepted-book.ts';
import {decodeRequestBody} from './decode-request-body.ts';
import {createDelivery, type Delivery, type FailedPage} from './delivery.ts';
import type {FireflySettings} from './firefly-options.ts';
import {RequestRefusal} from '../loopback/request-refusal.ts';
import {itemBytes, type PageShape, readPage} from './read-page.ts';
import type {ReceivedRequest} from './received-request.ts';
import {scanPage, type ScannedPage} from './scan-page.ts';

/** One page's request, and the run that it belongs to. */
export interface IncomingPage extends Pick<NewPage, 'contract' | 'clusterId' | 'runId' | 'idempotencyKey'> {
  readonly request: ReceivedRequest;
  readonly shape: PageShape;
}

/** What tells one run's pages from another's. */
export type RunOfPage = Pick<IncomingPage, 'contract' | 'clusterId' | 'runId'>;

/** What both contracts do with a page. */
export interface PageIntake {
  /** Uids of objects that one run delivered more than once, in the order of the second arrival. */
  readonly duplicateUids: readonly string[];
  /** Uids of all objects that were accepted, of all runs. */
  readonly uids: ReadonlySet<string>;
  /** What a run still owes, by contract, cluster and run. */
  delivery(run: RunOfPage): Delivery;
  /** Every run that was seen. */
  readonly deliveries: Iterable<Delivery>;
  /** Checks and keeps a page that is here for the first time; throws a `RequestRefusal`. */
  accept(page: IncomingPage, wire: Buffer, check?: (bytes: Buffer, page: ScannedPage) => void): AcceptedPage;
  /** Takes a page that is here already: it is kept once, and what failed of it since is owed no more. */
  acceptAgain(page: IncomingPage, wire: Buffer, known: AcceptedPage): void;
  /** Called once for each page when its request is over; books what it still owes. */
  settled(page: IncomingPage, exchange: LoopbackExchange): void;
}

export function createPageIntake(settings: FireflySettings, accepted: AcceptedBook): PageIntake {
  const deliveries = new Map<string, Delivery>();
  const duplicateUids: string[] = [];
  const uids = new Set<string>();

  function delivery({contract, clusterId, runId}: RunOfPage): Delivery {
    const key = `${contract} ${clusterId} ${runId}`;
    const known = deliveries.get(key) ?? createDelivery();
    deliveries.set(key, known);
    return known;
  }

  /** The items of a body that was too large to be judged; none where it cannot be read. */
  function itemsOf({request, shape}: IncomingPage, wire: Buffer): readonly Buffer[] {
    try {
      const {bytes} = decodeRequestBody(request, wire);
      const {items} = scanPage(bytes, shape.arrayKey, shape.item);
      return items.map((item) => itemBytes(bytes, item, shape));
    } catch {
      return [];
    }
  }

  return {
    duplicateUids,
    uids,
    delivery,
    deliveries: {[Symbol.iterator]: () => deliveries.values()},
    accept(page, wire, check) {
      const {request, ...own} = page;
      const {shape} = page;
      expectWithin(wire.length, settings.maxRequestBytes, 'as sent');
      const {bytes, compressed} = decodeRequestBody(request, wire);
      expectWithin(bytes.length, settings.maxBodyBytes, 'uncompressed');
      const scanned = readPage(bytes, shape, settings);
      check?.(bytes, scanned);
      const run = delivery(page);
      if (shape.stream === 'objects') {
        for (const {object} of scanned.items) {
          if (object?.uid === undefined) continue;
          uids.add(object.uid);
          if (!run.addUid(object.uid)) duplicateUids.push(object.uid);
        }
      }
      run.accepted(shape.stream, wire, () => scanned.items.map((item) => itemBytes(bytes, item, shape)));
      return accepted.add({...own, sentBytes: wire.length, compressed, bytes, scanned});
    },
    acceptAgain(page, wire, known) {
      accepted.addDuplicate(known);
      delivery(page).accepted(page.shape.stream, wire, () => []);
    },
    settled(page, exchange) {
      const {isAccepted, status, headers} = page.request;
      if (isAccepted) return;
      const failure: FailedPage = {
        stream: page.shape.stream,
        length: headers['content-length'] === undefined ? undefined : Number(headers['content-length']),
        received: exchange.received(),
        isComplete: exchange.isComplete,
      };
      const run = delivery(page);
      if (status !== 413) run.failed(failure);
      else if (failure.isComplete) run.tooLarge(failure, itemsOf(page, failure.received));
    },
  };
}

function expectWithin(size: number, limit: number, what: string): void {
  if (size <= limit) return;
  throw new RequestRefusal(413, `The body has ${size} bytes ${what}; ${limit} are allowed.`, {legal: true});
}
