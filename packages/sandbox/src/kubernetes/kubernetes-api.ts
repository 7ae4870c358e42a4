import type {Fault} from '../loopback/fault.ts';
import type {LoopbackRequest} from '../loopback/loopback-request.ts';
import type {LoopbackServer} from '../loopback/loopback-server.ts';
import type {SandboxUser} from './access-control.ts';
import type {Cluster} from './cluster.ts';
import type {AggregatedDiscovery} from './discovery-document.ts';
import type {KubernetesFault} from './kubernetes-fault.ts';

/** How the API server behaves. */
export interface KubernetesApiOptions {
  readonly cluster: Cluster;
  /** Default: one user `admin` who may do everything. */
  readonly users?: readonly SandboxUser[];
  /** Default 0: any free port. Always on 127.0.0.1. */
  readonly port?: number;
  /** Default true; false serves plain http. */
  readonly tls?: boolean;
  /** Offer HTTP/2 before HTTP/1.1, as a kube-apiserver does. Default true; needs `tls`. */
  readonly http2?: boolean;
  /** Default `v2`, as since Kubernetes 1.35; `v2beta1` imitates 1.26 to 1.29, `none` what was before. */
  readonly aggregatedDiscovery?: AggregatedDiscovery;
  /** Whether the 410 of an expired continue token brings a token to go on with. Default `resumable`. */
  readonly expiredTokens?: 'resumable' | 'final';
  /** `incomplete`: SelfSubjectRulesReview cannot tell, as with a webhook authorizer. Default `complete`. */
  readonly rulesReview?: 'complete' | 'incomplete';
  /** More requests at once are a violation, answered 429. Default: no limit. */
  readonly maxInFlight?: number;
  /** Other user agents than this (true: `k8s-collector v…`) are a violation. Default false. */
  readonly expectUserAgent?: boolean | RegExp;
  /** `gitVersion` of `/version`. Default v1.36.2. */
  readonly serverVersion?: string;
  /** How many requests `requests` holds at least. Default 10,000. */
  readonly requestLogSize?: number;
}

/** An embedded API server under test. */
export interface KubernetesApi extends LoopbackServer<LoopbackRequest, Fault | KubernetesFault> {
  /** PEM of its certificate authority; undefined for plain http. */
  readonly ca: string | undefined;
  /** The newest valid token of each user. */
  readonly tokens: Readonly<Record<string, string>>;
  /** The most requests that were in flight at once. */
  readonly peakInFlight: number;
  /** A kubeconfig for this server and one of its users, the first by default; JSON, which is YAML too. */
  kubeconfig(user?: string): string;
  /** Compacts the history: continue tokens issued so far get 410. */
  expireContinueTokens(): void;
  /** Revokes all tokens of a user and returns a new one. */
  rotateToken(user: string): string;
  /** One more token for a user. */
  issueToken(user: string): string;
  revokeToken(token: string): void;
}
