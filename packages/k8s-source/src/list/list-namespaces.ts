import type {ApiServer} from '../api/api-server.ts';
import {isDnsName} from '../discovery/kubernetes-names.ts';
import {sourceDefaults} from '../source-defaults.ts';
import {listPages} from './list-pages.ts';
import {createPageSize} from './page-size.ts';
import {resourcePath} from './resource-path.ts';

/** The name of every namespace, as far as the list goes; what is no name is left out. Throws what `listPages` throws. */
export async function* listNamespaces(
  api: ApiServer,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const type = {group: '', version: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false};
  const pages = listPages({
    type,
    openPage: async (query, pageSignal) =>
      api.stream(resourcePath(type), {signal: pageSignal, query: {...query}}),
    pageSize: createPageSize(sourceDefaults.listLimit),
    signal,
    progress: {pages: 0, bytes: 0, items: 0, inconsistent: false},
    reuseBuffers: true,
  });
  for await (const namespaces of pages) for (const {name} of namespaces) if (isDnsName(name)) yield name;
}
