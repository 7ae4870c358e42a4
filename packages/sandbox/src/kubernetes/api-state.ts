import type {Cluster} from './cluster.ts';
import type {AggregatedDiscovery} from './discovery-document.ts';

/** What the handlers of one API server share. */
export interface ApiState {
  readonly cluster: Cluster;
  readonly aggregatedDiscovery: AggregatedDiscovery;
  readonly expiredTokens: 'resumable' | 'final';
  readonly rulesReview: 'complete' | 'incomplete';
  readonly serverVersion: string;
  /** `host:port`, as discovery tells it. */
  address: string;
  /** Lists at older resource versions are 410: their history was compacted away. */
  oldestResourceVersion: number;
  /** Records an illegal use of the API. */
  violate(message: string): void;
}
