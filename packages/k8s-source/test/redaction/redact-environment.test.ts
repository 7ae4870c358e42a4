import {describe, expect, it} from 'vitest';
import {redactText} from './redact-text.ts';

function redact(content: string | object): unknown {
  return JSON.parse(redactText(content, 'env'));
}

const environment = (value: string) => [
  {name: 'DB_PASSWORD', value},
  {value, name: 'apiKey'},
  {name: 'LOG_LEVEL', value: 'debug'},
  {name: 'DB_TOKEN', valueFrom: {secretKeyRef: {name: 'db', key: 'token'}}},
  {name: 'SECRET'},
];

const podSpec = (value: string) => ({
  containers: [{name: 'app', env: environment(value)}, {name: 'plain'}],
  initContainers: [{name: 'init', env: environment(value)}],
  ephemeralContainers: [{name: 'debug', env: environment(value)}],
});

describe('the rule env', () => {
  it.each([
    ['v1', 'Pod', (value: string) => podSpec(value)],
    ['v1', 'ReplicationController', (value: string) => ({template: {spec: podSpec(value)}})],
    ['apps/v1', 'Deployment', (value: string) => ({template: {spec: podSpec(value)}})],
    ['apps/v1', 'StatefulSet', (value: string) => ({template: {spec: podSpec(value)}})],
    ['apps/v1', 'DaemonSet', (value: string) => ({template: {spec: podSpec(value)}})],
    ['apps/v1', 'ReplicaSet', (value: string) => ({template: {spec: podSpec(value)}})],
    ['batch/v1', 'Job', (value: string) => ({template: {spec: podSpec(value)}})],
    ['batch/v1', 'CronJob', (value: string) => ({jobTemplate: {spec: {template: {spec: podSpec(value)}}}})],
    ['argoproj.io/v1alpha1', 'Rollout', (value: string) => ({template: {spec: podSpec(value)}})],
    [
      'example.com/v1',
      'Kafka',
      (value: string) => ({kafka: {template: {kafkaContainer: {env: environment(value)}}}}),
    ],
    ['example.com/v1', 'Thing', (value: string) => ({env: environment(value)})],
    ['example.com/v1', 'Thing', (value: string) => ({deep: [[{extraEnvVars: environment(value)}]]})],
    [
      'example.com/v1',
      'Thing',
      (value: string) => ({values: {env: {DB_PASSWORD: value, LOG_LEVEL: 'debug'}}}),
    ],
  ])('takes values by their name in %s %s', (apiVersion, kind, spec) => {
    expect(redact({apiVersion, kind, spec: spec('hunter2')})).toEqual({
      apiVersion,
      kind,
      spec: spec('REDACTED'),
    });
  });

  it('takes them in what a ControllerRevision remembers', () => {
    const revision = (value: string) => ({
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      data: {spec: {template: {$patch: 'replace', spec: podSpec(value)}}},
      revision: 3,
    });
    expect(redact(revision('hunter2'))).toEqual(revision('REDACTED'));
  });

  it('keeps every other byte', () => {
    const text = `{"kind": "Pod","spec":{"containers":[
      {"env" : [ {"value" : "hunter2","name":"TOKEN"} , {"name":"TOKEN","value":"a\\"b\\\\"}, {"name":"PORT","value":"80"}],
       "ports":[{"containerPort":1.0}]}] } }`;
    expect(redactText(text, 'env')).toBe(
      text.replace('"hunter2"', '"REDACTED"').replace('"a\\"b\\\\"', '"REDACTED"'),
    );
  });

  it('reads keys and names that are written with escapes', () => {
    const text = String.raw`{"kind":"Pod","spec":{"\u0065nv":[{"n\u0061me":"T\u004fKEN","v\u0061lue":"hunter2"}]}}`;
    expect(redactText(text, 'env')).toBe(text.replace('hunter2', 'REDACTED'));
  });

  it('takes numbers, which custom resources let through, and leaves true, false, null and objects', () => {
    const object = (value: unknown) => ({
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      spec: {
        env: [{name: 'PIN_KEY', value}],
        extraEnv: [
          {name: 'KEY', value: true},
          {name: 'KEY', value: null},
          {name: 'KEY', value: {from: 'KEY'}},
        ],
      },
    });
    expect(redact(object(-12.5))).toEqual(object('REDACTED'));
  });

  it('takes the value when any of two names says secret', () => {
    const text = '{"kind":"Pod","env":[{"name":"TOKEN","value":"hunter2","name":"PORT"}]}';
    expect(redactText(text, 'env')).toBe(text.replace('hunter2', 'REDACTED'));
  });

  it('leaves names and values that are no environment', () => {
    const object = {
      kind: 'Thing',
      spec: {
        parameters: [{name: 'password', value: 'x'}],
        envFrom: [{name: 'password', value: 'x', secretRef: {name: 'password'}}],
        properties: {env: {type: 'array', items: {properties: {password: {type: 'string'}}}}},
      },
    };
    expect(redact(object)).toEqual(object);
  });

  it('takes other strings of the object that repeat a value: variables, commands, arguments, annotations', () => {
    const spec = (password: string, other = password) => ({
      containers: [
        {
          image: 'hunter2hunter2',
          command: ['redis', '--requirepass', other],
          env: [
            {name: 'URL', value: other === password ? other : `redis://:${other}@db`},
            {name: 'PASSWORD', value: password},
            {name: 'SHORT_KEY', value: 'REDACTED'},
          ],
          args: ['-a', other, 'short'],
          livenessProbe: {exec: {command: ['redis-cli', '-a', other]}},
        },
      ],
    });
    const pod = (metadata: object, podSpec: object) => ({kind: 'Pod', metadata, spec: podSpec});
    expect(
      redact(pod({name: 'hunter2hunter2', annotations: {seen: 'hunter2hunter2!'}}, spec('hunter2hunter2'))),
    ).toEqual(pod({name: 'hunter2hunter2', annotations: {seen: 'REDACTED'}}, spec('REDACTED')));
  });

  it('finds a repeated value within JSON within an annotation', () => {
    const pod = (annotation: string, value: string) => ({
      kind: 'Pod',
      metadata: {annotations: {settings: annotation}},
      spec: {containers: [{env: [{name: 'PASSWORD', value}]}]},
    });
    const value = 'hunter"2"\\hunter';
    expect(redact(pod(JSON.stringify({value}), value))).toEqual(pod('REDACTED', 'REDACTED'));
  });

  it('leaves strings alone that repeat a value of less than eight bytes', () => {
    const pod = (value: string) => ({
      kind: 'Pod',
      spec: {containers: [{args: ['--user=admin'], env: [{name: 'PASSWORD', value}]}]},
    });
    expect(redact(pod('admin'))).toEqual(pod('REDACTED'));
  });

  it.each([
    ['kubectl.kubernetes.io/last-applied-configuration', JSON.stringify({spec: podSpec('hunter2')})],
    ['openshift.io/encoded-deployment-config', JSON.stringify({spec: podSpec('hunter2')})],
    [
      'example.com/copy',
      JSON.stringify({apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: podSpec('hunter2')}),
    ],
    ['objectset.rio.cattle.io/applied', 'H4sIAAAAAAAA/5RSW2/bPAz9Kx/4bPfL'],
    ['percona.com/last-config-hash', Buffer.from('{"replicas":3}').toString('base64')],
  ])('takes the copy of a pod template in the annotation %s, whole', (name, value) => {
    const object = (annotation: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {annotations: {[name]: annotation}},
      spec: {template: {metadata: {annotations: {[name]: annotation}}, spec: {containers: [{name: 'app'}]}}},
    });
    expect(redact(object(value))).toEqual(object('REDACTED'));
  });

  it('leaves copies that can hold no environment', () => {
    const object = {
      kind: 'Service',
      metadata: {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': '{"kind":"Service","spec":{"ports":[]}}',
          'objectset.rio.cattle.io/applied': 'H4sIAAAAAAAA/5RSW2/bPAz9Kx/4bPfL',
        },
      },
    };
    expect(redact(object)).toEqual(object);
  });
});
