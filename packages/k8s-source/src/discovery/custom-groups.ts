import type {ApiServer} from '../api/api-server.ts';
import {ApiStatusError} from '../api/api-status-error.ts';
import {isOutcome} from '../list/is-outcome.ts';
import {listMetadata} from '../list/list-metadata.ts';

/**
 * The groups of the cluster's CustomResourceDefinitions, by their names alone (`plural.group`); undefined where they
 * cannot be listed.
 */
export async function readCustomGroups(
  api: ApiServer,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const type = {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kind: 'CustomResourceDefinition',
    resource: 'customresourcedefinitions',
    namespaced: false,
  };
  const groups = new Set<string>();
  try {
    for await (const definitions of listMetadata(api, type, {signal, reuseBuffers: true}))
      for (const {name} of definitions) groups.add(name.slice(name.indexOf('.') + 1));
    return groups;
  } catch (error) {
    signal.throwIfAborted();
    if (!isOutcome(error)) throw error;
    // A server without the type has none.
    return error instanceof ApiStatusError && error.status === 404 ? groups : undefined;
  }
}
