import {expect, test} from 'vitest';

import {nearestName} from '../src/nearest-name.ts';

const known = ['endpoint', 'collector.PageSize', 'collector.protocol'];

test.each([
  ['endpont', 'endpoint'],
  ['COLLECTOR.PAGESIZE', 'collector.PageSize'],
  ['collector.protocoll', 'collector.protocol'],
  ['collector.pages', 'collector.PageSize'],
  ['something', undefined],
  ['', undefined],
])('%s is meant to be %s', (name, meant) => {
  expect(nearestName(name, known)).toBe(meant);
});
