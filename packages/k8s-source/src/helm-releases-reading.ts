import type {Reading, RawObject, StreamItem} from '@firefly/core';

import {ApiStatusError} from './api/api-status-error.ts';
import {ApiUnreachableError} from './api/api-unreachable-error.ts';
import {parseHelmDriver} from './helm/helm-driver.ts';
import type {HelmStorage, ObjectOutcome} from './helm/helm-storage.ts';
import type {PartialMetadata} from './helm/partial-metadata.ts';
import {readHelmReleases} from './helm/read-helm-releases.ts';
import {readType, type ReadTypeOptions} from './list/read-type.ts';
import {resourcePath} from './list/resource-path.ts';

const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** What the lists of types and of Helm's storage have in common. */
export type ReadTypeDefaults = Omit<ReadTypeOptions, 'type' | 'signal'>;

/**
 * The reading of Helm releases from one cluster: one list of metadata, then one GET a release.
 *
 * @param driver `HELM_DRIVER` as it was set; an unsupported one is a reading that fails and says so.
 */
export function helmReleasesReading(driver: string | undefined, defaults: ReadTypeDefaults): Reading {
  const name = 'helm releases';
  const choice = parseHelmDriver(driver);
  return {
    name,
    async *read(signal): AsyncGenerator<readonly StreamItem[], Awaited<ReadingReturn>, void> {
      if (choice.kind === 'unsupported') {
        return {kind: 'failed', error: choice.error, listPages: 0, listBytes: 0};
      }
      return yield* readHelmReleases({driver: choice.driver, signal, ...helmStorage(defaults)});
    },
  };
}

type ReadingReturn =
  ReturnType<Reading['read']> extends AsyncGenerator<unknown, infer Return> ? Return : never;

function helmStorage(defaults: ReadTypeDefaults): HelmStorage {
  return {
    async *listMetadata({resource, namespace, labelSelector, fieldSelector}, signal) {
      const objects = readType({
        ...defaults,
        type: {
          group: '',
          version: 'v1',
          kind: resource === 'secrets' ? 'Secret' : 'ConfigMap',
          resource,
          namespaced: true,
        },
        ...(namespace === undefined ? {} : {watchNamespace: namespace}),
        // Metadata is small: many more to a page.
        limit: defaults.limit * 4,
        accept: METADATA_LIST,
        labelSelector,
        fieldSelector,
        signal,
      });
      let next = await objects.next();
      for (; next.done !== true; next = await objects.next()) yield next.value.map(metadataOf);
      const {value} = next;
      if (value.kind === 'failed' && isRefusal(value.error)) return {...value, kind: 'forbidden'};
      return value;
    },
    async getObject({resource, namespace, name}, signal): Promise<ObjectOutcome> {
      const path = resourcePath({group: '', version: 'v1', resource}, namespace, name);
      try {
        return {kind: 'found', bytes: await defaults.api.bytes(path, {signal})};
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

function outcomeOf(error: unknown): ObjectOutcome {
  if (error instanceof ApiStatusError) {
    if (error.status === 404) return {kind: 'not-found'};
    return isRefusal(error) ? {kind: 'forbidden'} : {kind: 'failed', error};
  }
  if (error instanceof ApiUnreachableError) return {kind: 'failed', error};
  throw error;
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiStatusError && (error.status === 403 || error.status === 401);
}

function metadataOf(object: RawObject): PartialMetadata {
  return (object.parse() as {metadata: PartialMetadata}).metadata;
}
