import {createRawObject, type RawObject, type StreamItem} from '@firefly/core';

const pods = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};

/** A pod whose JSON is at least `size` bytes. */
export function makePod(name: string, size = 0): RawObject {
  const object = {apiVersion: 'v1', kind: 'Pod', metadata: {name, namespace: 'default'}, padding: ''};
  object.padding = 'x'.repeat(Math.max(0, size - JSON.stringify(object).length));
  return createRawObject(pods, Buffer.from(JSON.stringify(object)));
}

/** An item of a stream other than objects. */
export function makeItem(stream: 'helmReleases' | 'k8sTrees', value: unknown): StreamItem {
  const bytes = Buffer.from(JSON.stringify(value));
  return {
    stream,
    byteLength: bytes.byteLength,
    copyTo: (target, offset) => target.set(bytes, offset),
    describe: () => ({kind: stream, name: ''}),
  };
}
