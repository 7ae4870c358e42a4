import {CollectorError, readArray, readCount, readRecord, readString, type ResourceType} from '@firefly/core';
import {
  type ApiServer,
  ApiStatusError,
  acceptMetadataList,
  resourcePath,
  type TypeSelector,
} from '@firefly/k8s-source';

import type {ObjectCount} from './type-row.ts';

export type CountOutcome =
  | {readonly kind: 'counted'; readonly count: ObjectCount}
  /** 403. */
  | {readonly kind: 'denied'; readonly message: string}
  /** Any other refusal, or no answer. */
  | {readonly kind: 'failed'; readonly message: string};

/**
 * Counts the objects of a type, in the whole cluster or one namespace, with one request for one object's metadata
 * (`limit=1`): the server says how many remain. Only an abort throws.
 */
export async function countObjects(
  api: ApiServer,
  type: ResourceType,
  scope: TypeSelector & {readonly namespace?: string | undefined; readonly signal: AbortSignal},
): Promise<CountOutcome> {
  const {namespace, signal, labelSelector, fieldSelector} = scope;
  try {
    const path = resourcePath(type, type.namespaced ? namespace : undefined);
    const answer = await api.json(path, {
      signal,
      accept: acceptMetadataList,
      query: {limit: 1, labelSelector, fieldSelector},
    });
    const list = readRecord(answer, 'the list');
    const metadata = readRecord(list['metadata'], 'metadata');
    const remaining = metadata['remainingItemCount'] ?? undefined;
    return {
      kind: 'counted',
      count: {
        objects:
          readArray(list['items'], 'items').length + readCount(remaining, 'metadata.remainingItemCount'),
        orMore: readString(metadata['continue'], 'metadata.continue') !== '' && remaining === undefined,
      },
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CollectorError)) throw error;
    const isDenied = error instanceof ApiStatusError && error.status === 403;
    return {kind: isDenied ? 'denied' : 'failed', message: error.message};
  }
}
