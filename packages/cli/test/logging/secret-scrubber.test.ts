import fc from 'fast-check';
import {expect, test} from 'vitest';

import {createSecretScrubber} from '../../src/logging/secret-scrubber.ts';
import {protectSecrets} from '../../src/settings/protect-secrets.ts';

test('no form of a secret is left in a line: plain, JSON-escaped, in a URL, in base64', () => {
  fc.assert(
    fc.property(
      fc.string({minLength: 4, maxLength: 40}),
      fc.string(),
      fc.string(),
      (secret, before, after) => {
        fc.pre(!before.includes(secret) && !after.includes(secret) && secret.isWellFormed());
        fc.pre(!'[secret]'.includes(secret));
        const secrets = createSecretScrubber();
        secrets.protect(secret);
        for (const form of [
          secret,
          JSON.stringify(secret),
          encodeURIComponent(secret),
          Buffer.from(secret).toString('base64'),
        ]) {
          expect(secrets.scrub(`${before}${form}${after}`)).toContain('[secret]');
        }
      },
    ),
  );
});

test('a secret inside another one does not save its rest', () => {
  const secrets = createSecretScrubber();
  secrets.protect('abcd');
  secrets.protect('abcd-efgh');
  expect(secrets.scrub('key abcd-efgh')).toBe('key [secret]');
});

test('too short a value would blacken every word', () => {
  const secrets = createSecretScrubber();
  secrets.protect('key');
  secrets.protect(undefined);
  expect(secrets.scrub('a key')).toBe('a key');
});

test('keys and the passwords of proxies are known from the environment', () => {
  const secrets = createSecretScrubber();
  protectSecrets(
    {
      FIREFLY_ACCESS_KEY: ' access-1 ',
      INFRALIGHT_SECRET_KEY: 'secret-2',
      https_proxy: 'http://me:pass%20word@proxy:3128',
      CLUSTER_ID: 'my-cluster',
    },
    secrets,
  );
  expect(secrets.scrub('access-1 secret-2 pass%20word|pass word my-cluster')).toBe(
    '[secret] [secret] [secret]|[secret] my-cluster',
  );
});

test.each([
  ['with an @', 'http://me:p@ss-word@proxy:3128', 'p@ss-word'],
  ['with a slash, which makes the URL none', 'http://me:pa/ss-word@proxy', 'pa/ss-word'],
  ['without a scheme', 'me:pass-word@proxy:3128', 'pass-word'],
])("a proxy's password is known %s", (_, https_proxy, password) => {
  const secrets = createSecretScrubber();
  protectSecrets({https_proxy}, secrets);
  expect(secrets.scrub(`${password} ${encodeURIComponent(password)} me proxy`)).toBe(
    '[secret] [secret] me proxy',
  );
});
