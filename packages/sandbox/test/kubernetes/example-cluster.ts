import {
  clusterFromObjects,
  defineCustomResource,
  type EditableCluster,
  type PlainObject,
} from '../../src/index.ts';

export const rollouts = defineCustomResource({
  group: 'argoproj.io',
  versions: ['v1', 'v1alpha1'],
  kind: 'Rollout',
  shortNames: ['ro'],
  categories: ['all'],
  subresources: ['status', 'scale'],
});

/** Exists only in a version that its group does not prefer. */
export const routes = defineCustomResource({
  group: 'argoproj.io',
  versions: ['v1alpha1'],
  kind: 'Route',
  namespaced: false,
});

export function configMap(name: string, namespace = 'default', labels?: Record<string, string>): PlainObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {name, namespace, ...(labels && {labels})},
    data: {text: `é<b>&${name}`},
  };
}

export function secret(name: string, type: string): PlainObject {
  return {apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace: 'default'}, type};
}

/** Five config maps, three secrets and three rollouts in `default`, and a dead aggregated API. */
export function exampleCluster(): EditableCluster {
  return clusterFromObjects(
    [
      ...[1, 2, 3, 4, 5].map((number) =>
        configMap(`c${number}`, 'default', {parity: number % 2 ? 'odd' : 'even'}),
      ),
      secret('s1', 'Opaque'),
      secret('s2', 'helm.sh/release.v1'),
      secret('s3', 'Opaque'),
      ...[1, 2, 3].map((number) => ({
        apiVersion: 'argoproj.io/v1',
        kind: 'Rollout',
        metadata: {name: `r${number}`, namespace: 'default', generation: 1},
        spec: {replicas: number},
      })),
    ],
    {types: [rollouts, routes], unavailable: ['metrics.k8s.io/v1beta1']},
  );
}
