import type {
  ClusterIdentity,
  CollectorError,
  DiscoveryFailure,
  RawObject,
  ResourceType,
  Source,
} from '@firefly/core';
import type {Dispatcher} from 'undici';

import type {ClusterAccess} from './access/cluster-access.ts';
import type {LoadAccessOptions} from './access/load-access.ts';
import type {RequestFacts, RequestTimeout, ResponseFacts, RetryFacts} from './api/api-server.ts';
import type {DiscoveredResource} from './discovery/discovered-resource.ts';
import type {SelectionRules} from './discovery/select-types.ts';
import type {ListOptions, ObjectList} from './list/object-list.ts';
import type {TypeSelectors} from './selectors-of.ts';

/** Lists of names may also be one text with commas between them. */
export type OrText<T> = {
  readonly [K in keyof T]: T[K] extends readonly string[] | undefined ? T[K] | string : T[K];
};

/** Which cluster, by which way, and what of it is read. */
export interface KubernetesSourceOptions extends OrText<SelectionRules>, Omit<LoadAccessOptions, 'signal'> {
  /** How to reach the cluster, for callers that have their own way; otherwise found as `loadAccess` says. */
  readonly access?: ClusterAccess;
  /** Only namespaced objects of these namespaces (`matchNamespaces`), and cluster-scoped ones. Default: of all. */
  readonly watchNamespaces?: readonly string[] | string;
  /** Namespaces whose objects are left out, named as those; without effect beside `watchNamespaces`. */
  readonly ignoreNamespaces?: readonly string[] | string;
  /** Only namespaced objects of namespaces with these labels: `team=shop`, as `kubectl get -l` takes it. */
  readonly namespaceSelector?: string;
  /** Of these types, only what the API server selects; for `open` and `objects`, since `list` has selectors of its own. */
  readonly selectors?: TypeSelectors;
  /** Objects in one page of a list, to begin with. Default 500. */
  readonly listLimit?: number;
  /** How long the API server may take. */
  readonly timeout?: RequestTimeout;
  /** Tries after the first of each request that may be tried again, 0 for none. Default 3. */
  readonly retries?: number;
  /** Requests to the API server under way at once, bodies that are still being read included. Default 8. */
  readonly concurrency?: number;
  /** Requests to the API server a second at most, retries included. Default: no limit. */
  readonly requestsPerSecond?: number;
  /** Default this collector's. Nothing that starts like a browser or curl, which get pretty-printed JSON. */
  readonly userAgent?: string;
  /** Whom to ask through, in place of a pool of its own: one of undici 8; TLS and proxy are then its business. Never closed here. */
  readonly dispatcher?: Dispatcher;
  /** Where Helm keeps its releases, as `HELM_DRIVER` says: `secret` (default) or `configmap`. */
  readonly helmDriver?: string;
  /** Whether Helm releases are read at all, where they are wanted. Default true. */
  readonly helmReleases?: boolean;
  /** Bytes of JSON that a Helm release may have: what the receiver takes for one item. Default 1,536,000. */
  readonly itemBytes?: number;
  /** Told once a run of all that discovery found and could not find, before anything is listed; what it throws ends it. */
  readonly onDiscovered?: (
    resources: readonly DiscoveredResource[],
    failures: readonly DiscoveryFailure[],
  ) => void;
  /**
   * Told of the metadata of every namespace, or of the watched one, before anything is listed: for stages that leave out
   * what opted out. Where they cannot be read, the run ends. Default: they are not read for this.
   */
  readonly onNamespace?: (namespace: RawObject) => void;
  /** Told of each page of a list that came whole. */
  readonly onProgress?: (progress: SourceProgress) => void;
  /** Told of each attempt at a request, as it is sent. */
  readonly onRequest?: (facts: RequestFacts) => void;
  /** Told of each attempt's answer, or of its failure. */
  readonly onResponse?: (facts: ResponseFacts) => void;
  /** Told of each attempt at a request after the first, before its pause. */
  readonly onRetry?: (facts: RetryFacts) => void;
}

/** How far the list of one type has come. */
export interface SourceProgress {
  readonly type: ResourceType;
  /** The namespace that is listed; undefined for the whole cluster. */
  readonly namespace: string | undefined;
  /** Pages, objects, and bytes of list bodies so far. */
  readonly pages: number;
  readonly items: number;
  readonly bytes: number;
  /** Objects that are left, where the server said so: lists with a selector do not. */
  readonly remaining?: number;
}

/** A cluster as a source of a run, and on its own. */
export interface KubernetesSource extends Source, AsyncDisposable {
  /**
   * The objects of one type: `for await (const pod of source.list('pods', {labelSelector: 'app=web'}))`.
   *
   * Reading it throws at its end what of it could not be read, unless `onFailure` is told. Where the whole cluster's
   * list is forbidden, the namespaces are read that this user may list.
   *
   * @typeParam T What `parse()` of an object gives: `V1Pod`, or whatever describes the type; nothing checks it.
   * @param type As `kubectl get` takes it: `pods`, `deploy`, `Deployment`, `deployments.apps`, `deployments.v1.apps`.
   * @throws {InvalidOptionError} at once. From the reading: {@link UnknownTypeError}, {@link NamespaceNotFoundError}
   * and what is thrown when there is no way to the cluster.
   */
  list<T = unknown>(type: string, options?: ListOptions): ObjectList<T>;
  /**
   * Every selected object of the cluster, type after type, straight from list requests. Objects stay valid for as long
   * as they are held. A type that cannot be read is skipped; it is thrown at the end, unless `onFailure` is told.
   *
   * @throws {CollectorError} when the cluster cannot be reached, or a type is named that it does not have.
   */
  objects(options?: ObjectsOptions): AsyncGenerator<RawObject, void, void>;
  /** Every type that the cluster serves, each once in its preferred version; those of groups that do not answer are missing. */
  types(options?: ObjectsOptions): Promise<readonly DiscoveredResource[]>;
  /** Which cluster this is: the UID of its namespace `kube-system` and its version, as far as they may be read. */
  cluster(options?: Pick<ObjectsOptions, 'signal'>): Promise<ClusterIdentity>;
  /**
   * Ends what is under way, and all connections. Not needed for the process to end: connections that nobody uses do not
   * keep it, and are closed after 30 s.
   */
  close(): Promise<void>;
}

/** How a reading is stopped, and who is told of what it could not read. */
export interface ObjectsOptions {
  /** Ends it: what waits rejects with its reason. Default: nothing does. */
  readonly signal?: AbortSignal;
  /**
   * Told of each type, or group of discovery, that was asked for and could not be read, or only in part; `name` is its
   * name. Default: `objects` throws the failure at its end.
   */
  readonly onFailure?: (error: CollectorError, name: string) => void;
}
