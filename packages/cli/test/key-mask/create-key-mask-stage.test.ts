import {createRawObject, type StreamItem} from '@firefly/core';
import {describe, expect, test} from 'vitest';

import {createKeyMaskStage} from '../src/create-key-mask-stage.ts';

const keys = ['access-key-of-firefly', 'secret-"key"-of-firefly'];
const base64 = (text: string) => Buffer.from(text).toString('base64');
const secretType = {group: '', version: 'v1', kind: 'Secret', resource: 'secrets', namespaced: true};

function release(value: unknown): StreamItem {
  const bytes = Buffer.from(JSON.stringify(value));
  return {
    stream: 'helmReleases',
    byteLength: bytes.length,
    copyTo: (target, offset) => target.set(bytes, offset),
    describe: () => ({kind: 'HelmRelease', name: 'firefly'}),
  };
}

function textOf(item: StreamItem): string {
  const bytes = new Uint8Array(item.byteLength);
  item.copyTo(bytes, 0);
  return new TextDecoder().decode(bytes);
}

const own = {
  name: 'firefly',
  chart: {metadata: {name: 'firefly-k8s-collector'}},
  config: {accessKey: keys[0], parent: {secretKey: keys[1]}, schedule: '*/15 * * * *'},
  manifest: `data:\n  accessKey: ${base64(keys[0]!)}\n  secretKey: ${base64(keys[1]!)}\n`,
};

describe("Firefly's keys", () => {
  test.each([
    ['that the run was given', keys],
    ['that only the release knows, as in a dry run', []],
  ])('%s leave in no form with the own release', (_, given) => {
    const masked = textOf(createKeyMaskStage(given).item(release(own)));
    expect(JSON.parse(masked)).toEqual({
      ...own,
      config: {accessKey: 'REDACTED', parent: {secretKey: 'REDACTED'}, schedule: '*/15 * * * *'},
      manifest: 'data:\n  accessKey: REDACTED\n  secretKey: REDACTED\n',
    });
  });

  test('that the run was given leave with no release of another chart', () => {
    const other = {...own, chart: {metadata: {name: 'platform'}}};
    const masked = textOf(createKeyMaskStage(keys).item(release(other)));
    for (const key of keys) expect(masked).not.toContain(JSON.stringify(key).slice(1, -1));
    expect(masked).not.toContain(base64(keys[0]!));
  });

  test('are found however deep the values of a release are', () => {
    const levels = 20_000;
    const deep = `${'{"a":'.repeat(levels)}{"secretKey":${JSON.stringify(keys[1])}}${'}'.repeat(levels)}`;
    const text = `{"chart":{"metadata":{"name":"firefly-k8s-collector"}},"config":${deep}}`;
    const bytes = Buffer.from(text);
    const item = {
      ...release({}),
      byteLength: bytes.length,
      copyTo: (target: Uint8Array, offset: number) => target.set(bytes, offset),
    };
    expect(textOf(createKeyMaskStage([]).item(item))).toBe(
      text.replace(JSON.stringify(keys[1]), '"REDACTED"'),
    );
  });

  test('leave with no Secret', () => {
    const json = `{"kind":"Secret","metadata":{"name":"firefly"},"data":{"accessKey":"${base64(keys[0]!)}","n":"1.0"}}`;
    const masked = createKeyMaskStage(keys).item(createRawObject(secretType, Buffer.from(json)));
    expect(textOf(masked)).toBe(json.replace(base64(keys[0]!), 'REDACTED'));
  });
});

describe('everything else', () => {
  test('stays the very same item', () => {
    const stage = createKeyMaskStage(keys);
    const other = release({name: 'shop', chart: {metadata: {name: 'shop'}}, config: {accessKey: 'its own'}});
    expect(stage.item(other)).toBe(other);
    const secret = createRawObject(secretType, Buffer.from('{"kind":"Secret","data":{"a":"b"}}'));
    expect(stage.item(secret)).toBe(secret);
  });
});
