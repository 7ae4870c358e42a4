import {CustomObjectsApi, KubeConfig} from '@kubernetes/client-node';

interface WidgetList {
  readonly items: readonly {
    readonly metadata: {readonly namespace: string; readonly name: string};
    readonly spec: {readonly serial: number};
  }[];
}

const config = new KubeConfig();
config.loadFromDefault();
const list: WidgetList = await config.makeApiClient(CustomObjectsApi).listClusterCustomObject({
  group: 'example.com',
  version: 'v1',
  plural: 'widgets',
  labelSelector: 'size=large',
});
for (const {metadata, spec} of list.items)
  process.stdout.write(`${metadata.namespace}/${metadata.name}\t${spec.serial}\n`);
