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

  it('takes numbers, lists and objects, which custom resources let through, and leaves true, false and null', () => {
    const object = (number: unknown, list: unknown, map: unknown) => ({
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      spec: {
        env: [{name: 'PIN_KEY', value: number}],
        extraEnv: [
          {name: 'KEY', value: true},
          {name: 'KEY', value: null},
          {name: 'KEY', value: list},
          {value: map, name: 'KEY'},
          {name: 'PORT', value: {port: 80}},
          {name: 'KEY', value: []},
        ],
      },
    });
    expect(redact(object(-12.5, ['a', {b: 1}], {a: {b: ['c']}}))).toEqual(
      object('REDACTED', 'REDACTED', 'REDACTED'),
    );
  });

  it.each([
    [
      'a list of assignments',
      (value: string) => ({env: ['PORT=80', `DB_PASSWORD=${value}`, 'DB_PASSWORD=']}),
    ],
    [
      'an exported assignment',
      (value: string) => ({env: [`export apiKey=${value}`, '--token=x', 'a=b token=c']}),
    ],
    [
      'an object for each',
      (value: string) => ({env: {DB_PASSWORD: {value, note: value}, PORT: {value: '80'}}}),
    ],
    ['variables as a map', (value: string) => ({environment: {variables: {dbPassword: value, port: '80'}}})],
    [
      'variables in a list',
      (value: string) => ({environment: [{variables: {dbPassword: value, port: '80'}}]}),
    ],
    ['an object in a list for each', (value: string) => ({env: [{DB_PASSWORD: value}, {DB_TOKEN: {value}}]})],
    [
      'key and value',
      (value: string) => ({
        env: [
          {key: 'DB_PASSWORD', value},
          {value, key: 'TOKEN'},
        ],
      }),
    ],
    ['Name and Value', (value: string) => ({Environment: [{Name: 'DB_PASSWORD', Value: value}]})],
    [
      'a list further inside',
      (value: string) => ({
        environment: [{image: 'a', environmentVariable: [{name: 'apiKey', type: 'PLAINTEXT', value}]}],
      }),
    ],
    [
      'one environment for each stage',
      (value: string) => ({env: {prod: {web: {DB_PASSWORD: value, PORT: '80'}}}}),
    ],
    ['one variable', (value: string) => ({envVar: {name: 'DB_PASSWORD', value}})],
    ['a list', (value: string) => ({env: {DB_PASSWORDS: [value, [value], {key: value}], PORTS: ['80']}})],
    ['an object', (value: string) => ({env: {credentials: {user: value, key: value, more: {pin: value}}}})],
  ])('takes values by their name from %s', (_, spec) => {
    const object = (value: string) => ({apiVersion: 'example.com/v1', kind: 'Thing', spec: spec(value)});
    expect(redact(object('hunter2'))).toEqual(object('REDACTED'));
    expect(redact(object('REDACTED'))).toEqual(object('REDACTED'));
  });

  it('takes a whole text of assignments, and a whole assignment whose name is escaped', () => {
    const object = (text: string, assignment: string) => ({
      kind: 'Thing',
      spec: {env: text, envs: [assignment], environment: 'production', envVars: 'PORT=80\nHOST=a'},
    });
    const text = JSON.stringify(object('PORT=80\nDB_PASSWORD=x\n', '@=hunter2')).replace('@', 'T\\u004fKEN');
    expect(redact(text)).toEqual(object('REDACTED', 'REDACTED'));
  });

  it('leaves where values come from, what describes them, and what is no variable', () => {
    const object = {
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      spec: {
        env: {
          DB_PASSWORD: {valueFrom: {secretKeyRef: {name: 'db', key: 'password'}}},
          DB_TOKEN: {secretKeyRef: {name: 'db', key: 'token'}},
          DB_SECRET: {name: 'db', key: 'password', optional: false},
          DB_KEYS: [{name: 'db'}],
        },
        environment: {
          pod: {affinity: {topologyKey: 'zone'}, volumes: [{secret: {secretName: 'a-secret'}}]},
          tolerations: [{key: 'node', operator: 'Exists'}],
        },
        extraEnv: [{name: 'DB_PASSWORD', secretName: 'db', secretKey: 'password'}],
        schema: {
          env: {
            type: 'object',
            properties: {TOKEN: {type: 'string', description: 'A token.'}, key: {type: 'string'}},
            'x-kubernetes-list-map-keys': ['name'],
          },
        },
      },
    };
    expect(redact(object)).toEqual(object);
  });

  it('takes the same whatever rules there are beside it', () => {
    const object = (value: string) => ({kind: 'Thing', spec: {env: {data: {DB_PASSWORD: value}, kind: 'x'}}});
    expect(JSON.parse(redactText(object('hunter2'), 'env', 'secrets'))).toEqual(object('REDACTED'));
  });

  it('finds what repeats a part of a string, or a string in a list or an object that goes', () => {
    const object = (...values: string[]) => ({
      kind: 'Thing',
      spec: {
        env: [`TOKEN=${values[0]}`, {name: 'KEY', value: values[1]}],
        args: [values[2], values[3], values[4], 'certificate'],
      },
    });
    const values = ['hunter2hunter2', '@', 'x hunter2hunter2 y', '--pin=in-a-list', 'x in-an-object'];
    const text = JSON.stringify(object(...values)).replace(
      '"@"',
      '[{"certificate" : "in-an-object"}, "in-a-list"]',
    );
    expect(redact(text)).toEqual(object(...values.map(() => 'REDACTED')));
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

  it('takes a packed copy that names an environment, whatever the object itself is', () => {
    const copy = JSON.stringify({apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: podSpec('hunter2')});
    const object = (annotation: string) => ({kind: 'Service', metadata: {annotations: {copy: annotation}}});
    const packed = Buffer.from(copy).toString('base64');
    expect(redact(object(packed))).toEqual(object('REDACTED'));
    const wrapped = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {}, data: {pod: packed}};
    expect(redact(object(JSON.stringify(wrapped)))).toEqual(object('REDACTED'));
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
