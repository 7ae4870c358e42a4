import {gzipSync} from 'node:zlib';

import {describe, expect, it} from 'vitest';

import {filled, hostileParts} from './hostile-parts.ts';
import {redactText} from './redact-text.ts';

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');
const bomb = base64(gzipSync(base64(gzipSync(Buffer.alloc(20_000_000, 'password: x\n')))));
let nested = '{"password":"hunter2hunter2"}';
while (nested.length < 50_000) nested = JSON.stringify({a: nested});

describe('time for an object of 100 KB', () => {
  it.each([
    ...hostileParts.map((part): [string, string] => [JSON.stringify(part), filled(part, 100_000)]),
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
