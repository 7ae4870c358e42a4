import {createRawObject, type RawObject} from '@firefly/core';
import {describe, expect, it} from 'vitest';
import {createRedactionStage, createRedactor} from '../src/create-redactor.ts';
import {rawObjectOf} from './raw-object-of.ts';

const everyRule = ['secrets', 'env', 'managedFields', 'lastApplied'];

const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'db',
    namespace: 'shop',
    uid: 'u-1',
    ownerReferences: [{kind: 'Deployment', name: 'shop', uid: 'u-0'}],
    managedFields: [{manager: 'kubectl'}],
  },
  data: {user: 'YWRtaW4=', password: 'aHVudGVyMg=='},
};

function redacted(object: RawObject): RawObject {
  return createRedactor({sets: everyRule}).redact(object) as RawObject;
}

describe('createRedactor', () => {
  it.each(['env', 'keys', 'all'])('takes keys in lines because of what they are called: %s', (set) => {
    const lines = Array.from({length: 8}, (_, line) => `Mq7${line}xZ9Kt`.repeat(8));
    const pem = ['-----BEGIN RSA PRIVATE KEY-----', ...lines, '-----END RSA PRIVATE KEY-----'];
    for (const text of [pem.join('\n'), lines.join('\n')]) {
      const pod = (value: string) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        spec: {env: [{name: 'SSH_PRIVATE_KEY', value}], more: {sshKey: set === 'env' ? '' : value}},
      });
      const left = createRedactor({sets: [set]}).redact(rawObjectOf(pod(text))) as RawObject;
      expect(left.parse()).toEqual(pod('REDACTED'));
    }
  });

  it('takes what lies under a key that says outright that it is secret, however deep, and not where it says little', () => {
    const thing = (spec: object) => ({apiVersion: 'example.com/v1', kind: 'Thing', spec});
    const redactor = createRedactor({sets: ['all']});
    const left = (spec: object) => (redactor.redact(rawObjectOf(thing(spec))) as RawObject).parse();
    for (const name of ['password', 'apiToken', 'clientSecret']) {
      const spec = (value: string) => ({[name]: {literal: {value}, list: [[{one: {other: value}}]]}});
      expect(left(spec('Xk29dkQwe0aB3zQ1'))).toEqual(thing(spec('REDACTED')));
    }
    const weak = {auth: {mode: {digest: 'Xk29dkQwe0aB3zQ1'}, list: [{one: {other: 'Xk29dkQwe0aB3zQ1'}}]}};
    expect(left(weak)).toEqual(thing(weak));
  });

  it('leaves a word that was taken out where nobody repeats values, also right behind a variable', () => {
    const pod = (value: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'shop'},
      spec: {
        containers: [{env: [{name: 'DB_PASSWORD', value}], image: 'marigoldine', args: [`--as=${value}`]}],
      },
    });
    const item = createRedactor({sets: ['env']}).redact(rawObjectOf(pod('marigoldine'))) as RawObject;
    expect(item.parse()).toEqual(pod('REDACTED'));
  });

  it('leaves every object alone without rules', () => {
    const redactor = createRedactor({sets: []});
    const object = rawObjectOf(secret);
    expect(redactor.redact(object)).toBe(object);
    expect(redactor.redactions().counts).toEqual([]);
    expect(redactor.redactions().milliseconds).toBe(0);
  });

  it('returns the same object when its rules find nothing in it', () => {
    const redactor = createRedactor({sets: everyRule});
    const object = rawObjectOf({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'env', annotations: {team: 'shop'}},
      data: {environment: 'production', 'containers"': 'Secret"'},
    });
    expect(redactor.redact(object)).toBe(object);
    expect(redactor.redactions().counts).toEqual([]);
  });

  it('keeps all that identifies an object', () => {
    const object = rawObjectOf(secret);
    const left = redacted(object);
    expect(left).toMatchObject({
      stream: 'objects',
      type: object.type,
      name: 'db',
      namespace: 'shop',
      uid: 'u-1',
      ownerReferences: [{kind: 'Deployment', name: 'shop', uid: 'u-0'}],
    });
    expect(left.describe()).toEqual({kind: 'Secret', namespace: 'shop', name: 'db'});
    expect(left.parse()).toEqual({
      ...secret,
      metadata: {...secret.metadata, managedFields: []},
      data: {user: 'REDACTED', password: 'REDACTED'},
    });
  });

  it('writes the same bytes into a page as it holds', () => {
    const left = redacted(rawObjectOf(secret));
    const page = Buffer.alloc(left.byteLength + 4, '.');
    left.copyTo(page, 2);
    expect(page.toString()).toBe(`..${Buffer.from(left.bytes).toString()}..`);
    expect(left.bytes.byteLength).toBe(left.byteLength);
  });

  it('reads a view into a larger buffer', () => {
    const text = JSON.stringify(secret);
    const around = Buffer.from(`xx${text}yy`);
    const view = new Uint8Array(around.buffer, around.byteOffset + 2, text.length);
    const left = redacted(createRawObject(rawObjectOf(secret).type, view));
    expect(left.parse()).toMatchObject({data: {password: 'REDACTED'}});
  });

  it('takes nothing out twice', () => {
    const redactor = createRedactor({sets: everyRule});
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {annotations: {'kubectl.kubernetes.io/last-applied-configuration': '{}'}},
      spec: {containers: [{env: [{name: 'TOKEN', value: 't'}]}]},
    };
    for (const object of [rawObjectOf(secret), rawObjectOf(pod)]) {
      const once = redactor.redact(object);
      const before = redactor.redactions().counts;
      expect(redactor.redact(once)).toBe(once);
      expect(redactor.redactions().counts).toEqual(before);
    }
  });

  it('counts values by rule and kind', () => {
    const redactor = createRedactor({sets: everyRule});
    redactor.redact(rawObjectOf(secret));
    redactor.redact(rawObjectOf(secret));
    redactor.redact(rawObjectOf({kind: 'Pod', metadata: {managedFields: [{}]}}));
    expect(redactor.redactions().counts).toEqual([
      {rule: 'managedFields', kind: 'Pod', values: 1},
      {rule: 'managedFields', kind: 'Secret', values: 2},
      {rule: 'secrets', kind: 'Secret', values: 4},
    ]);
    expect(createRedactionStage(redactor).redactions?.()).toMatchObject({
      counts: redactor.redactions().counts,
      values: 7,
    });
  });

  it('adds up the time that it took', () => {
    const redactor = createRedactor({sets: everyRule});
    redactor.redact(rawObjectOf(secret));
    const first = redactor.redactions().milliseconds;
    redactor.redact(rawObjectOf(secret));
    expect(first).toBeGreaterThan(0);
    expect(redactor.redactions().milliseconds).toBeGreaterThan(first);
  });
});
