import {defineCustomResource} from '@firefly/sandbox';

import {createKubernetesSource, type KubernetesSource, type KubernetesSourceOptions} from '../src/index.ts';
import {configMap, type SandboxApi, startSandbox} from './sandbox-api.ts';

/** A custom resource in two versions. */
export const widgets = defineCustomResource({
  group: 'example.com',
  versions: ['v1', 'v1beta1'],
  kind: 'Widget',
});

/** An object of it. */
export function widget(name: string, spec: object = {}) {
  return {apiVersion: 'example.com/v1', kind: 'Widget', metadata: {name, namespace: 'team'}, spec};
}

/** Numbers, escapes and keys in an order that JSON.parse and JSON.stringify would not give back. */
export const oddObject =
  '{"metadata":{"name":"odd","namespace":"team","uid":"0d0d"},' +
  '"data":{"b":"\\u0041","2":"x","1":9007199254740993,"f":1.0,"e":1e3,"a":-0}}';

/** A few objects of three collected types, and a Secret, which is none. */
export const sampleObjects = [
  configMap('team', 'one'),
  configMap('team', 'two', {text: 'é漢😀 "quoted"'}),
  configMap('other', 'three'),
  {resource: 'configmaps', namespace: 'team', name: 'odd', json: oddObject},
  widget('w1', {size: 1}),
  widget('w2'),
  {apiVersion: 'v1', kind: 'Secret', metadata: {name: 's', namespace: 'team'}, data: {}},
];

/** An embedded API server for one test, and a source that reads it. */
export async function startSource(
  options: KubernetesSourceOptions = {},
  sandboxOptions: Parameters<typeof startSandbox>[1] = {},
  objects: Parameters<typeof startSandbox>[0] = sampleObjects,
): Promise<SandboxApi & {readonly source: KubernetesSource}> {
  const sandbox = await startSandbox(objects, {types: [widgets], ...sandboxOptions});
  return {...sandbox, source: createKubernetesSource({access: sandbox.access, environment: {}, ...options})};
}
