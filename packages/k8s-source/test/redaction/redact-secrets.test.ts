import {describe, expect, it} from 'vitest';
import {redactText} from './redact-text.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

function redact(content: string | object): unknown {
  return JSON.parse(redactText(content, 'secrets'));
}

describe('the rule secrets', () => {
  it('takes every value of data and stringData, and keeps the keys and all other bytes', () => {
    const text = `{ "kind" : "Secret",
      "data":{"a" : "QUJD" ,"b":\t"", "c":null, "d":1.0},
      "immutable": true, "stringData": {"e":"x"}, "weight": 1e3, "type":"Opaque" }\n`;
    expect(redactText(text, 'secrets')).toBe(
      text
        .replace('"QUJD"', '"REDACTED"')
        .replace('""', '"REDACTED"')
        .replace('1.0', '"REDACTED"')
        .replace('"x"', '"REDACTED"'),
    );
  });

  it('knows a Secret by its type, wherever its kind stands', () => {
    const redacted = redactText(
      '{"data":{"a":"QUJD"},"metadata":{},"kind":"Secret","apiVersion":"v1"}',
      'secrets',
    );
    expect(redacted).toBe('{"data":{"a":"REDACTED"},"metadata":{},"kind":"Secret","apiVersion":"v1"}');
  });

  it.each([
    String.raw`{"kind":"Secret","\u0064ata":{"a":"QUJD"}}`,
    String.raw`{"kind":"Secret","string\u0044ata":{"a":"QUJD"}}`,
    String.raw`{"kind":"List","items":[{"kind":"\u0053ecret","d\u0061ta":{"a":"QUJD"}}]}`,
  ])('reads keys and kinds that are written with escapes: %s', (text) => {
    expect(redactText(text, 'secrets')).toBe(text.replace('QUJD', 'REDACTED'));
  });

  it('takes the values of every data when the key stands twice', () => {
    const text = '{"kind":"Secret","data":{"a":"QUJD"},"data":{"a":"QUJD","a":"QUJD"}}';
    expect(redactText(text, 'secrets')).toBe(text.replaceAll('QUJD', 'REDACTED'));
  });

  it('leaves the data of other kinds, and of a Secret of another group', () => {
    for (const object of [
      {kind: 'ConfigMap', data: {a: 'b', kind: 'x"Secret"'}},
      {kind: 'Secret', nata: {a: 'b'}, datas: {a: 'b'}, xstringData: {a: 'b'}},
      {
        kind: 'Thing',
        apiVersion: 'example.com/v1',
        spec: {kind: 'Secret', apiVersion: 'example.com/v1', data: {a: 'b'}},
      },
      {
        kind: 'Thing',
        apiVersion: 'example.com/v1',
        spec: {secretRef: {kind: 'Secret', name: 'a'}, data: {a: 'b'}},
      },
    ]) {
      expect(redact(object)).toEqual(object);
    }
  });

  it('takes the values of Secrets within other objects', () => {
    const manifests = (value: string) => [
      {apiVersion: 'v1', kind: 'Secret', data: {a: value}},
      {data: {a: value}, stringData: {b: value}, kind: 'Secret'},
      {apiVersion: 'v1', kind: 'ConfigMap', data: {a: 'QUJD'}},
    ];
    const work = (value: string) => ({
      apiVersion: 'work.open-cluster-management.io/v1',
      kind: 'ManifestWork',
      spec: {workload: {manifests: manifests(value)}},
    });
    expect(redact(work('QUJD'))).toEqual(work('REDACTED'));
    const list = (value: string) => ({apiVersion: 'v1', kind: 'List', items: manifests(value)});
    expect(redact(list('QUJD'))).toEqual(list('REDACTED'));
  });

  it('takes what stands ready for a Secret in the templates of SealedSecret and ExternalSecret', () => {
    const sealed = (value: string) => ({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      spec: {encryptedData: {a: 'AgBy'}, template: {metadata: {name: 'a'}, type: 'Opaque', data: {b: value}}},
    });
    expect(redact(sealed('plain'))).toEqual(sealed('REDACTED'));
    const external = (value: string) => ({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      spec: {data: [{secretKey: 'a', remoteRef: {key: 'b'}}], target: {template: {data: {c: value}}}},
    });
    expect(redact(external('plain'))).toEqual(external('REDACTED'));
  });

  it("takes Helm's releases out of the ConfigMaps that store them, as it does out of Secrets", () => {
    const stored = (value: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'sh.helm.release.v1.shop.v3', labels: {owner: 'helm'}},
      data: {release: value},
    });
    expect(redact(stored('H4sIAAAA'))).toEqual(stored('REDACTED'));
  });

  it.each([
    [lastApplied, '{"apiVersion":"v1","data":{"password":"aHVudGVyMg=="},"kind":"Secret"}'],
    ['objectset.rio.cattle.io/applied', 'H4sIAAAAAAAA/5RSW2/bPAz9Kx/4bPfL'],
    ['qbec.io/last-applied', 'H4sIAAAAAAAA/5RSW2/bPAz9Kx/4bPfL'],
    ['openshift.io/token-secret.value', 'opaque'],
    ['example.com/copy', 'apiVersion: v1\nkind: Secret\nmetadata: {}\ndata: {a: b}\n'],
  ])('takes the copy of a Secret in its annotation %s, whole', (name, value) => {
    const object = (annotation: string) => ({
      kind: 'Secret',
      metadata: {annotations: {[name]: annotation, team: 'shop'}},
    });
    expect(redact(object(value))).toEqual(object('REDACTED'));
  });

  it('takes copies that name a Secret in annotations of other kinds, and leaves those that do not', () => {
    const object = (annotation: string) => ({
      kind: 'Thing',
      metadata: {annotations: {[lastApplied]: annotation}},
    });
    for (const copy of [
      '{"apiVersion":"v1","items":[{"kind":"Secret","data":{}}],"kind":"List"}',
      '{"items": [{"data": {}, "kind": "Secret"}]}',
      'kind: List\nitems:\n- kind: Secret\n',
      'items: [{kind: Secret, data: {}}]',
      'items:\n- kind: Secret # ours\n',
    ]) {
      expect(redact(object(copy))).toEqual(object('REDACTED'));
    }
    const harmless = object('{"kind":"Pod","spec":{"imagePullSecrets":[{"name":"Secrets"}]}}');
    expect(redact(harmless)).toEqual(harmless);
  });

  it('takes annotations that repeat a value, as it is stored or as it is meant', () => {
    const value = Buffer.from('correct "horse"\n').toString('base64');
    const redacted = redact({
      kind: 'Secret',
      metadata: {
        annotations: {
          stored: `was ${value}`,
          meant: 'pw=correct "horse"',
          nested: JSON.stringify({pw: 'correct "horse"'}),
          short: 'admin',
          other: 'correct',
        },
      },
      data: {password: value, user: Buffer.from('admin').toString('base64')},
    });
    expect(redacted).toMatchObject({
      metadata: {
        annotations: {
          stored: 'REDACTED',
          meant: 'REDACTED',
          nested: 'REDACTED',
          short: 'admin',
          other: 'correct',
        },
      },
    });
  });
});
