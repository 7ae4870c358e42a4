import type {StreamName} from '@firefly/core';
import type {LoopbackRequest, RequestMatcher} from '../loopback/loopback-request.ts';

/** What a request asks for: a row of the table of routes. */
export type RouteName =
  | 'login'
  | 'app-login'
  | 'objects'
  | 'handshake'
  | 'fetching-helm'
  | 'fetching-tree'
  | 'fetching-objects'
  | 'lock'
  | 'metadata'
  | 'find-integration'
  | 'create-integration'
  | 'delete-integration'
  | 'unknown';

/** One request as Firefly saw it. */
export interface ReceivedRequest extends LoopbackRequest {
  readonly route: RouteName;
  /** Set for pages. */
  readonly stream: StreamName | undefined;
  /** From the path, which is kept as it was sent; empty where the path has none. */
  readonly clusterId: string;
  /** Ordinal of the login whose token it carried; undefined without one that this server issued. */
  readonly tokenNumber: number | undefined;
  /** 1 for the first request with its `Idempotency-Key`, 2 for the next; 1 without one. */
  readonly attempt: number;
}

/** Matches every request that carries items, of both contracts. */
export const pageRequests = {
  route: ['objects', 'fetching-helm', 'fetching-tree', 'fetching-objects'],
} satisfies RequestMatcher<ReceivedRequest>;
