import {gzipSync} from 'node:zlib';

import {createRawObject, type StreamItem} from '@firefly/core';
import {describe, expect, test} from 'vitest';

import {createOwnKeysStage} from '../src/own-keys/create-own-keys-stage.ts';

const keys = ['access-key-of-firefly', 'secret-"key"-of-firefly'];
const base64 = (text: string) => Buffer.from(text).toString('base64');
const secretType = {group: '', version: 'v1', kind: 'Secret', resource: 'secrets', namespaced: true};

function release(value: unknown): StreamItem {
  return releaseOf(JSON.stringify(value));
}

/** A release whose JSON is written as it stands here. */
function releaseOf(text: string): StreamItem {
  const bytes = Buffer.from(text);
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

const storageType = (driver: string) =>
  driver === 'secret' ? secretType : {...secretType, kind: 'ConfigMap', resource: 'configmaps'};

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
    const masked = textOf(createOwnKeysStage(given).item(release(own)));
    expect(JSON.parse(masked)).toEqual({
      ...own,
      config: {accessKey: 'REDACTED', parent: {secretKey: 'REDACTED'}, schedule: '*/15 * * * *'},
      manifest: 'data:\n  accessKey: REDACTED\n  secretKey: REDACTED\n',
    });
  });

  test('that the run was given leave with no release of another chart', () => {
    const other = {...own, chart: {metadata: {name: 'platform'}}};
    const masked = textOf(createOwnKeysStage(keys).item(release(other)));
    for (const key of keys) expect(masked).not.toContain(JSON.stringify(key).slice(1, -1));
    expect(masked).not.toContain(base64(keys[0]!));
  });

  test('are found however deep the values of a release are', () => {
    const levels = 20_000;
    const deep = `${'{"a":'.repeat(levels)}{"secretKey":${JSON.stringify(keys[1])}}${'}'.repeat(levels)}`;
    const text = `{"chart":{"metadata":{"name":"firefly-k8s-collector"}},"config":${deep}}`;
    const item = releaseOf(text);
    expect(textOf(createOwnKeysStage([]).item(item))).toBe(
      text.replace(JSON.stringify(keys[1]), '"REDACTED"'),
    );
  });

  test.each([
    ['that the run was given', ['123456789012']],
    ['that only the release knows', []],
  ])('of digits only, which are numbers in a release, leave it as JSON: %s', (_, given) => {
    const text =
      '{"chart":{"metadata":{"name":"firefly-k8s-collector"}},"config":{"accessKey":123456789012},"version":12}';
    expect(textOf(createOwnKeysStage(given).item(release(JSON.parse(text))))).toBe(
      text.replace('123456789012', '"REDACTED"'),
    );
  });

  test("leave in Go's spelling of JSON neither", () => {
    const text = String.raw`{"config":{"password":"ab\u0026cd\u003cef\u003e"}}`;
    const item = releaseOf(text);
    expect(textOf(createOwnKeysStage(['ab&cd<ef>']).item(item))).toBe('{"config":{"password":"REDACTED"}}');
  });

  test.each(['', 'a', 'ab'])(
    'leave with no values that a Secret holds as a file, however it begins: %j',
    (before) => {
      const file = base64(`${before}\naccessKey: ${keys[0]}\nother: 1\n`);
      const json = `{"metadata":{"name":"flux"},"data":{"values.yaml":"${file}","n":"MQ=="}}`;
      const masked = createOwnKeysStage(keys).item(createRawObject(secretType, Buffer.from(json)));
      expect(textOf(masked)).toBe(json.replace(file, 'REDACTED'));
    },
  );

  test('leave with one object after another, in every form', () => {
    const stage = createOwnKeysStage(keys);
    const type = {...secretType, kind: 'ConfigMap', resource: 'configmaps'};
    const forms = keys.flatMap((key) => [
      JSON.stringify(key).slice(1, -1),
      JSON.stringify(JSON.stringify(key)).slice(3, -3),
      encodeURIComponent(key),
      base64(`a${key}b`),
      base64(`${key}b`),
      base64(`ab${key}`),
    ]);
    for (const [index, form] of forms.entries()) {
      const other = createRawObject(type, Buffer.from(`{"data":{"text":"${'x'.repeat(index)}"}}`));
      expect(stage.item(other)).toBe(other);
      const json = `{"data":{"text":"${'x'.repeat(index)}: ${form},"}}`;
      const masked = stage.item(createRawObject(type, Buffer.from(json)));
      expect(stage.item(other)).toBe(other);
      expect(textOf(masked)).toBe(json.replace(`: ${form},`, ': REDACTED,'));
    }
  });

  test.each([1, 2_000, 200_000])('leave with no text that is made to be compared: %i letters', (letters) => {
    const stage = createOwnKeysStage(['aaaaaaaaaaaab', 'baaaaaaaaaaaa']);
    const type = {...secretType, kind: 'ConfigMap', resource: 'configmaps'};
    const json = `{"data":{"text":"${'a'.repeat(letters)} ${'a'.repeat(12)}b"}}`;
    expect(textOf(stage.item(createRawObject(type, Buffer.from(json))))).not.toContain('aaaaaaaaaaaab');
  });

  test('leave with no binary data of a ConfigMap', () => {
    const type = {...secretType, kind: 'ConfigMap', resource: 'configmaps'};
    const file = base64(`accessKey: ${keys[0]}\n`);
    const json = `{"metadata":{"name":"values"},"binaryData":{"values.yaml":"${file}"}}`;
    const masked = createOwnKeysStage(keys).item(createRawObject(type, Buffer.from(json)));
    expect(textOf(masked)).toBe(json.replace(file, 'REDACTED'));
  });

  test.each([
    ['ConfigMap', '', 'configmaps'],
    ['Application', 'argoproj.io', 'applications'],
    ['HelmRelease', 'helm.toolkit.fluxcd.io', 'helmreleases'],
  ])('leave with no %s that carries the values of the chart', (kind, group, resource) => {
    const type = {group, version: 'v1', kind, resource, namespaced: true};
    const json = `{"metadata":{"name":"collector"},"spec":{"parameters":[{"name":"accessKey","value":"${keys[0]}"}]}}`;
    const masked = createOwnKeysStage(keys).item(createRawObject(type, Buffer.from(json)));
    expect(textOf(masked)).toBe(json.replace(keys[0]!, 'REDACTED'));
  });

  describe.each(['secret', 'configmap'] as const)(
    'leave with no stored revision of the driver %s',
    (driver) => {
      const type = storageType(driver);
      const stored = (value: unknown) => {
        const payload = gzipSync(JSON.stringify(value)).toString('base64');
        const release = driver === 'secret' ? base64(payload) : payload;
        return `{"metadata":{"name":"sh.helm.release.v1.firefly.v1","labels":{"owner":"helm"}},"data":{"release":"${release}"},"n":1.0}`;
      };

      test.each([
        ['that the run was given', keys],
        ['that only the release knows', []],
      ])('%s', (_, given) => {
        const json = stored(own);
        const masked = createOwnKeysStage(given).item(createRawObject(type, Buffer.from(json)));
        expect(textOf(masked)).toBe(json.replace(/(?<="release":")[^"]+/, 'REDACTED'));
      });

      test('nor beside its payload, whatever that holds', () => {
        for (const value of [own, {name: 'shop'}]) {
          const json = stored(value).replace('"labels"', `"annotations":{"k":"${keys[0]}"},"labels"`);
          expect(
            textOf(createOwnKeysStage(keys).item(createRawObject(type, Buffer.from(json)))),
          ).not.toContain(keys[0]!);
        }
      });

      test('nor where its base64 is broken into lines', () => {
        const json = stored(own).replace(/(?<="release":")(.{40})/, String.raw`$1\n`);
        const masked = textOf(createOwnKeysStage(keys).item(createRawObject(type, Buffer.from(json))));
        if (driver === 'configmap') expect(JSON.parse(masked)).toMatchObject({data: {release: 'REDACTED'}});
        else expect(JSON.parse(masked)).toBeDefined();
      });

      test('nor with an annotation that holds it once more', () => {
        const json = stored(own);
        const {data} = JSON.parse(json) as {data: {release: string}};
        const copy = JSON.stringify(JSON.stringify({data}));
        const applied = json.replace('"labels"', `"annotations":{"last-applied":${copy}},"labels"`);
        const masked = textOf(createOwnKeysStage(keys).item(createRawObject(type, Buffer.from(applied))));
        expect(masked).not.toContain(data.release);
        expect(JSON.parse(masked)).toMatchObject({data: {release: 'REDACTED'}});
      });

      test('and one that is too large to be looked into loses its payload', () => {
        const json = stored({name: 'shop', manifest: 'x'.repeat(3_000_000)});
        const masked = createOwnKeysStage(keys).item(createRawObject(type, Buffer.from(json)));
        expect(textOf(masked)).toBe(json.replace(/(?<="release":")[^"]+/, 'REDACTED'));
      });

      test('and one without keys stays the very same', () => {
        const object = createRawObject(
          type,
          Buffer.from(stored({name: 'shop', config: {accessKey: 'its own'}})),
        );
        expect(createOwnKeysStage(keys).item(object)).toBe(object);
      });
    },
  );

  test('are found among hundreds of thousands of escapes', () => {
    const text = `{"chart":{"metadata":{"name":"firefly-k8s-collector"}},"config":{"accessKey":"${keys[0]}"},"manifest":"${String.raw`\n`.repeat(700_000)}"}`;
    const item = releaseOf(text);
    expect(createOwnKeysStage([]).item(item).byteLength).toBe(
      text.length - keys[0]!.length + 'REDACTED'.length,
    );
  });

  test.each([
    [String.raw`{"config":{"accessKey":"nabc1234"},"manifest":"x\nabc1234"}`],
    [String.raw`{"config":{"accessKey":"000e"},"manifest":"\u000e"}`],
  ])('that overlap an escape leave JSON behind: %s', (values) => {
    const text = values.replace('{', '{"chart":{"metadata":{"name":"firefly-k8s-collector"}},');
    const item = releaseOf(text);
    const {manifest} = JSON.parse(textOf(createOwnKeysStage([]).item(item))) as {manifest: string};
    expect(manifest).toMatch(/^x?REDACTED$/);
  });

  test('are looked for in no release that has more of them than the chart has', () => {
    const parents = Object.fromEntries(
      Array.from({length: 5000}, (_, index) => [`p${index}`, {accessKey: `key-${index}`}]),
    );
    const many = release({...own, config: parents});
    expect(createOwnKeysStage([]).item(many)).toBe(many);
    expect(textOf(createOwnKeysStage(['key-4999']).item(many))).not.toContain('key-4999');
  });

  test('of digits alone leave JSON behind, also as a part of a number', () => {
    const json = '{"data":{"a":4242424242,"b":[-142424242425, 7],"c":"x 4242424242"}}';
    const object = createRawObject(secretType, Buffer.from(json));
    expect(textOf(createOwnKeysStage(['4242424242']).item(object))).toBe(
      '{"data":{"a":"REDACTED","b":["REDACTED", 7],"c":"x REDACTED"}}',
    );
  });

  test('one of which is part of another leave nothing of it', () => {
    const json = '{"data":{"a":"AKIA1234567890SECRET","b":"AKIA1234"}}';
    const object = createRawObject(secretType, Buffer.from(json));
    expect(textOf(createOwnKeysStage(['AKIA1234', 'AKIA1234567890SECRET']).item(object))).toBe(
      '{"data":{"a":"REDACTED","b":"REDACTED"}}',
    );
  });

  test('leave with no Secret', () => {
    const json = `{"kind":"Secret","metadata":{"name":"firefly"},"data":{"accessKey":"${base64(keys[0]!)}","n":"1.0"}}`;
    const masked = createOwnKeysStage(keys).item(createRawObject(secretType, Buffer.from(json)));
    expect(textOf(masked)).toBe(json.replace(base64(keys[0]!), 'REDACTED'));
  });
});

describe('everything else', () => {
  test('and a release that the receiver would not take stay the very same item', () => {
    const stage = createOwnKeysStage(keys);
    const limits = {pageBytes: 10, itemBytes: 10, pagesInFlight: {objects: 1, helmReleases: 1, k8sTrees: 1}};
    stage.start?.({streams: new Set(['helmReleases']), limits});
    const large = release(own);
    expect(stage.item(large)).toBe(large);
  });

  test('stays the very same item', () => {
    const stage = createOwnKeysStage(keys);
    const other = release({name: 'shop', chart: {metadata: {name: 'shop'}}, config: {accessKey: 'its own'}});
    expect(stage.item(other)).toBe(other);
    const secret = createRawObject(secretType, Buffer.from('{"kind":"Secret","data":{"a":"b"}}'));
    expect(stage.item(secret)).toBe(secret);
  });
});
