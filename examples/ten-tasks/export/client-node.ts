import {pipeline} from 'node:stream/promises';

import {
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  type KubernetesObject,
} from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const apps = config.makeApiClient(AppsV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const widgets = {group: 'example.com', version: 'v1', plural: 'widgets'};
const types = [
  {apiVersion: 'v1', kind: 'Pod', list: () => core.listPodForAllNamespaces()},
  {apiVersion: 'v1', kind: 'ConfigMap', list: () => core.listConfigMapForAllNamespaces()},
  {apiVersion: 'apps/v1', kind: 'Deployment', list: () => apps.listDeploymentForAllNamespaces()},
  {apiVersion: 'example.com/v1', kind: 'Widget', list: () => custom.listClusterCustomObject(widgets)},
];

async function* lines() {
  for (const {apiVersion, kind, list} of types) {
    const {items}: {items: KubernetesObject[]} = await list();
    for (const item of items) yield `${JSON.stringify({...item, apiVersion, kind})}\n`;
  }
}
await pipeline(lines, process.stdout);
