import {hash} from 'node:crypto';
import type {StreamName} from '@firefly/core';
import type {AcceptedBook} from './accepted-book.ts';
import {noContent} from '../loopback/answer.ts';
import type {Handled, OpenCall} from '../loopback/dialect.ts';
import type {ReceivedRequest} from './received-request.ts';
import {checkMetadata, metadataKeys} from './check-metadata.ts';
import {decodeRequestBody} from './decode-request-body.ts';
import {createFetchingBook, type FetchingBookOptions} from './fetching-book.ts';
import type {Fetching, OnceReceived, OpenFetching} from './fetching.ts';
import {expectNoBody} from './serve-integrations.ts';
import type {IncomingPage, PageIntake} from './page-intake.ts';
import {parseJson, readDocument} from './read-document.ts';
import {fetchingShapes} from './read-page.ts';
import {refuseUnless} from '../loopback/request-refusal.ts';

export interface ServeFetchingOptions extends FetchingBookOptions {
  readonly accepted: AcceptedBook;
  readonly intake: PageIntake;
}

export interface FetchingService {
  /** Every fetching whose handshake was answered 200, in order. */
  readonly fetchings: readonly Fetching[];
  /** Why this cluster may not send pages of the contract `objects` now; undefined when it may. */
  forbidsObjects(clusterId: string): string | undefined;
  /** A login begins a new run: what an earlier handshake forbade is allowed again. */
  beginRun(): void;
  handshake(request: ReceivedRequest): OpenCall;
  page(request: ReceivedRequest, stream: StreamName): OpenCall;
  lock(request: ReceivedRequest): OpenCall;
  metadata(request: ReceivedRequest): OpenCall;
}

/** `…/fetching` and what lies under it: handshake, pages, LOCK, metadata, in this order and with these ids. */
export function serveFetching(options: ServeFetchingOptions): FetchingService {
  const {accepted, intake} = options;
  const book = createFetchingBook(options);

  function receivePage(fetching: OpenFetching, page: IncomingPage, wire: Buffer): Handled {
    const digest = `${page.shape.stream} ${hash('sha256', wire, 'base64')}`;
    const known = fetching.pages.get(digest);
    refuseUnless(known?.acknowledged !== true, 'This page was accepted and acknowledged before.', 409);
    const receipt = known ?? {
      digest,
      acknowledged: false,
      page: intake.accept(page, wire, (bytes, {members}) => {
        const span = members.get('fetchingId');
        expectFetchingId(fetching, span && parseJson(bytes.subarray(span.start, span.end)));
      }),
    };
    if (known !== undefined) intake.acceptAgain(page, wire, known.page);
    fetching.pages.set(digest, receipt);
    return acknowledged(receipt);
  }

  function receiveLock(fetching: OpenFetching, request: ReceivedRequest, wire: Buffer): Handled {
    const {bytes} = decodeRequestBody(request, wire);
    const {fetchingId, clusterId} = readDocument(bytes, {required: ['fetchingId', 'clusterId']});
    expectFetchingId(fetching, fetchingId);
    refuseUnless(clusterId === request.clusterId, 'clusterId is not the one of the path.');
    refuseUnless(fetching.metadata === undefined, 'The metadata ended this fetching.', 409);
    const lock = receiveOnce(fetching.lock, bytes, 'LOCK');
    const {failedPages, missingItems} = fetching.delivery;
    const owed =
      failedPages > 0
        ? `${failedPages} pages failed and were not accepted later`
        : `${missingItems} items of pages that were too large did not come again`;
    refuseUnless(failedPages + missingItems === 0, `LOCK, but ${owed}.`, 409);
    fetching.lock = lock;
    fetching.locked = true;
    return acknowledged(lock);
  }

  function receiveMetadata(fetching: OpenFetching, request: ReceivedRequest, wire: Buffer): Handled {
    const {bytes} = decodeRequestBody(request, wire);
    const metadata = readDocument(bytes, metadataKeys);
    expectFetchingId(fetching, metadata['fetchingId']);
    checkMetadata(metadata);
    const receipt = receiveOnce(fetching.metadataReceipt, bytes, 'Metadata');
    const isLocked = fetching.locked || metadata['result'] !== 'success';
    refuseUnless(isLocked, 'Metadata says success, but there was no LOCK.', 409);
    fetching.metadataReceipt = receipt;
    fetching.metadata = metadata;
    accepted.addMetadata(metadata, bytes);
    return acknowledged(receipt);
  }

  return {
    fetchings: book.fetchings,
    forbidsObjects: (clusterId) => book.forbidsObjects(clusterId),
    beginRun: () => book.beginRun(),
    handshake(request) {
      const handle = (wire: Buffer) => {
        expectNoBody(wire);
        return book.start(request);
      };
      return {handle};
    },
    page(request, stream) {
      const fetching = book.find(request);
      expectOpen(fetching);
      const isAskedFor = stream !== 'k8sTrees' || fetching.sendTrees;
      refuseUnless(isAskedFor, 'The handshake asked for no trees.', 409);
      const page: IncomingPage = {
        contract: 'fetching',
        clusterId: request.clusterId,
        runId: fetching.fetchingId,
        idempotencyKey: undefined,
        request,
        shape: fetchingShapes[stream],
      };
      fetching.pagesInFlight++;
      return {
        handle: (wire) => receivePage(fetching, page, wire),
        settled(exchange) {
          fetching.pagesInFlight--;
          intake.settled(page, exchange);
        },
      };
    },
    lock(request) {
      const fetching = book.find(request);
      const {pagesInFlight} = fetching;
      return {
        handle(wire) {
          refuseUnless(pagesInFlight === 0, `LOCK, but ${pagesInFlight} pages are in flight.`, 409);
          return receiveLock(fetching, request, wire);
        },
      };
    },
    metadata(request) {
      const fetching = book.find(request);
      return {handle: (wire) => receiveMetadata(fetching, request, wire)};
    },
  };
}

function expectFetchingId(fetching: OpenFetching, fetchingId: unknown): void {
  refuseUnless(fetchingId === fetching.fetchingId, 'fetchingId is not the one of the open fetching.');
}

function receiveOnce(known: OnceReceived | undefined, bytes: Buffer, what: string): OnceReceived {
  const digest = hash('sha256', bytes, 'base64');
  if (known === undefined) return {digest, acknowledged: false};
  refuseUnless(!known.acknowledged, `${what} came before and was acknowledged.`, 409);
  refuseUnless(known.digest === digest, `${what} came before with another body.`, 409);
  return known;
}

function acknowledged(receipt: OnceReceived): Handled {
  return {answer: noContent, acknowledge: () => void (receipt.acknowledged = true)};
}

function expectOpen(fetching: OpenFetching): void {
  refuseUnless(fetching.metadata === undefined, 'The metadata ended this fetching.', 409);
  refuseUnless(!fetching.locked, 'After the LOCK only metadata may come.', 409);
}
