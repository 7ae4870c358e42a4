import {gzipSync} from 'node:zlib';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {decodeHelmRelease, type HelmReleaseObject} from '../../src/helm/decode-helm-release.ts';
import {storedObject, storedRelease} from './stored-release.ts';

const drivers = ['secret', 'configmap'] as const;
function decode(bytes: Uint8Array, options: Partial<HelmReleaseObject> = {}) {
  return decodeHelmRelease({driver: 'secret', limit: 1_536_000, ...options, bytes});
}

/** JSON texts that parsing and writing anew would change. */
const jsonText: fc.Arbitrary<string> = fc
  .letrec<{value: string; object: string}>((tie) => ({
    value: fc.oneof(
      {depthSize: 'small'},
      fc.constantFrom(
        '1.0',
        '1e3',
        '-0',
        '12345678901234567890',
        'true',
        'null',
        '"\\u00e9"',
        '"\\/"',
        '[ ]',
      ),
      fc.string({unit: 'grapheme'}).map((text) => JSON.stringify(text)),
      tie('object'),
      fc.array(tie('value'), {maxLength: 3}).map((values) => `[${values.join(' , ')}]`),
    ),
    object: fc
      .array(fc.tuple(fc.string(), tie('value')), {maxLength: 4})
      .map((fields) => `{${fields.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(',\n')}}`),
  }))
  .object.map((text) => text.replace(/\}$/, `${text === '{}' ? '' : ','}"name":"podinfo"}`));

describe.each(drivers)('decodeHelmRelease from a %s', (driver) => {
  test('gives any release back byte for byte, gzipped or bare', () => {
    fc.assert(
      fc.property(jsonText, fc.boolean(), (text, bare) => {
        const stored = storedRelease(text, {driver, ...(bare ? {payload: Buffer.from(text)} : {})});
        const decoded = decode(stored, {driver});
        expect(decoded.kind).toBe('decoded');
        expect(decoded.kind === 'decoded' && Buffer.from(decoded.bytes).toString()).toBe(text);
      }),
    );
  });

  test('never gives a wrong release when the payload is cut off or changed', () => {
    const text = JSON.stringify({name: 'podinfo', manifest: 'kind: Pod\n'.repeat(30), version: 3});
    const gzip = gzipSync(text);
    const position = fc.nat({max: gzip.length - 1});
    const damage = fc.oneof(
      position.map((length) => gzip.subarray(0, length)),
      fc.tuple(position, fc.integer({min: 1, max: 255})).map(([at, mask]) => {
        const changed = Buffer.from(gzip);
        changed[at]! ^= mask;
        return changed;
      }),
      fc
        .tuple(position, fc.uint8Array({minLength: 1, maxLength: 9}))
        .map(([at, bytes]) => Buffer.concat([gzip.subarray(0, at), bytes, gzip.subarray(at)])),
    );
    fc.assert(
      fc.property(damage, (payload) => {
        const decoded = decode(storedRelease('', {driver, payload}), {driver});
        expect(decoded.kind === 'decoded' ? Buffer.from(decoded.bytes).toString() : text).toBe(text);
      }),
      {numRuns: fuzzRuns(500)},
    );
  });
});

describe('decodeHelmRelease names what is wrong with', () => {
  const text = (release: string | Uint8Array, options = {}) =>
    storedRelease(release, {driver: 'secret', ...options});
  const base64 = (bytes: string) => Buffer.from(bytes).toString('base64');
  const cases: readonly [string, Uint8Array, string, RegExp][] = [
    ['an object that is no JSON', Buffer.from('{"data":'), 'bad-object', /did not send a JSON object/],
    ['an object that is a list', Buffer.from('[]'), 'bad-object', /did not send a JSON object/],
    ['an object without data', storedObject(undefined), 'no-payload', /has no data\.release/],
    ['an object with null data', storedObject(null), 'no-payload', /has no data\.release/],
    ['an empty payload', storedObject({release: ''}), 'no-payload', /has no data\.release/],
    ['an empty inner payload', text('', {payload: Buffer.alloc(0)}), 'no-payload', /has no data\.release/],
    ['a payload that is a number', storedObject({release: 7}), 'no-payload', /has no data\.release/],
    ['outer base64', storedObject({release: '%%%%'}), 'bad-base64', /not base64/],
    ['inner base64', storedObject({release: base64('*abc')}), 'bad-base64', /not base64/],
    ['gzip', text('', {payload: gzipSync('{}').subarray(0, 15)}), 'bad-gzip', /not whole gzip data/],
    ['JSON', text('{"name":'), 'bad-json', /not one JSON object/],
    ['JSON followed by more', text('{}{}'), 'bad-json', /not one JSON object/],
    ['a release that is a list', text('[]'), 'bad-json', /not one JSON object/],
    ['a byte order mark', text('\uFEFF{}'), 'bad-json', /not one JSON object/],
    ['UTF-8', text(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), 'bad-utf8', /not UTF-8/],
  ];
  test.each(cases)('%s', (_title, bytes, fault, message) => {
    const decoded = decode(bytes);
    expect(decoded).toMatchObject({kind: 'unreadable', fault});
    expect(decoded.kind === 'unreadable' && decoded.reason).toMatch(message);
  });

  test.each([true, false])('a release over the limit (gzipped: %s)', (gzipped) => {
    const release = JSON.stringify({name: 'podinfo', manifest: 'x'.repeat(1000)});
    const bytes = text(release, gzipped ? {} : {payload: Buffer.from(release)});
    expect(decode(bytes, {limit: release.length}).kind).toBe('decoded');
    const decoded = decode(bytes, {limit: release.length - 1});
    expect(decoded).toMatchObject({kind: 'too-large', byteLength: release.length});
  });

  test.each([
    ['gzip in gzip', gzipSync(gzipSync('{"name":"podinfo"}'))],
    ['base64 in gzip', gzipSync(base64('{"name":"podinfo"}'))],
  ])('%s, which is not looked into', (_title, payload) => {
    expect(decode(text('', {payload}))).toMatchObject({fault: expect.stringMatching('bad-json|bad-utf8')});
  });

  test.each([
    ['{}', 'it has no name'],
    ['{"name":""}', 'it has no name'],
    ['{"name":null}', 'it has no name'],
    ['{"name":5}', 'it has no name'],
    ['{"name":"a","name":5}', 'it has no name'],
    ['{"name":"a","version":"1"}', 'version is not a whole number'],
    ['{"name":"a","version":1e3}', 'version is not a whole number'],
    ['{"name":"a","namespace":{}}', 'namespace is not a text'],
    ['{"name":"a","info":[]}', 'info is not an object'],
    ['{"name":"a","info":{"status":7}}', 'info.status is not a text'],
    ['{"name":"a","chart":"x"}', 'chart is not an object'],
    ['{"name":"a","config":5}', 'config is not an object'],
    ['{"name":"a","manifest":[]}', 'manifest is not a text'],
    ['{"name":"a","hooks":{}}', 'hooks is not a list'],
  ])('%s', (release, reason) => {
    expect(decode(text(release))).toMatchObject({
      fault: 'bad-release',
      reason: `its payload is no Helm release: ${reason}`,
    });
  });

  test('nothing where fields are null, escaped or repeated', () => {
    const release =
      '{"name":"x","n\\u0061me":"a","info":{"status":"failed"},"info":null,"version":null,"hooks":null}';
    expect(decode(text(release))).toMatchObject({kind: 'decoded', status: undefined});
  });

  test('nesting that Go would not read', () => {
    const nested = (depth: number) => `{"name":"a","x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(decode(text(nested(9000)))).toMatchObject({kind: 'decoded'});
    expect(decode(text(nested(700_000)))).toMatchObject({fault: 'bad-json'});
  });
});

test('decodeHelmRelease tells what payload and label say of the status', () => {
  const release = JSON.stringify({name: 'podinfo', info: {status: 'failed'}});
  const stored = storedRelease(release, {driver: 'secret', labels: {status: 'deployed'}});
  expect(decode(stored)).toMatchObject({status: 'failed', label: 'deployed'});
  const bare = storedRelease('{"name":"a","info":null}', {driver: 'secret'});
  expect(decode(bare)).toMatchObject({kind: 'decoded', status: undefined, label: undefined});
});
