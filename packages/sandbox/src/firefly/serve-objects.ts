import {hash} from 'node:crypto';
import type {AcceptedPage} from './accepted.ts';
import {noContent} from '../loopback/answer.ts';
import type {OpenCall} from '../loopback/dialect.ts';
import type {ReceivedRequest} from './received-request.ts';
import {expectQuery} from './expect-keys.ts';
import type {IncomingPage, PageIntake} from './page-intake.ts';
import {objectsShape} from './read-page.ts';
import {refuseUnless} from '../loopback/request-refusal.ts';

interface KnownKey {
  readonly digest: string;
  page?: AcceptedPage;
}

/**
 * `POST /integrations/k8s/{clusterId}/objects`: pages that an `Idempotency-Key` tells apart. `forbids` gives a sentence why
 * a cluster may not send them now, undefined when it may.
 */
export function serveObjects(
  intake: PageIntake,
  forbids: (clusterId: string) => string | undefined,
): (request: ReceivedRequest) => OpenCall {
  const keys = new Map<string, KnownKey>();

  /** A retry must send the same bytes: whatever was once seen whole under a key is the only body of that key. */
  function expectSameBody(key: string, wire: Buffer): KnownKey {
    const digest = hash('sha256', wire, 'base64');
    const known = keys.get(key) ?? {digest};
    const message = `Another body was sent before under the Idempotency-Key "${key}".`;
    refuseUnless(known.digest === digest, message, 422);
    return known;
  }

  return (request) => {
    const {clusterId} = request;
    expectQuery(request, {});
    const forbidden = forbids(clusterId);
    refuseUnless(forbidden === undefined, forbidden ?? '', 409);
    const idempotencyKey = request.headers['idempotency-key'] ?? '';
    const runId = /^([A-Za-z0-9-]+)-(?:0|[1-9]\d*)$/.exec(idempotencyKey)?.[1];
    refuseUnless(runId, 'The header Idempotency-Key must be "<run id>-<page number>".');
    const key = `${clusterId} ${idempotencyKey}`;
    const shape = objectsShape;
    const page: IncomingPage = {contract: 'objects', clusterId, runId, idempotencyKey, request, shape};
    return {
      handle(wire) {
        const known = expectSameBody(key, wire);
        if (known.page === undefined) known.page = intake.accept(page, wire);
        else intake.acceptAgain(page, wire, known.page);
        keys.set(key, known);
        return {answer: noContent};
      },
      settled(exchange) {
        intake.settled(page, exchange);
        // The halves of a page that was too large are new pages, whatever they are called.
        if (!request.isAccepted && exchange.isComplete && request.status !== 413 && !keys.has(key)) {
          keys.set(key, {digest: hash('sha256', exchange.received(), 'base64')});
        }
      },
    };
  };
}
