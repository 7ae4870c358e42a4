import {isIP} from 'node:net';

import fc from 'fast-check';
import {expect, test} from 'vitest';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {bypassesProxy} from '../src/bypasses-proxy.ts';

/** An address as one number of 128 bits; an IPv4 address as its IPv4-mapped form. */
function numberOf(address: string): bigint {
  if (isIP(address) === 4) {
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
    return 0xffff_0000_0000n + BigInt(((a * 256 + b) * 256 + c) * 256 + d);
  }
  const [, dotted] = /:(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  if (dotted !== undefined) {
    const low = numberOf(dotted) % 0x1_0000_0000n;
    return numberOf(address.replace(dotted, `${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`));
  }
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`)));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({length: 8 - left.length - right.length}, () => 0n);
  return [...left, ...zeros, ...right].reduce((number, group) => number * 65_536n + group, 0n);
}

/** What the documentation says, one address and one range at a time. */
function isNamed(host: string, entry: string): boolean {
  const [network = '', prefix, more] = entry.split('/');
  if (isIP(network) === 0 || more !== undefined) return false;
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return false;
  const most = isIP(network) === 4 ? 32 : 128;
  const bits = prefix === undefined ? most : Number(prefix);
  if (bits > most) return false;
  const shift = BigInt(most - bits);
  return numberOf(host) >> shift === numberOf(network) >> shift;
}

const v4 = fc
  .tuple(fc.constantFrom(10, 172, 203), fc.constantFrom(0, 16, 96), fc.nat(2), fc.nat(3))
  .map((of) => of.join('.'));
const v6 = fc.oneof(
  fc
    .tuple(fc.constantFrom('fd00', '2001:db8', 'FD00:0010:96'), fc.constantFrom('0001', '1', 'a'))
    .map((of) => of.join('::')),
  v4.map((address) => `::ffff:${address}`),
  fc.constant('fd00:0:0:0:0:0:0:1'),
);
const address = fc.oneof(v4, v6);
const prefix = fc.oneof(
  fc.nat(130).map(String),
  fc.constantFrom('', ' ', '8 ', '08', '+8', '-1', '8.0', '0x8', '1e1', 'x', '8/8', '９'),
);
const entry = fc.oneof(
  address,
  fc.tuple(address, prefix).map((of) => of.join('/')),
);

test('addresses and ranges mean the same however they are written', () => {
  fc.assert(
    fc.property(address, entry, (host, named) => {
      const url = new URL(isIP(host) === 6 ? `https://[${host}]` : `https://${host}`);
      expect(bypassesProxy(url, ` x.example, ${named} ,`)).toBe(isNamed(host, named.trim()));
    }),
    {numRuns: fuzzRuns(2000)},
  );
});

test('an entry with a port names that port alone', () => {
  fc.assert(
    fc.property(address, fc.constantFrom(80, 443, 6443), fc.constantFrom(443, 6443), (host, port, named) => {
      const written = isIP(host) === 6 ? `[${host}]` : host;
      expect(bypassesProxy(new URL(`https://${written}:${port}`), `${written}:${named}`)).toBe(
        port === named,
      );
    }),
  );
});

test('what is no entry matches nothing, and never throws', () => {
  fc.assert(
    fc.property(
      fc.string({unit: fc.constantFrom(...'0123456789abcdef.:/[]* -%\u0000é'.split(''))}),
      (text) => {
        const isEverything = text.split(',').some((part) => part.trim() === '*');
        const isAll = /(^|[\s,])[\d.:a-f]+\/0+\s*$/.test(text);
        if (isEverything || isAll) return;
        expect(bypassesProxy(new URL('https://gateway.firefly.test'), text)).toBe(false);
      },
    ),
  );
});

test.each([
  ['localhost', true],
  ['127.8.9.10', true],
  ['[::1]', true],
  ['[::ffff:127.0.0.1]', true],
  ['2130706433', true],
  ['localhost.example', false],
])('%s is loopback: %s', (host, isLoopback) => {
  expect(bypassesProxy(new URL(`http://${host}`), '')).toBe(isLoopback);
});

test.each([
  ['example.com.', 'https://a.example.com', true],
  ['example.com', 'https://a.example.com.', true],
  ['EXAMPLE.com', 'https://a.example.COM', true],
  ['.', 'https://example.com', false],
  ['*.', 'https://example.com', false],
  ['3.4', 'https://1.2.3.4', false],
  ['[fd00::1]:443', 'https://[fd00:0::0001]', true],
  ['::/0', 'https://[2001:db8::1]', true],
])('%s names %s: %s', (noProxy, url, isNamedHere) => {
  expect(bypassesProxy(new URL(url), noProxy)).toBe(isNamedHere);
});
