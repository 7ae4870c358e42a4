import {describe, expect, it} from 'vitest';

import {redactText} from './redact-text.ts';

const v = 'kX7pQ2vLm9Zr4TtB';
const w = 'Hq81LmZx77PwEr3S';
const jwk = {
  kty: 'EC',
  crv: 'P-256',
  kid: '2011-04-29',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  use: 'sig',
};

const redact = (text: string) => redactText({apiVersion: 'v1', kind: 'ConfigMap', data: {a: text}}, 'all');

describe('a list whose key tells', () => {
  it.each([
    `api_keys = ["${v}"]`,
    `region = "eu"\napi_keys = ["${v}", "${w}"]\n`,
    `api_keys = [\n  "${v}",\n  "${w}",\n]\n`,
    `passwords: [${v}, ${w}]`,
    `a: 1\npasswords: [${v}, ${w}]\nb: 2\n`,
    `passwords:\n- ${v}\n- ${w}\n`,
    `passwords:\n  - ${v}\n  - "${w}"\n`,
    `{"passwords": ["${v}", "${w}"]}`,
    `API_KEYS = ['${v}', '${w}']\nDEBUG = True\n`,
    `TOKENS = ('${v}', '${w}')\n`,
    `"tokens": ["${v}",\n "${w}"]`,
    `tokens={${v},${w}}`,
    `x: {passwords: ["${v}", "${w}"]}`,
    `const secrets = ["${v}", "${w}"];`,
    `API_TOKENS=${v},${w}`,
  ])('loses each of its elements: %j', (text) => {
    const left = redact(text);
    expect(left).toContain('REDACTED');
    expect(left).not.toContain(v);
    expect(left).not.toContain(w);
    expect(() => JSON.parse(left) as unknown).not.toThrow();
  });
});

describe('what is public, or names things', () => {
  it.each([
    'publicKey: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A',
    'pubKey: MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE',
    'public_key=MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
    'key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxT user@host',
    'authorizedKey: AAAAC3NzaC1lZDI1NTE5AAAAIJxTb9f8s7dQ',
    'caBundle: MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa',
    'tlsCert: MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa',
    'key: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA',
    'keyFingerprint: SHA256:uNiVztksCsDhcc0u9e8BgrJXVGLzqXg5Pg0PXWqU8Ks',
    'key_checksum: 3q2+7wAAAAAqPz9xTm0x',
    'sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'signingPublicKey: Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
    JSON.stringify({keys: [jwk]}),
    JSON.stringify({
      jwks: {
        keys: [
          {
            kty: 'RSA',
            n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc',
            e: 'AQAB',
            kid: 'Ab3xQ9',
          },
        ],
      },
    }),
    'wireguard:\n  peer:\n    PublicKey: xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=',
    'token_public_keys: ["MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"]',
    'encryptionKeyId: aB3dE5fG7h',
    'api_keys = []',
    'passwords: [true, false]',
    'tokens: []',
    'PublicKeyToken=b77a5c561934e089',
    'host_key: AAAAB3NzaC1yc2EAAAADAQABAAABAQ',
    'key_size = [128, 256]',
    'keys: [name, host]',
    'keyNames = ["alpha", "beta"]',
    'secrets = ["db-credentials", "app-tls"]',
    'imagePullSecrets: [regcred, pull-secret]',
    'tokens = ["and", "or"]',
  ])('stays: %s', (text) => {
    expect(redact(text)).not.toContain('REDACTED');
  });
});
