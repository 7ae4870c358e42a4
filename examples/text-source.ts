// The least that a source is: pods whose JSON is at hand.
import {createRawObject, type Reading, resourceTypeRecord, type Source} from '@firefly/core';

const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};

export function createTextSource(texts: readonly string[]): Source {
  const pods: Reading = {
    name: 'pods',
    type,
    async *read(signal) {
      let listPages = 0;
      let listBytes = 0;
      for (const text of texts) {
        signal.throwIfAborted();
        const object = createRawObject(type, Buffer.from(text));
        listPages += 1;
        listBytes += object.byteLength;
        yield [object];
      }
      return {kind: 'complete', listPages, listBytes};
    },
  };
  return {
    async open({signal}) {
      signal.throwIfAborted();
      return {
        cluster: {},
        async plan(streams) {
          const readings = streams.has('objects') ? [pods] : [];
          return {readings, resourceTypes: [resourceTypeRecord(type)], failures: []};
        },
        async close() {},
      };
    },
  };
}
