import type {ResourceType} from '@firefly/core';

import {HelmDriverUnsupportedError} from './helm-driver-unsupported-error.ts';

/** Where Helm keeps its releases in a cluster: one object a revision. */
export type HelmDriver = 'secret' | 'configmap';

/** A driver that is read, or why none is. */
export type HelmDriverChoice =
  | {readonly kind: 'supported'; readonly driver: HelmDriver}
  | {readonly kind: 'unsupported'; readonly error: HelmDriverUnsupportedError};

/**
 * Reads `HELM_DRIVER` as Helm does (empty means Secrets, singular and plural are the same), upper case tolerated.
 * `memory` and `sql` are Helm's too, but what they store is not in the cluster.
 */
export function parseHelmDriver(value: string | undefined): HelmDriverChoice {
  switch ((value ?? '').trim().toLowerCase()) {
    case '':
    case 'secret':
    case 'secrets':
      return {kind: 'supported', driver: 'secret'};
    case 'configmap':
    case 'configmaps':
      return {kind: 'supported', driver: 'configmap'};
    default:
      return {kind: 'unsupported', error: new HelmDriverUnsupportedError((value ?? '').trim())};
  }
}

const storageTypes = {
  secret: {group: '', version: 'v1', kind: 'Secret', resource: 'secrets', namespaced: true},
  configmap: {group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true},
} as const satisfies Record<HelmDriver, ResourceType>;

/** The type of the objects in which a driver stores revisions. */
export function helmStorageType(driver: HelmDriver) {
  return storageTypes[driver];
}
