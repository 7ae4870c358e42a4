import {gzipSync} from 'node:zlib';
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

  it('leaves YAML around what it takes, blocks too', () => {
    const manifest = (...values: string[]) =>
      `kind: Secret\nstringData:\n  a: |\n    ${values[0]}\n  b: >-\n    ${values[1]}\n\n  c: ${values[2]}\ntype: Opaque\n`;
    const object = (...values: string[]) => ({kind: 'ConfigMap', data: {'a.yaml': manifest(...values)}});
    expect(redact(object('one\n    two', 'three', 'four\n   five'))).toEqual(
      object('REDACTED', 'REDACTED', 'REDACTED'),
    );
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
    expect(redact(external('{{ .a }}plain'))).toEqual(external('REDACTED'));
    expect(redact(external('{{ .a }}@plain'))).toEqual(external('REDACTED'));
    expect(redact(external('{{ .a | default "plain" }}'))).toEqual(external('REDACTED'));
    for (const kept of ['{{ .a | toString }}', 'postgres://{{ .user }}:{{ .password }}@pg/x'])
      expect(redact(external(kept))).toEqual(external(kept));
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
  ])('takes the copy of a Secret in its annotation %s, whole', (name, value) => {
    const object = (annotation: string) => ({
      kind: 'Secret',
      metadata: {annotations: {[name]: annotation, team: 'shop'}},
    });
    expect(redact(object(value))).toEqual(object('REDACTED'));
  });

  describe('reads the copy of a Secret in a text', () => {
    const value = 'cGFzc3dvcmQtOTE4Mg==';
    const secret = {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'db'}, data: {note: value}};
    const json = JSON.stringify(secret);
    const yaml = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  note: ${value}\n`;
    const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
    const inLines = (text: string) => text.replaceAll(/.{61}/g, '$&\n');
    const long = `{"data":{"a":"${'x'.repeat(162)}","note":"${value}"},"kind":"Secret"}`;
    const object = (annotation: string, name = 'example.com/copy') => ({
      kind: 'Thing',
      metadata: {annotations: {[name]: annotation, team: 'shop'}},
      spec: {podAnnotations: {[name]: annotation}},
      data: {'copy.yaml': annotation},
    });
    const copies: readonly (readonly [string, string])[] = [
      ['comment', `# Source: shop/templates/secret.yaml\n${yaml}`],
      ['directive', `%YAML 1.2\n---\n${yaml}`],
      ['bom', `\uFEFF${yaml}`],
      ['mark', `---\n${yaml}`],
      ['second', `a: b\n---\n${yaml}`],
      ['metadata first', `metadata: {name: db}\ndata: {a: ${value}}\nkind: Secret\napiVersion: v1`],
      ['data first', `data:\n  a: ${value}\nkind: Secret`],
      ['stringData', `stringData: {a: ${value}}\nkind: Secret`],
      ['little else', `{kind: Secret,data: {a: ${value}}}`],
      ['quoted keys', `'kind': 'Secret'\n"data":\n  a: ${value}\n`],
      ['list', `- apiVersion: v1\n  kind : Secret\n  data: {a: ${value}}\n`],
      ['array', `[${json},{"kind":"ConfigMap"}]`],
      ['two', `{"kind":"Pod"}\n${json}`],
      ['string', JSON.stringify(json)],
      ['JinJ', JSON.stringify({manifest: json})],
      ['JJJ', JSON.stringify({a: [JSON.stringify({manifest: JSON.stringify(json)})]})],
      ['YJJ', JSON.stringify({a: JSON.stringify({manifest: yaml})})],
      ['esc', json.replace('Secret', String.raw`\u0053ecret`)],
      ['escJ', JSON.stringify({a: json.replace('kind', String.raw`\u006Bind`)})],
      ['JinY', `manifest: '${json}'\n`],
      ['b64', base64(json)],
      ['b64y', base64(`# Source: a\n${yaml}`)],
      ['b64lines', inLines(base64(long))],
      ['gzlines', inLines(base64(gzipSync(long)))],
      ['bb', base64(base64(yaml))],
      ['url', Buffer.from(`{"a":"???>>>","b":${json}}`).toString('base64url')],
      ['gz', base64(gzipSync(yaml))],
      ['gzgz', base64(gzipSync(base64(gzipSync(json))))],
      ['b64inJ', JSON.stringify({files: [{name: 'a', content: base64(json)}]})],
      ['gzinY', `files:\n- name: a\n  content: ${base64(gzipSync(json))}\n  mode: 420\n`],
      ['behind', `${base64('x'.repeat(31))}\n${base64(json)}`],
      ['word', 'a-label-of-thirty-three-letters-a ' + base64(json)],
      ['word2', 'a-label-of-thirty-three-letters-ab\n' + base64(json)],
      ['tag', `kind: !!str Secret\ndata: {a: ${value}}\n`],
      ['fulltag', `kind: !<tag:yaml.org,2002:str> Secret\ndata: {a: ${value}}\n`],
      ['binary', `kind: !!binary U2VjcmV0\ndata: {a: ${value}}\n`],
      ['next line', `kind:\n  Secret\ndata:\n  a: ${value}\n`],
      ['block', `kind: >-\n  Secret\ndata:\n  a: ${value}\n`],
      ['anchor', `kind: &kind Secret\ndata: {a: ${value}}\n`],
      ['alias', `x: &kind Secret\nkind: *kind\ndata: {a: ${value}}\n`],
      ['alias key', `x: &kind kind\n*kind : Secret\ndata: {a: ${value}}\n`],
      ['explicit', `? kind # as ever\n: Secret\n? data\n: {a: ${value}}\n`],
      ['cbehind', `kind: # as ever\n  Secret\ndata: {a: ${value}}\n`],
      ['yesc', String.raw`"\x6bind": "\U00000053ecret"` + `\ndata: {a: ${value}}\n`],
      ['goeson', `"ki\\\n  nd": "Secret"\ndata: {a: ${value}}\n`],
      ['cut off gz', base64(gzipSync(json).subarray(0, 60))],
      ['zip', `UEsDBBQAAAAIA${'A'.repeat(40)}`],
    ];
    it.each(copies)('with %s', (_, copy) => {
      const text = redactText(object(copy), 'secrets');
      const left = JSON.parse(text) as ReturnType<typeof object>;
      expect(text).not.toContain(value);
      for (const part of [left.metadata.annotations, left.spec.podAnnotations, left.data]) {
        expect(Object.values(part)[0]).not.toBe(copy);
      }
      expect(left.metadata.annotations).toMatchObject({team: 'shop'});
    });

    it.each([
      ['a reference', '{"kind":"Secret","name":"app-data","namespace":"shop"}'],
      ['prose', 'Says what kind of data a Secret holds: nothing else.'],
      ['prose with a question', 'kind: what kind of Secret is it? See: https://example.com'],
      ['another kind, packed', base64(gzipSync(JSON.stringify({...secret, kind: 'ConfigMap'})))],
      ['another kind', JSON.stringify({...secret, kind: 'ConfigMap', data: {note: 'a Secret'}})],
      ['another kind, in YAML', yaml.replace('Secret', 'SecretStore')],
      ['something compressed', base64(gzipSync('some text that is none of our business'))],
      ['a digest', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
      ['an image', `registry.example.com/shop@sha256:${'0123456789abcdef'.repeat(4)}`],
      ['a certificate', base64(`-----BEGIN CERTIFICATE-----\n${base64('x'.repeat(90))}\n`)],
      ['backslashes', String.raw`if ($kind ~ "\.data\xZZ\u12") { set $Secret "\Uffffffff"; }`],
    ])('and leaves %s', (_, annotation) => {
      expect(redact(object(annotation))).toEqual(object(annotation));
    });

    it('with less memory and time than bombs would have', () => {
      const bomb = base64(gzipSync(base64(gzipSync(Buffer.alloc(40_000_000)))));
      expect(redactText(object(bomb), 'secrets')).not.toContain(bomb.slice(0, 40));
    });

    it.each([
      ['kind #'],
      ['kind:\n#\n'],
      ['\\'],
      ['\\u'],
      ['*'],
      ['kind: *a '],
      ['? '],
      ['\n'],
      ['A'.repeat(31) + '.'],
      ['A'.repeat(32) + ' '],
      ['A'.repeat(32) + '\n\n\n'],
      ['[{'],
      ['"'],
    ])('in linear time: %j', (part) => {
      const annotation = `kind ${part.repeat(400_000 / part.length)}`;
      const copy = JSON.stringify(object(annotation));
      expect(redactText(copy, 'secrets')).toBe(copy);
    });
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
          stored: 'was REDACTED',
          meant: 'pw=REDACTED',
          nested: '{"pw":"REDACTED"}',
          short: 'admin',
          other: 'correct',
        },
      },
    });
  });
});
