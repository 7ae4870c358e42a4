import {acceptMetadataList} from '../api/accept.ts';
import type {ApiServer} from '../api/api-server.ts';
import {ApiStatusError} from '../api/api-status-error.ts';
import {isOutcome} from '../list/is-outcome.ts';
import {listPages} from '../list/list-pages.ts';
import {createPageSize} from '../list/page-size.ts';
import {resourcePath} from '../list/resource-path.ts';
import {sourceDefaults} from '../source-defaults.ts';

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
    const pages = listPages({
      type,
      openPage: async (query, pageSignal) =>
        api.stream(resourcePath(type), {signal: pageSignal, query: {...query}, accept: acceptMetadataList}),
      pageSize: createPageSize(sourceDefaults.listLimit),
      signal,
      progress: {pages: 0, bytes: 0, items: 0, inconsistent: false},
      reuseBuffers: true,
    });
    for await (const definitions of pages)
      for (const {name} of definitions) groups.add(name.slice(name.indexOf('.') + 1));
    return groups;
  } catch (error) {
    signal.throwIfAborted();
    if (!isOutcome(error)) throw error;
    // A server without the type has none.
    return error instanceof ApiStatusError && error.status === 404 ? groups : undefined;
  }
}
