import {expect, test} from 'vitest';

import {createWarningLog} from '../src/warning-log.ts';

test('each sentence is kept once, as it is', () => {
  const log = createWarningLog();
  for (const sentence of ['One.', 'Two.', 'One.']) log.add(sentence);
  expect(log.sentences).toEqual(['One.', 'Two.']);
});

test('sentences are bounded in number and length, and the others are counted', () => {
  const log = createWarningLog();
  for (let index = 0; index < 10_000; index++) log.add(`${index} ${'x'.repeat(5000)}`);
  log.add(`0 ${'x'.repeat(5000)}`);
  expect(log.sentences).toHaveLength(201);
  expect(log.sentences.at(-1)).toBe('9800 more warnings were left out of the report.');
  expect(Math.max(...log.sentences.map(({length}) => length))).toBe(1000);
});
