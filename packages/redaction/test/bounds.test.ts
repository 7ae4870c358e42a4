import {gzipSync} from 'node:zlib';

import {describe, expect, it} from 'vitest';

import {redactText} from './redact-text.ts';

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');
const fill = (part: string) => part.repeat(Math.ceil(100_000 / part.length)).slice(0, 100_000);
const bomb = base64(gzipSync(base64(gzipSync(Buffer.alloc(20_000_000, 'password: x\n')))));
let nested = '{"password":"hunter2hunter2"}';
while (nested.length < 50_000) nested = JSON.stringify({a: nested});

describe('time for an object of 100 KB', () => {
  it.each([
    ...[
      'password=',
      'password',
      'password "',
      'password: "',
      '"password":',
      'key=["',
      'keys = [a, ',
      'chpasswd: ',
      'Server=a;Password=',
      "key='",
      'key="""',
      '<password>',
      'a: "x\n',
      '- - - ',
      '{a: ',
      '[{',
      '"',
      "'",
      '\\',
      '*',
      '? ',
      'eyJ',
      'eyJhbGciOi.',
      '-----BEGIN RSA PRIVATE KEY-----',
      '://',
      'a://b:',
      'x://:@',
      'Basic ',
      '$2y$',
      'sk-',
      'sk-a-',
      'mysql -p',
      '-u a:',
      'AAAA',
      'A'.repeat(20),
      `${'A'.repeat(20)}\n`,
      'H4sIAAAA',
      '{{',
      '${',
      'a.b.',
      'key:\n',
      'a:\n a:\n  ',
      '---\n',
      '{}',
      '{"a":1}\n',
      'aB',
      'a-',
      'Aa',
      '\u{1F512}',
      'kind: Secret\ndata:\n',
      'identified by ',
    ].map((part): [string, string] => [JSON.stringify(part), fill(part)]),
    ['a bomb', bomb],
    ['documents in documents', nested],
    [
      'many secrets that begin alike',
      Array.from({length: 3000}, (_, n) => `password_${n}: aB3x${n}!zz\n`).join(''),
    ],
    ['deep YAML', Array.from({length: 400}, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['deep JSON whose keys tell', `${'{"keys":['.repeat(6000)}1${']}'.repeat(6000)}`],
    ['deep YAML whose keys tell', '{keys: ['.repeat(10_000)],
    ['deep JSON', `${'{"a":'.repeat(12_000)}1${'}'.repeat(12_000)}`],
  ] as [string, string][])('is linear for %s', (_, text) => {
    const object = {kind: 'ConfigMap', apiVersion: 'v1', data: {a: text}};
    const started = process.cpuUsage();
    redactText(object, 'all');
    const {user, system} = process.cpuUsage(started);
    // Twenty milliseconds on a machine of its own; what is not linear takes seconds.
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  it('takes what could not be read as a whole, and counts it', () => {
    const {data} = JSON.parse(
      redactText({apiVersion: 'v1', kind: 'ConfigMap', data: {a: bomb, b: 'x'}}, 'all'),
    ) as {data: object};
    expect(data).toEqual({a: 'REDACTED', b: 'x'});
  });
});
