import {createRawObject, type RawObject} from '@firefly/core';

import {acceptMetadata} from './api/accept.ts';
import type {ApiServer} from './api/api-server.ts';
import {ApiStatusError, isForbidden} from './api/api-status-error.ts';
import {namespaceType} from './list/namespace-list.ts';
import {resourcePath} from './list/resource-path.ts';
import {NamespaceNotFoundError} from './namespace-not-found-error.ts';

/**
 * Makes sure that a namespace exists, by one small request: its metadata, or the 403 of whoever may not ask and is believed.
 *
 * @throws {NamespaceNotFoundError} when it does not, and what `ApiServer.json` throws.
 */
export async function requireNamespace(
  api: ApiServer,
  name: string,
  signal: AbortSignal,
  option: 'watchNamespaces' | 'namespace' = 'watchNamespaces',
): Promise<RawObject | ApiStatusError> {
  const path = resourcePath(namespaceType, undefined, name);
  try {
    const answer = await api.json(path, {signal, accept: acceptMetadata});
    return createRawObject(namespaceType, Buffer.from(JSON.stringify(answer)));
  } catch (error) {
    if (isForbidden(error)) return error;
    if (error instanceof ApiStatusError && error.status === 404)
      throw new NamespaceNotFoundError(name, option);
    throw error;
  }
}
