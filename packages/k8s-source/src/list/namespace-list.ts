import type {CollectorError, RawObject} from '@firefly/core';

import type {ApiServer} from '../api/api-server.ts';
import {isDnsName} from '../discovery/kubernetes-names.ts';
import {isOutcome} from './is-outcome.ts';
import {listMetadata} from './list-metadata.ts';

/** The type of namespaces themselves. */
export const namespaceType = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  resource: 'namespaces',
  namespaced: false,
} as const;

/** The cluster's namespaces: one list of their metadata, whoever needs it. */
export interface NamespaceList {
  /** Asks at the first call, once. Rejects only when aborted, or when the credentials are refused. */
  read(): Promise<ReadNamespaces>;
}

/** What came of the list. */
export interface ReadNamespaces {
  /** What is no name is left out. */
  readonly names: readonly string[];
  /** Why there may be more. */
  readonly failure: CollectorError | undefined;
}

/** Which namespaces, and who is told of each. */
export interface NamespaceListOptions {
  readonly api: ApiServer;
  readonly signal: AbortSignal;
  /** Those with these labels alone; the API server filters. */
  readonly labelSelector?: string | undefined;
  readonly onNamespace?: ((namespace: RawObject) => void) | undefined;
}

/** A list that is asked for at its first use: for patterns, labels, opting out and permissions alike. */
export function createNamespaceList(options: NamespaceListOptions): NamespaceList {
  let reading: Promise<ReadNamespaces> | undefined;
  return {read: async () => (reading ??= readNamespaces(options))};
}

async function readNamespaces(options: NamespaceListOptions): Promise<ReadNamespaces> {
  const {api, signal, labelSelector, onNamespace} = options;
  const names = new Set<string>();
  const reuseBuffers = onNamespace === undefined;
  try {
    for await (const namespaces of listMetadata(api, namespaceType, {signal, labelSelector, reuseBuffers})) {
      for (const namespace of namespaces) {
        onNamespace?.(namespace);
        if (isDnsName(namespace.name)) names.add(namespace.name);
      }
    }
    return {names: [...names], failure: undefined};
  } catch (error) {
    signal.throwIfAborted();
    if (!isOutcome(error)) throw error;
    return {names: [...names], failure: error};
  }
}
