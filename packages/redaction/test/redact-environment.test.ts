import {gunzipSync, gzipSync} from 'node:zlib';

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
        env: [{name: 'DB_PIN', value: number}],
        extraEnv: [
          {name: 'TOKEN', value: true},
          {name: 'TOKEN', value: null},
          {name: 'TOKEN', value: list},
          {name: 'TOKEN', value: map},
          {name: 'PORT', value: {port: 80}},
          {name: 'TOKEN', value: []},
        ],
      },
    });
    expect(redact(object(-12.5, ['a', {b: 'd'}], {a: {b: ['c']}}))).toEqual(
      object('REDACTED', ['REDACTED', {b: 'REDACTED'}], {a: {b: ['REDACTED']}}),
    );
  });

  it.each([
    [
      'a list of assignments',
      (value: string) => ({env: ['PORT=80', `DB_PASSWORD=${value}`, 'DB_PASSWORD=']}),
    ],
    [
      'an exported assignment',
      (value: string) => ({env: [`export apiKey=${value}`, `--token=${value}`, 'a=b']}),
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

  it('takes values in a text of assignments, and in one whose name is escaped', () => {
    const object = (text: string, assignment: string) => ({
      kind: 'Thing',
      spec: {env: text, envs: [assignment], environment: 'production', envVars: 'PORT=80\nHOST=a'},
    });
    const text = JSON.stringify(object('PORT=80\nDB_PASSWORD=x\n', '@=hunter2')).replace('@', 'T\\u004fKEN');
    expect(redact(text)).toEqual(object('PORT=80\nDB_PASSWORD=REDACTED\n', 'TOKEN=REDACTED'));
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
    const object = (one: string, two: string, three: string) => ({
      kind: 'Thing',
      spec: {
        env: [`TOKEN=${one}`, {name: 'API_TOKEN', value: [{a: two}, three]}],
        args: [`x ${one} y`, `--pin=${three}`, `x ${two}`, 'certificate'],
      },
    });
    expect(redact(object('hunter2hunter2', 'in-an-object-7', 'in-a-list-7'))).toEqual(
      object('REDACTED', 'REDACTED', 'REDACTED'),
    );
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

  it('takes other strings of the object that repeat a value, and leaves what the object is called', () => {
    const pod = (value: string) => ({
      kind: 'Pod',
      metadata: {name: 'hunter2hunter2', annotations: {seen: `${value}!`, copy: JSON.stringify({value})}},
      spec: {
        containers: [
          {
            command: ['redis', '--requirepass', value],
            env: [
              {name: 'URL', value: `redis://:${value}@db`},
              {name: 'PASSWORD', value},
            ],
            args: ['-a', value, 'short'],
            livenessProbe: {exec: {command: ['redis-cli', '-a', value]}},
          },
        ],
      },
    });
    expect(redact(pod('hunter2hunter2'))).toEqual(pod('REDACTED'));
  });

  it('finds a repeated value however it is written: within JSON within JSON, in base64, compressed', () => {
    const value = 'hunter"2"\\hunter';
    const text = redactText(
      {
        kind: 'Pod',
        metadata: {
          annotations: {
            json: JSON.stringify({note: JSON.stringify({value})}),
            base64: Buffer.from(`note: ${value}`).toString('base64'),
            gzip: gzipSync(`note: ${value}`).toString('base64'),
          },
        },
        spec: {containers: [{env: [{name: 'PASSWORD', value}]}]},
      },
      'env',
    );
    const {annotations} = (JSON.parse(text) as {metadata: {annotations: Record<string, string>}}).metadata;
    expect(text).not.toContain('hunter');
    expect(Buffer.from(annotations['base64']!, 'base64').toString()).not.toContain('hunter');
    expect(gunzipSync(Buffer.from(annotations['gzip']!, 'base64')).toString()).toBe('note: REDACTED');
  });

  it('leaves strings alone that repeat a value of less than eight bytes', () => {
    const pod = (value: string) => ({
      kind: 'Pod',
      spec: {containers: [{args: ['--user=admin'], env: [{name: 'PASSWORD', value}]}]},
    });
    expect(redact(pod('admin'))).toEqual(pod('REDACTED'));
  });

  it.each([
    ['JSON', (text: string) => text],
    ['base64', (text: string) => Buffer.from(text).toString('base64')],
    ['gzip', (text: string) => gzipSync(text).toString('base64')],
    ['a ConfigMap', (pod: string) => JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', data: {pod}})],
  ])('takes values in a copy of a pod template: %s', (_, pack) => {
    const copy = (value: string) => JSON.stringify({apiVersion: 'v1', kind: 'Pod', spec: podSpec(value)});
    const object = (annotation: string) => ({kind: 'Service', metadata: {annotations: {copy: annotation}}});
    expect(redact(object(pack(copy('hunter2'))))).toEqual(object(pack(copy('REDACTED'))));
  });

  it('takes values in what lies under `data` of another kind', () => {
    const revision = (value: string) => ({
      kind: 'ControllerRevision',
      data: {spec: {containers: [{env: [{name: 'AWS_SECRET_ACCESS_KEY', value}]}]}},
    });
    expect(redact(revision('sk68'))).toEqual(revision('REDACTED'));
  });

  it('leaves copies without an environment', () => {
    const object = {
      kind: 'Service',
      metadata: {annotations: {copy: '{"apiVersion":"v1","kind":"Service","spec":{"ports":[]}}'}},
    };
    expect(redact(object)).toEqual(object);
  });
});
