import {
  apiVersionOf,
  parseApiVersion,
  type Plan,
  type RawObject,
  type Reading,
  resourceTypeName,
  type ResourceType,
  type Source,
  type StreamName,
  type SourceContext,
  type SourceSession,
} from '@firefly/core';

import type {ClusterAccess} from './access/cluster-access.ts';
import {loadAccess, type LoadAccessOptions} from './access/load-access.ts';
import {type ApiServer, createApiServer, type RetryFacts} from './api/api-server.ts';
import {asksForGroup} from './discovery/asks-for-group.ts';
import {discover} from './discovery/discover.ts';
import type {DiscoveredResource} from './discovery/discovered-resource.ts';
import {selectTypes, type SelectionRules} from './discovery/select-types.ts';
import {isApplicationType, withApplicationReleases} from './argo-cd-applications.ts';
import {helmReleasesReading} from './helm-releases-reading.ts';
import {createPermittedNamespaces} from './list/permitted-namespaces.ts';
import {readType} from './list/read-type.ts';
import {readClusterIdentity} from './read-cluster-identity.ts';
import {requireNamespace} from './require-namespace.ts';

/** Which cluster, by which way, and what of it is read. */
export interface KubernetesSourceOptions extends SelectionRules, Omit<LoadAccessOptions, 'signal'> {
  /** How to reach the cluster, for callers that have their own way; otherwise found as `loadAccess` says. */
  readonly access?: ClusterAccess;
  /** Only namespaced objects of this namespace, and cluster-scoped ones. */
  readonly watchNamespace?: string;
  /** Namespaces whose objects are left out; without effect beside `watchNamespace`. */
  readonly ignoreNamespaces?: readonly string[];
  /** Objects in one page of a list, to begin with. Default 500. */
  readonly listLimit?: number;
  /** Milliseconds without an answer before a page of a list is asked for at half its size. Default 70,000. */
  readonly listTimeout?: number;
  /** Where Helm keeps its releases, as `HELM_DRIVER` says: `secret` (default) or `configmap`. */
  readonly helmDriver?: string;
  /** Whether Helm releases are read at all, where they are wanted. Default true. */
  readonly helmReleases?: boolean;
  /** Bytes of JSON that a Helm release may have: what the receiver takes for one item. Default 1,536,000. */
  readonly itemBytes?: number;
  /** Requests to the API server under way at once. Default 8. */
  readonly requestsInFlight?: number;
  /** Told once of all that discovery found, before anything is listed. */
  readonly onDiscovered?: (resources: readonly DiscoveredResource[]) => void;
  /** Told of each attempt at a request after the first, before its pause. */
  readonly onRetry?: (facts: RetryFacts) => void;
}

/** A cluster as a source, and on its own: `for await (const object of source.objects()) …`. */
export interface KubernetesSource extends Source {
  /**
   * Every selected object of the cluster, type after type, straight from list requests. Objects stay valid for as long
   * as they are held. A type that cannot be read is skipped and handed to `onFailure`.
   *
   * @throws {CollectorError} when the cluster cannot be reached.
   */
  objects(options?: ObjectsOptions): AsyncGenerator<RawObject, void, void>;
}

/** How `objects` is stopped, and who is told of what it could not read. */
export interface ObjectsOptions {
  /** Ends it: the iteration rejects with its reason. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Told of each type, or group of discovery, that could not be read, or only in part. */
  readonly onFailure?: (name: string, message: string) => void;
}

/** Reads a cluster through list requests of its API server. Nothing is contacted before `open` or `objects`. */
export function createKubernetesSource(options: KubernetesSourceOptions = {}): KubernetesSource {
  async function open({signal, warn}: SourceContext, reuseBuffers: boolean): Promise<SourceSession> {
    const access = options.access ?? (await loadAccess({...options, signal}));
    for (const warning of access.warnings ?? []) warn?.(warning);
    const {environment} = options;
    const api = createApiServer({
      access,
      requestsInFlight: options.requestsInFlight ?? 8,
      ...(options.listTimeout === undefined ? {} : {listTimeout: options.listTimeout}),
      ...(options.onRetry === undefined ? {} : {onRetry: options.onRetry}),
      ...(environment === undefined ? {} : {environment}),
    });
    try {
      const cluster = await readClusterIdentity(api, signal);
      return {
        cluster,
        plan: async (streams) => plan(streams, {api, access, options, signal, reuseBuffers}),
        close: async () => api.close(),
      };
    } catch (error) {
      await api.close();
      throw error;
    }
  }

  return {
    open: async (context) => open(context, true),
    async *objects({signal = new AbortController().signal, onFailure = () => {}} = {}) {
      const session = await open({signal}, false);
      try {
        const {readings, failures} = await session.plan(new Set(['objects']));
        for (const {name, message} of failures) onFailure(name, message);
        for (const reading of readings) {
          const batches = reading.read(signal);
          let next = await batches.next();
          for (; next.done !== true; next = await batches.next()) yield* next.value as readonly RawObject[];
          if (next.value.kind !== 'complete') onFailure(reading.name, next.value.error.message);
        }
      } finally {
        await session.close();
      }
    },
  };
}

interface PlanContext {
  readonly api: ApiServer;
  readonly access: ClusterAccess;
  readonly options: KubernetesSourceOptions;
  readonly signal: AbortSignal;
  readonly reuseBuffers: boolean;
}

async function plan(
  streams: ReadonlySet<StreamName>,
  {api, access, options, signal, reuseBuffers}: PlanContext,
): Promise<Plan> {
  const {watchNamespace, ignoreNamespaces, listLimit = 500} = options;
  if (watchNamespace !== undefined) await requireNamespace(api, watchNamespace, signal);
  const {resources, types: resourceTypes, failures} = await discover(api, signal);
  options.onDiscovered?.(resources);
  const permittedNamespaces = createPermittedNamespaces(api, access, signal);
  const shared = {
    api,
    permittedNamespaces,
    watchNamespace,
    ignoreNamespaces: new Set(watchNamespace === undefined ? ignoreNamespaces : []),
    limit: listLimit,
    reuseBuffers,
  };
  const types = selectTypes(resources, options)
    .filter(({collected}) => collected)
    .map(({resource: {group, version, kind, resource, namespaced}}): ResourceType => {
      return {group, version, kind, resource, namespaced};
    });
  // A dead API is no gap of this run where nobody asked for what it serves.
  const asksFor = asksForGroup(options, resources);
  const unasked = new Set(
    failures.flatMap(({subject, name}) => {
      const group = subject === 'group' ? parseApiVersion(name).group : name.split('.').slice(1).join('.');
      return asksFor(group) ? [] : [name];
    }),
  );
  const readings = types.map((type): Reading => ({
    name: resourceTypeName(type),
    type,
    optional: unasked.has(apiVersionOf(type)),
    read: (readSignal) => readType({...shared, type, signal: readSignal}),
  }));
  const {helmDriver, helmReleases = true, itemBytes = 1_536_000} = options;
  const helm = helmReleases ? [helmReleasesReading(helmDriver, itemBytes, shared)] : [];
  return {
    readings: forStreams(readings, streams, {helm, itemBytes}),
    resourceTypes,
    failures: failures.map((failure) => (unasked.has(failure.name) ? {...failure, expected: true} : failure)),
  };
}

function forStreams(
  readings: readonly Reading[],
  streams: ReadonlySet<StreamName>,
  {helm, itemBytes}: {readonly helm: readonly Reading[]; readonly itemBytes: number},
): readonly Reading[] {
  const objects = streams.has('objects') ? readings : [];
  if (!streams.has('helmReleases')) return objects;
  const applications = readings.filter(({type}) => type !== undefined && isApplicationType(type));
  return [
    // First: release payloads are slow to get, one by one, and go on beside the lists.
    ...helm,
    ...objects.filter((reading) => !applications.includes(reading)),
    ...applications.map((reading) => withApplicationReleases(reading, streams, itemBytes)),
  ];
}
