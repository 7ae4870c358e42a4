import type {CollectorError} from '@firefly/core';
import {type RawObject, type SourceContext, type SourceSession} from '@firefly/core';

import {loadAccess} from './access/load-access.ts';
import {createApiServer} from './api/api-server.ts';
import {checkOptions, namesOf} from './check-options.ts';
import {type Connected, createClusterConnection} from './cluster-connection.ts';
import {DiscoveryError} from './discovery/discovery-error.ts';
import {InvalidOptionError} from './invalid-option-error.ts';
import type {KubernetesSource, KubernetesSourceOptions} from './kubernetes-source.ts';
import {createObjectList} from './list/create-object-list.ts';
import type {ListOptions} from './list/object-list.ts';
import {planReadings, readingDefaults, type SourceRules} from './plan-readings.ts';
import {readClusterIdentity} from './read-cluster-identity.ts';
import {listOptionKinds, sourceOptionKinds} from './source-option-kinds.ts';
import {sourceDefaults} from './source-defaults.ts';
import {TypesUnreadableError} from './types-unreadable-error.ts';

/**
 * Reads a cluster through list requests of its API server. Nothing is contacted before `open`, or a reading.
 *
 * @throws {InvalidOptionError} for an option that does not exist, or that has a value which it cannot have.
 */
export function createKubernetesSource(given: KubernetesSourceOptions = {}): KubernetesSource {
  checkOptions(given, sourceOptionKinds);
  const options = withLists(given);

  async function connect(signal: AbortSignal): Promise<Connected> {
    const access = options.access ?? (await loadAccess({...options, signal}));
    const {retries = sourceDefaults.retries, concurrency = sourceDefaults.concurrency} = options;
    const api = createApiServer({...options, access, requestsInFlight: concurrency, attempts: retries + 1});
    return {access, api};
  }

  async function open({signal, warn}: SourceContext): Promise<SourceSession> {
    const {access, api} = await connect(signal);
    for (const warning of access.warnings ?? []) warn?.(warning);
    try {
      return {
        cluster: await readClusterIdentity(api, signal),
        plan: async (streams) =>
          planReadings(streams, {api, access, options, signal, warn, reuseBuffers: true}),
        close: async () => api.close(),
      };
    } catch (error) {
      await api.close();
      throw error;
    }
  }

  const connection = createClusterConnection(connect);

  function list<T>(type: string, listOptions: ListOptions = {}) {
    if (typeof type !== 'string' || type.trim() === '')
      throw new InvalidOptionError('type', 'must be the name of a type: "pods", "deployments.apps".');
    checkOptions(listOptions, listOptionKinds);
    return createObjectList<T>(async (signal) => {
      const {api, access} = await connection.connect(signal);
      const {group, version, kind, resource, namespaced} = await connection.type(type, signal);
      return {
        ...(await readingDefaults({api, access, options, signal, reuseBuffers: false})).defaults,
        type: {group, version, kind, resource, namespaced},
      };
    }, listOptions);
  }

  async function* objects({
    signal = new AbortController().signal,
    onFailure,
  }: Parameters<KubernetesSource['objects']>[0] = {}): AsyncGenerator<RawObject, void, void> {
    const failures: {readonly name: string; readonly error: CollectorError}[] = [];
    const fail = onFailure ?? ((error, name) => void failures.push({name, error}));
    const {api, access} = await connection.connect(signal);
    const context = {api, access, options, signal, reuseBuffers: false};
    const plan = await planReadings(new Set(['objects']), context);
    for (const error of plan.unknown()) {
      if (onFailure === undefined) throw error;
      onFailure(error, error.type);
    }
    for (const failure of plan.failures)
      if (failure.expected !== true) fail(new DiscoveryError(failure), failure.name);
    for (const reading of plan.readings) {
      const batches = reading.read(signal);
      let next = await batches.next();
      try {
        for (; next.done !== true; next = await batches.next()) yield* next.value as readonly RawObject[];
      } finally {
        if (next.done !== true) await batches.return({kind: 'complete', listPages: 0, listBytes: 0});
      }
      const outcome = next.value;
      if (outcome.kind !== 'complete' && reading.optional !== true) fail(outcome.error, reading.name);
    }
    const [first] = failures;
    if (first !== undefined) throw failures.length === 1 ? first.error : new TypesUnreadableError(failures);
  }

  return {
    open,
    list,
    objects,
    async types({signal = new AbortController().signal, onFailure} = {}) {
      const {index, failures} = await connection.discovery(signal);
      for (const failure of failures) onFailure?.(new DiscoveryError(failure), failure.name);
      return index.types;
    },
    async cluster({signal = new AbortController().signal} = {}) {
      return readClusterIdentity((await connection.connect(signal)).api, signal);
    },
    close: async () => connection.close(),
    [Symbol.asyncDispose]: async () => connection.close(),
  };
}

const lists = ['resources', 'addTypes', 'removeTypes', 'watchNamespaces', 'ignoreNamespaces'] as const;

function withLists(options: KubernetesSourceOptions): SourceRules {
  const given = lists.flatMap((name) => {
    const {[name]: names} = options;
    return names === undefined ? [] : [[name, namesOf(names)] as const];
  });
  return {...options, ...Object.fromEntries(given)} as SourceRules;
}
