import {describe, expect, test} from 'vitest';

import {apiVersionOf, createRawObject, resourceTypeName} from '../src/index.ts';

const deployments = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  resource: 'deployments',
  namespaced: true,
};
const nodes = {group: '', version: 'v1', kind: 'Node', resource: 'nodes', namespaced: false};
const rawObject = (text: string, type = deployments) => createRawObject(type, Buffer.from(text));

describe('a raw object', () => {
  const text =
    '{"kind":"Deployment","metadata":{"name":"wäb","namespace":"shop","uid":"1","ownerReferences":' +
    '[{"kind":"Rollout","name":"r","uid":"2"}]},"spec":{"replicas":1.0,"big":9007199254740993}}';

  test('tells what its metadata says', () => {
    expect(rawObject(text)).toMatchObject({
      stream: 'objects',
      type: deployments,
      name: 'wäb',
      namespace: 'shop',
      uid: '1',
      ownerReferences: [{kind: 'Rollout', name: 'r', uid: '2'}],
      byteLength: Buffer.byteLength(text),
    });
  });

  test('describes itself by the kind of its type', () => {
    expect(rawObject(text).describe()).toEqual({kind: 'Deployment', name: 'wäb', namespace: 'shop'});
    expect(rawObject('{"metadata":{"name":"n"}}', nodes).describe()).toEqual({kind: 'Node', name: 'n'});
  });

  test('gives its bytes, not what JSON.stringify makes of them', () => {
    const target = new Uint8Array(Buffer.byteLength(text) + 5);
    rawObject(text).copyTo(target, 3);
    expect(Buffer.from(target).toString()).toBe(`\0\0\0${text}\0\0`);
  });

  test('is parsed anew at each call, so that nobody changes what another gets', () => {
    const object = rawObject(text);
    expect(object.parse()).toEqual(JSON.parse(text));
    expect(object.parse()).not.toBe(object.parse());
  });

  test.for(['{}', '{"metadata":null}', '{"metadata":{}}'])(
    '%s has no name, owner, namespace or uid',
    (text) => {
      const object = rawObject(text);
      expect(object.name).toBe('');
      expect(object.ownerReferences).toEqual([]);
      expect(object.namespace).toBeUndefined();
      expect(object.uid).toBeUndefined();
    },
  );

  test('keeps what it read of its metadata when its bytes are used again', () => {
    const bytes = Buffer.from(text);
    const object = createRawObject(deployments, bytes);
    expect(object.name).toBe('wäb');
    bytes.fill(0);
    expect(object.namespace).toBe('shop');
  });

  test('that begins with a byte order mark is no JSON, as its bytes are none', () => {
    const object = rawObject('\uFEFF{"metadata":{"name":"web"}}');
    expect(() => object.parse()).toThrow(SyntaxError);
    expect(() => object.name).toThrow(SyntaxError);
  });

  test('that is no JSON can be made and copied, but not asked', () => {
    const object = rawObject('{"metadata":');
    expect(object.byteLength).toBe(12);
    expect(() => object.name).toThrow(SyntaxError);
  });
});

describe('a resource type', () => {
  test('has the apiVersion of its objects', () => {
    expect(apiVersionOf(deployments)).toBe('apps/v1');
    expect(apiVersionOf(nodes)).toBe('v1');
  });

  test('has the name that kubectl takes', () => {
    expect(resourceTypeName(deployments)).toBe('deployments.apps');
    expect(resourceTypeName(nodes)).toBe('nodes');
  });
});
