import {describe, expect, test} from 'vitest';

import {proxyForUrl} from '../src/index.ts';

const environment = {HTTPS_PROXY: 'http://proxy:3128', HTTP_PROXY: 'plain:8080'};

describe('proxyForUrl', () => {
  test.each([
    ['https://gateway.firefly.ai', 'http://proxy:3128'],
    ['http://gateway.firefly.ai', 'http://plain:8080'],
  ])('%s goes through the proxy of its scheme', (url, proxy) => {
    expect(proxyForUrl(new URL(url), environment)).toBe(proxy);
  });

  test('prefers the lower-case variable, and none means direct', () => {
    const url = new URL('https://gateway.firefly.ai');
    expect(proxyForUrl(url, {...environment, https_proxy: 'http://other:1'})).toBe('http://other:1');
    expect(proxyForUrl(url, {})).toBeUndefined();
    expect(proxyForUrl(url, {HTTPS_PROXY: ''})).toBeUndefined();
  });

  test('takes a missing scheme for http, and mends nothing else', () => {
    const read = (text: string) => proxyForUrl(new URL('https://gateway.firefly.ai'), {HTTPS_PROXY: text});
    expect(['proxy:1', 'u:p@proxy:1/', 'http:/proxy:1', 'http//proxy:1'].map(read)).toEqual([
      'http://proxy:1',
      'http://u:p@proxy:1/',
      'http:/proxy:1',
      'http//proxy:1',
    ]);
  });

  test.each([
    ['*', 'https://anything', true],
    ['firefly.ai', 'https://gateway.firefly.ai', true],
    ['firefly.ai', 'https://firefly.ai', true],
    ['.firefly.ai', 'https://gateway.firefly.ai', true],
    ['.firefly.ai', 'https://firefly.ai', false],
    ['*.firefly.ai', 'https://gateway.firefly.ai', true],
    ['fly.ai', 'https://firefly.ai', false],
    ['10.0.0.0/8', 'https://10.96.0.1', true],
    ['10.0.0.0/8', 'https://11.96.0.1', false],
    ['10.96.0.1', 'https://10.96.0.1', true],
    ['10.96.0.1:443', 'https://10.96.0.1', true],
    ['10.96.0.1:6443', 'https://10.96.0.1', false],
    ['fd00::/8', 'https://[fd00::1]:6443', true],
    ['kubernetes.default.svc:443', 'https://kubernetes.default.svc', true],
    ['kubernetes.default.svc:6443', 'https://kubernetes.default.svc', false],
    ['localhost, 10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/nonsense', 'https://10.1.2.3', false],
  ])('NO_PROXY=%s excludes %s: %s', (noProxy, url, excluded) => {
    expect(proxyForUrl(new URL(url), {...environment, NO_PROXY: noProxy}) === undefined).toBe(excluded);
  });
});
