import {describe, expect, test} from 'vitest';

import {CollectorError, messageOf, NothingReadError} from '../src/index.ts';

describe('the sentence for what was thrown', () => {
  test.for([
    ['an error', new Error('The disk is full.'), 'The disk is full.'],
    ['an error without a message', new TypeError(), 'TypeError'],
    ['the first of several', new AggregateError([new Error('refused'), new Error('late')], 'all'), 'refused'],
    ['an aggregate of nothing', new AggregateError([], 'none'), 'none'],
    ['one in another', new AggregateError([new AggregateError([new Error('deep')])]), 'deep'],
    ['a text', 'no', 'no'],
    ['nothing', undefined, 'undefined'],
  ] as const)('%s', ([, thrown, sentence]) => {
    expect(messageOf(thrown)).toBe(sentence);
  });
});

test('a collector error is an error with a name and a stable code', () => {
  const error = new NothingReadError('pods may not be listed.');
  expect(error).toBeInstanceOf(CollectorError);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({name: 'NothingReadError', code: 'CORE_NOTHING_READ'});
  expect(error.message).toBe('Nothing could be read. The first failure: pods may not be listed.');
  expect(new NothingReadError(undefined).message).toContain('no type that may be collected');
});
