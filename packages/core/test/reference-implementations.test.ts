import {describe, expect, test} from 'vitest';

import {sinkContract, sourceContract} from '../src/contract/index.ts';
import {createMemorySink, createMemorySource} from '../src/index.ts';

const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};

describe('the memory source keeps the contract of a source', () => {
  const objects = ['a', 'b', 'c'].map(
    (name) => `{"kind":"Pod","metadata":{"name":"${name}","namespace":"default"}}`,
  );
  const cases = sourceContract(async () => ({
    source: createMemorySource({types: [{type, objects}]}),
    expected: {pods: objects},
  }));
  test.for(cases)('$name', ({run}) => run());
});

test.for([0, -1, Number.NaN])('a memory source with batches of %d is refused', (batch) => {
  expect(() => createMemorySource({types: [], batch})).toThrow(
    new RangeError(`A batch holds at least one object, not ${batch}.`),
  );
});

describe('the memory sink keeps the contract of a sink', () => {
  const cases = sinkContract(async () => {
    const sink = createMemorySink();
    return {
      sink,
      accepted: () => sink.items('objects'),
      committed: () => sink.calls.includes('commit'),
    };
  });
  test.for(cases)('$name', ({run}) => run());
});
