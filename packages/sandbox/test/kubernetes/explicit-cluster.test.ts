import {describe, expect, test} from 'vitest';
import {clusterFromObjects, definitionName, defineCustomResource, objectAt} from '../../src/index.ts';
import {configMap, rollouts} from './example-cluster.ts';

const widgets = defineCustomResource({group: 'example.com', versions: ['v1', 'v1beta1'], kind: 'Widget'});

function texts(cluster: ReturnType<typeof clusterFromObjects>, resource: string, resourceVersion?: number) {
  const definition = cluster.resources.find((candidate) => definitionName(candidate) === resource)!;
  const table = cluster.read(definition, resourceVersion)!;
  return Array.from({length: table.length}, (_, index) => objectAt(table, index, 'v1').toString());
}

describe('a cluster of explicit objects', () => {
  test('fills in what an API server would, the same each time', () => {
    const [first] = texts(clusterFromObjects([configMap('a')]), 'configmaps');
    expect(JSON.parse(first!)).toEqual({
      metadata: {
        name: 'a',
        namespace: 'default',
        uid: expect.stringMatching(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ) as string,
        resourceVersion: expect.stringMatching(/^\d+$/) as string,
        creationTimestamp: '2026-01-01T00:00:00Z',
      },
      data: {text: 'é<b>&a'},
    });
    expect(texts(clusterFromObjects([configMap('a')]), 'configmaps')).toEqual([first]);
  });

  test('keeps what it is given, JSON text byte for byte', () => {
    const json =
      '{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w","namespace":"a"},"n":1e3,"b":1.0}';
    const cluster = clusterFromObjects([{resource: 'widgets.example.com', namespace: 'a', name: 'w', json}], {
      types: [widgets],
    });
    expect(texts(cluster, 'widgets.example.com')).toEqual([json]);
    const table = cluster.read(widgets)!;
    expect(objectAt(table, 0, 'v1beta1').toString()).toBe(json.replace('/v1"', '/v1beta1"'));
    const own = clusterFromObjects([{...configMap('a'), metadata: {name: 'a', namespace: 'b', uid: 'mine'}}]);
    expect(texts(own, 'configmaps')[0]).toContain('"uid":"mine"');
  });

  test('has the namespaces that its objects lie in', () => {
    const cluster = clusterFromObjects([configMap('a', 'team')]);
    expect(texts(cluster, 'namespaces').map((text) => /"name":"([^"]+)"/.exec(text)?.[1])).toEqual([
      'default',
      'kube-system',
      'team',
    ]);
  });

  test('remembers every state by its resource version', () => {
    const cluster = clusterFromObjects([configMap('a'), configMap('b')]);
    const before = cluster.resourceVersion;
    cluster.delete({resource: 'configmaps', namespace: 'default', name: 'a'});
    cluster.put({...configMap('b'), data: {text: 'changed'}});
    expect(cluster.resourceVersion).toBeGreaterThan(before);
    expect(texts(cluster, 'configmaps')).toEqual([expect.stringContaining('changed')]);
    expect(texts(cluster, 'configmaps', before)).toHaveLength(2);
    expect(cluster.read(rollouts, cluster.resourceVersion + 1)).toBeUndefined();
  });

  test('refuses what no API server would take', () => {
    expect(() => clusterFromObjects([{apiVersion: 'a.io/v1', kind: 'X', metadata: {name: 'x'}}])).toThrow(
      'The cluster knows no kind X of a.io/v1; give its definition in "types".',
    );
    expect(() => clusterFromObjects([{...configMap('a'), metadata: {name: 'a'}}])).toThrow(
      'configmaps "a" needs a namespace.',
    );
    expect(() =>
      clusterFromObjects([{apiVersion: 'v1', kind: 'Node', metadata: {name: 'n', namespace: 'x'}}]),
    ).toThrow('nodes "n" cannot have a namespace.');
    expect(() => clusterFromObjects([]).delete({resource: 'configmaps', name: 'a'})).toThrow(
      'There is no configmaps "a" to delete.',
    );
  });

  test('shows only what it uses when told so', () => {
    const cluster = clusterFromObjects([configMap('a')], {types: [widgets], builtIns: 'used'});
    expect(cluster.resources.map(definitionName)).toEqual([
      'configmaps',
      'namespaces',
      'widgets.example.com',
    ]);
  });
});
