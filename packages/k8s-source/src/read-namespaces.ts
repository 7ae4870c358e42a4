import {CollectorError, createRawObject, type RawObject} from '@firefly/core';

import {metadataList, metadataOnly} from './api/accept.ts';
import {CredentialsRefusedError} from './api/credentials-refused-error.ts';
import type {ReadTypeDefaults} from './helm-releases-reading.ts';
import {readType} from './list/read-type.ts';
import {resourcePath} from './list/resource-path.ts';
import {NamespacesUnreadableError} from './namespaces-unreadable-error.ts';

const namespaces = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  resource: 'namespaces',
  namespaced: false,
} as const;

/** Which namespaces are read, and who is told. */
export interface ReadNamespacesOptions {
  /** Those that are asked for one by one, for which permissions in exactly these are enough. Default: all, in one list. */
  readonly names: readonly string[] | undefined;
  readonly signal: AbortSignal;
  readonly onNamespace: (namespace: RawObject) => void;
}

/**
 * Tells of the metadata of every namespace: one list, or one GET for each that is named.
 *
 * @throws {NamespacesUnreadableError} when not all of them can be read.
 */
export async function readNamespaces(
  defaults: ReadTypeDefaults,
  {names, signal, onNamespace}: ReadNamespacesOptions,
): Promise<void> {
  const {api} = defaults;
  for (const name of names ?? []) {
    try {
      const path = resourcePath(namespaces, undefined, name);
      const answer = await api.json(path, {signal, accept: metadataOnly});
      onNamespace(createRawObject(namespaces, Buffer.from(JSON.stringify(answer))));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CollectorError) || error instanceof CredentialsRefusedError) throw error;
      throw new NamespacesUnreadableError(error.message);
    }
  }
  if (names !== undefined) return;
  const batches = readType({
    ...defaults,
    type: namespaces,
    accept: metadataList,
    reuseBuffers: false,
    signal,
  });
  let next = await batches.next();
  for (; next.done !== true; next = await batches.next()) next.value.forEach(onNamespace);
  if (next.value.kind !== 'complete') throw new NamespacesUnreadableError(next.value.error.message);
}
