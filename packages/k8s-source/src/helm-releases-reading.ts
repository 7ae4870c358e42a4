import type {RawObject, Reading, ReadingOutcome, StreamItem} from '@firefly/core';

import {acceptMetadataList} from './api/accept.ts';
import {ApiStatusError, isForbidden} from './api/api-status-error.ts';
import {type HelmDriver, helmStorageType, parseHelmDriver} from './helm/helm-driver.ts';
import type {HelmStorage, ObjectOutcome} from './helm/helm-storage.ts';
import {readHelmReleases} from './helm/read-helm-releases.ts';
import {fieldsOf} from './json/json-fields.ts';
import {isOutcome} from './list/is-outcome.ts';
import {readType, type ReadTypeOptions} from './list/read-type.ts';
import {resourcePath} from './list/resource-path.ts';

/** What the lists of types and of Helm's storage have in common. */
export type ReadTypeDefaults = Omit<ReadTypeOptions, 'type' | 'signal'>;

/**
 * The reading of Helm releases from one cluster: one list of metadata, then one GET a release.
 *
 * @param driver `HELM_DRIVER` as it was set; an unsupported one is a reading that fails and says so.
 * @param limit Bytes that one release may have once inflated.
 */
export function helmReleasesReading(
  driver: string | undefined,
  limit: number,
  defaults: ReadTypeDefaults,
): Reading {
  const name = 'helm releases';
  const choice = parseHelmDriver(driver);
  return {
    name,
    async *read(signal): AsyncGenerator<readonly StreamItem[], ReadingOutcome, void> {
      if (choice.kind === 'unsupported') {
        return {kind: 'failed', error: choice.error, listPages: 0, listBytes: 0};
      }
      return yield* readHelmReleases({
        driver: choice.driver,
        limit,
        signal,
        ...helmStorage(choice.driver, defaults),
      });
    },
  };
}

function helmStorage(driver: HelmDriver, defaults: ReadTypeDefaults): HelmStorage {
  const type = helmStorageType(driver);
  return {
    async *listMetadata({namespace, labelSelector, fieldSelector}, signal) {
      const objects = readType({
        ...defaults,
        type,
        ...(namespace === undefined ? {} : {namespaces: [namespace]}),
        // Metadata is small: many more to a page.
        limit: defaults.limit * 4,
        accept: acceptMetadataList,
        labelSelector,
        fieldSelector,
        signal,
      });
      let next = await objects.next();
      for (; next.done !== true; next = await objects.next()) yield next.value.map(metadataOf);
      const {value} = next;
      if (value.kind === 'failed' && isForbidden(value.error)) return {...value, kind: 'forbidden'};
      return value;
    },
    async getObject({namespace, name}, signal): Promise<ObjectOutcome> {
      const path = resourcePath(type, namespace, name);
      try {
        return {kind: 'found', bytes: await defaults.api.bytes(path, {signal})};
      } catch (error) {
        // Where the run was stopped the reason may well be an error of ours.
        signal.throwIfAborted();
        return outcomeOf(error);
      }
    },
  };
}

function outcomeOf(error: unknown): ObjectOutcome {
  if (error instanceof ApiStatusError && error.status === 404) return {kind: 'not-found'};
  if (isForbidden(error)) return {kind: 'forbidden'};
  if (isOutcome(error)) return {kind: 'failed', error};
  throw error;
}

function metadataOf(object: RawObject): unknown {
  return fieldsOf(object.parse())['metadata'];
}
