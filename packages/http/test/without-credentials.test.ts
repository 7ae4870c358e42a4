import {expect, test} from 'vitest';

import {withoutCredentials} from '../src/index.ts';

test.each([
  ['http://proxy:3128', 'http://proxy:3128'],
  ['http://user:secret@proxy:3128', 'http://proxy:3128'],
  ['http://user:p@ss@proxy:3128/', 'http://proxy:3128/'],
  ['http://user:p/s?s#s@proxy:3128', 'http://proxy:3128'],
  ['SOCKS5://user@proxy', 'SOCKS5://proxy'],
  ['user:secret@proxy:3128', 'proxy:3128'],
  ['user:p://s@proxy', 'proxy'],
])('%s is shown as %s', (proxy, shown) => {
  expect(withoutCredentials(proxy)).toBe(shown);
});

test('a mark may stand in their place', () => {
  expect(withoutCredentials('http://user:secret@proxy', '***@')).toBe('http://***@proxy');
  expect(withoutCredentials('user:secret@proxy', '***@')).toBe('***@proxy');
  expect(withoutCredentials('http://proxy', '***@')).toBe('http://proxy');
});
