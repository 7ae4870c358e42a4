import {describe, expect, it} from 'vitest';
import {copyAnnotations} from '../src/rules/copy-annotations.ts';
import {redactText} from './redact-text.ts';

const manifest = JSON.stringify({apiVersion: 'v1', kind: 'Pod', metadata: {name: 'a'}}, undefined, 1);
const gzip = 'H4sIAAAAAAAA/5RSW2/bPAz9Kx/4bPfL';
const token = `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.${'s'.repeat(40)}`;

function redact(content: object): unknown {
  return JSON.parse(redactText(content, 'lastApplied'));
}

const annotated = (annotations: object) => ({
  kind: 'Deployment',
  metadata: {annotations},
  spec: {template: {metadata: {annotations}}, podAnnotations: annotations},
});

describe('the rule lastApplied', () => {
  it.each(copyAnnotations.map((name) => name.replace('*', 'x')))('takes %s', (name) => {
    expect(redact(annotated({[name]: '{}'}))).toEqual(annotated({[name]: 'REDACTED'}));
  });

  it.each([
    ['app.oam.dev/last-applied-configuration', '{"spec":{}}'],
    ['kudo.dev/last-applied-instance-state', '{"operatorVersion":{}}'],
    ['operator.victoriametrics/last-applied-spec', '{"replicas":1}'],
    ['virtualization.deckhouse.io/vm.last-applied-spec', '{"cpu":1}'],
    ['qbec.io/last-applied', gzip],
    ['kopf.zalando.org/last-handled-configuration', '{"spec":{"password":"hunter2"}}'],
    ['example.com/copy', manifest],
    ['example.com/copy', `\n ${manifest}`],
    ['example.com/copy', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n'],
    ['example.com/copy', '---\n# A comment.\nkind: Pod\napiVersion: v1\nmetadata:\n  name: a\n'],
    ['example.com/copy', gzip],
    ['example.com/copy', Buffer.from(manifest).toString('base64')],
    ['example.com/bearer', token],
  ])('takes what shows itself as a copy or a token: %s: %j', (name, value) => {
    expect(redact(annotated({a: 'b', [name]: value}))).toEqual(annotated({a: 'b', [name]: 'REDACTED'}));
  });

  it.each([
    ['kubectl.kubernetes.io/restartedAt', '2024-01-01T00:00:00Z'],
    ['kubectl.kubernetes.io/default-container', 'app'],
    ['kubectl.kubernetes.io/last-applied-configuration', ''],
    ['meta.helm.sh/release-name', 'shop'],
    ['deployment.kubernetes.io/revision', '3'],
    ['pv.kubernetes.io/provisioned-by', 'ebs.csi.aws.com'],
    ['foundationdb.org/last-applied-spec', 'c5ae3b3f9a3e3b3f9a3e3b3f9a3e3b3f'],
    ['app.oam.dev/last-applied-time', '2024-01-01T00:00:00Z'],
    ['policies.kyverno.io/last-applied-patches', 'add-labels: added /metadata/labels/team\n'],
    [
      'kubernetes.io/created-by',
      '{"kind":"SerializedReference","apiVersion":"v1","reference":{"kind":"ReplicaSet"}}',
    ],
    ['openshift.io/token-secret.name', 'default-token-abcde'],
    ['kubernetes.io/description', 'and what kind of metadata has which apiVersion in it'],
    ['control-plane.alpha.kubernetes.io/leader', '{"holderIdentity":"a","leaseDurationSeconds":15}'],
    ['checksum/config', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['example.com/settings', Buffer.from('{"some":"settings","and":"some","more":1}').toString('base64')],
  ])('leaves %s: %j', (name, value) => {
    const object = annotated({[name]: value});
    expect(redact(object)).toEqual(object);
  });

  it('keeps every other byte, wherever annotations stand', () => {
    const name = 'kubectl.kubernetes.io/last-applied-configuration';
    const text = `{"status":{"n":1.0},"kind":"Thing","spec":{"items":[{"metadata":{"annotations" : {"a":"b","${name}" :\t"{\\"a\\": \\"]}\\"}\\n" } } }]},
      "metadata":{"annotations":{"${name}":"{}","z":"1"},"labels":{"${name}":"{}"}} , "n":1e3 }`;
    expect(redactText(text, 'lastApplied')).toBe(
      text
        .replace(String.raw`"{\"a\": \"]}\"}\n"`, '"REDACTED"')
        .replace(`"annotations":{"${name}":"{}"`, `"annotations":{"${name}":"REDACTED"`),
    );
  });

  it('reads names that are written with escapes', () => {
    const text = String.raw`{"kind":"Pod","metadata":{"\u0061nnotations":{"kubectl.kubernetes.io\/l\u0061st-applied-configuration":"{}"}}}`;
    expect(redactText(text, 'lastApplied')).toBe(text.replace('"{}"', '"REDACTED"'));
  });
});
