import {masker} from '@firefly/core';
import {expect, test} from 'vitest';

import {protectSecrets} from '../../src/settings/protect-secrets.ts';

test('keys and the passwords of proxies are known from the environment', () => {
  protectSecrets({
    FIREFLY_ACCESS_KEY: ' access-1 ',
    INFRALIGHT_SECRET_KEY: 'secret-2',
    https_proxy: 'http://me:pass%20word@proxy:3128',
    CLUSTER_ID: 'my-cluster',
  });
  expect(masker.mask('access-1 secret-2 pass%20word or pass word my-cluster')).toBe(
    '*** *** *** or *** my-cluster',
  );
});

test.each([
  ['with an @', 'http://me:p@ss-word@proxy:3128', 'p@ss-word'],
  ['with a slash, which makes the URL none', 'http://me:pa/ss-word@proxy', 'pa/ss-word'],
  ['without a scheme', 'me:pass-word@proxy:3128', 'pass-word'],
])("a proxy's password is known %s", (_, https_proxy, password) => {
  protectSecrets({https_proxy});
  expect(masker.mask(`${password} ${encodeURIComponent(password)} me proxy`)).toBe('*** *** me proxy');
});
