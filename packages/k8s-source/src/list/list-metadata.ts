import type {ResourceType} from '@firefly/core';

import {acceptMetadataList} from '../api/accept.ts';
import type {ApiServer} from '../api/api-server.ts';
import {sourceDefaults} from '../source-defaults.ts';
import {listPages, type ListPagesOptions} from './list-pages.ts';
import {createPageSize} from './page-size.ts';
import {resourcePath} from './resource-path.ts';
import type {ScannedObject} from './scanned-object.ts';

/** The metadata of all of a type's objects, in the whole cluster; with a selector, the API server filters. */
export function listMetadata(
  api: ApiServer,
  type: ResourceType,
  options: Pick<ListPagesOptions, 'signal' | 'reuseBuffers'> & {readonly labelSelector?: string | undefined},
): AsyncGenerator<readonly ScannedObject[], void, void> {
  const {labelSelector, ...others} = options;
  return listPages({
    ...others,
    type,
    openPage: async (page, signal) =>
      api.stream(resourcePath(type), {signal, query: {...page, labelSelector}, accept: acceptMetadataList}),
    pageSize: createPageSize(sourceDefaults.listLimit),
    progress: {pages: 0, bytes: 0, items: 0, inconsistent: false},
  });
}
