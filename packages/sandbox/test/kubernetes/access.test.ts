import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {everything, type KubernetesApi, type SandboxUser, startKubernetesApi} from '../../src/index.ts';
import {ApiClient} from './api-client.ts';
import {exampleCluster} from './example-cluster.ts';

const reviews = '/apis/authorization.k8s.io/v1';
const read = ['get', 'list'];

const users: readonly SandboxUser[] = [
  {name: 'admin', token: 'admin', rules: [everything]},
  {
    name: 'x',
    token: 'x',
    rules: [
      {verbs: read, groups: [''], resources: ['configmaps'], namespaces: ['default']},
      {verbs: read, groups: ['argoproj.io'], resources: ['*']},
    ],
  },
  {
    name: 'most',
    token: 'most',
    rules: [{verbs: read, groups: ['*'], resources: ['*']}],
    except: [{verbs: ['*'], groups: [''], resources: ['secrets']}],
  },
  {name: 'odd', token: 'odd', allows: ({resource, verb}) => resource.length % 2 === 1 && verb === 'list'},
];

describe('access', () => {
  let api: KubernetesApi;
  let client: ApiClient;

  beforeEach(async () => {
    api = await startKubernetesApi({cluster: exampleCluster(), users});
    client = new ApiClient(api);
  });

  afterEach(async () => {
    await client[Symbol.asyncDispose]();
    await api.close();
  });

  async function review(kind: string, token: string, spec: unknown) {
    const reply = await client.send(`${reviews}/${kind}`, {method: 'POST', token, body: {spec}});
    expect(reply.status).toBe(201);
    return reply.json()['status'] as Record<string, unknown>;
  }

  test.each([
    [
      '/api/v1/pods',
      'pods is forbidden: User "x" cannot list resource "pods" in API group "" at the cluster scope',
    ],
    [
      '/api/v1/configmaps',
      'configmaps is forbidden: User "x" cannot list resource "configmaps" in API group "" at the cluster scope',
    ],
    [
      '/api/v1/namespaces/kube-system/pods',
      'pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "kube-system"',
    ],
    [
      '/apis/apps/v1/namespaces/q/deployments/z',
      'deployments.apps "z" is forbidden: User "x" cannot get resource "deployments" in API group "apps" in the namespace "q"',
    ],
    [
      '/api/v1/namespaces/default',
      'namespaces "default" is forbidden: User "x" cannot get resource "namespaces" in API group "" in the namespace "default"',
    ],
    [
      '/api/v1/namespaces/default/pods/p/log',
      'pods "p" is forbidden: User "x" cannot get resource "pods/log" in API group "" in the namespace "default"',
    ],
    [
      '/apis/none/v1/foos',
      'foos.none is forbidden: User "x" cannot list resource "foos" in API group "none" at the cluster scope',
    ],
    ['/metrics', 'forbidden: User "x" cannot get path "/metrics"'],
  ])('to %s is refused with the sentence of a real server', async (path, message) => {
    const reply = await client.send(path, {token: 'x'});
    expect(reply.status).toBe(403);
    expect(reply.json()).toMatchObject({kind: 'Status', reason: 'Forbidden', message, code: 403});
  });

  test('may be given in one namespace alone', async () => {
    expect((await client.send('/api/v1/namespaces/default/configmaps', {token: 'x'})).status).toBe(200);
    expect((await client.send('/api/v1/namespaces/default/secrets', {token: 'x'})).status).toBe(403);
    expect((await client.send('/apis/argoproj.io/v1/rollouts', {token: 'x'})).status).toBe(200);
  });

  test('may be given by a function', async () => {
    expect((await client.send('/api/v1/configmaps', {token: 'odd'})).status).toBe(403);
    expect((await client.send('/api/v1/endpoints', {token: 'odd'})).status).toBe(200);
  });

  test('may have exceptions', async () => {
    expect((await client.send('/api/v1/secrets', {token: 'most'})).status).toBe(403);
    expect((await client.send('/api/v1/pods', {token: 'most'})).status).toBe(200);
  });

  test('needs a known token', async () => {
    const reply = await client.send('/version', {token: 'unknown'});
    expect(reply.text).toBe(
      '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}\n',
    );
  });

  test('without a token is anonymous: version and health, nothing else', async () => {
    expect((await client.send('/version', {token: ''})).status).toBe(200);
    expect((await client.send('/readyz', {token: ''})).status).toBe(200);
    const reply = await client.send('/apis', {token: ''});
    expect([reply.status, reply.json()['message']]).toEqual([
      403,
      'forbidden: User "system:anonymous" cannot get path "/apis"',
    ]);
  });

  test('follows the rotation of tokens', async () => {
    const old = api.tokens['admin'] ?? '';
    const renewed = api.rotateToken('admin');
    expect((await client.send('/version', {token: old})).status).toBe(401);
    expect((await client.send('/version', {token: renewed})).status).toBe(200);
    const second = api.issueToken('admin');
    api.revokeToken(renewed);
    expect((await client.send('/version', {token: renewed})).status).toBe(401);
    expect((await client.send('/version', {token: second})).status).toBe(200);
    expect(api.tokens['admin']).toBe(second);
  });

  test.each([
    ['x', {verb: 'list', resource: 'pods'}, false],
    ['x', {verb: 'list', resource: 'configmaps', namespace: 'default'}, true],
    ['x', {verb: 'list', resource: 'configmaps'}, false],
    ['most', {verb: 'list', resource: 'secrets'}, false],
    ['most', {verb: 'list', resource: 'deployments', group: 'apps'}, true],
    ['admin', {verb: 'delete', resource: 'nodes'}, true],
  ])('of %s to %j is reviewed as %s', async (token, resourceAttributes, allowed) => {
    expect(await review('selfsubjectaccessreviews', token, {resourceAttributes})).toMatchObject({allowed});
  });

  test('to a path is reviewed too, and a review of nothing is refused', async () => {
    const nonResourceAttributes = {verb: 'get', path: '/version'};
    expect(await review('selfsubjectaccessreviews', 'x', {nonResourceAttributes})).toMatchObject({
      allowed: true,
    });
    const empty = await client.send(`${reviews}/selfsubjectaccessreviews`, {
      method: 'POST',
      body: {spec: {}},
    });
    expect(empty.status).toBe(422);
    const garbage = await client.send(`${reviews}/selfsubjectaccessreviews`, {method: 'POST', body: 'nope'});
    expect(garbage.status).toBe(400);
  });

  test('is told as rules, one namespace at a time', async () => {
    const there = await review('selfsubjectrulesreviews', 'x', {namespace: 'default'});
    expect(there).toMatchObject({incomplete: false});
    expect(there['resourceRules']).toContainEqual({verbs: read, apiGroups: [''], resources: ['configmaps']});
    const elsewhere = await review('selfsubjectrulesreviews', 'x', {namespace: 'kube-system'});
    expect(elsewhere['resourceRules']).not.toContainEqual({
      verbs: read,
      apiGroups: [''],
      resources: ['configmaps'],
    });
    expect(elsewhere['resourceRules']).toContainEqual({
      verbs: read,
      apiGroups: ['argoproj.io'],
      resources: ['*'],
    });
    const nowhere = await client.send(`${reviews}/selfsubjectrulesreviews`, {
      method: 'POST',
      body: {spec: {}},
    });
    expect([nowhere.status, nowhere.json()['message']]).toEqual([400, 'no namespace on request']);
  });

  test('with exceptions is told resource by resource', async () => {
    const {resourceRules} = await review('selfsubjectrulesreviews', 'most', {namespace: 'default'});
    const listed = (resourceRules as {resources: string[]; verbs: string[]}[])
      .filter(({verbs}) => verbs.includes('list'))
      .flatMap(({resources}) => resources);
    expect(listed).toContain('configmaps');
    expect(listed).not.toContain('secrets');
  });

  test('may be untold, as webhook authorizers leave it', async () => {
    await using other = await startKubernetesApi({cluster: exampleCluster(), rulesReview: 'incomplete'});
    await using asking = new ApiClient(other);
    const reply = await asking.send(`${reviews}/selfsubjectrulesreviews`, {
      method: 'POST',
      body: {spec: {namespace: 'default'}},
    });
    expect(reply.json()['status']).toMatchObject({
      incomplete: true,
      evaluationError: expect.any(String) as string,
    });
  });

  test('is for reading: other methods are 405 and recorded', async () => {
    const reply = await client.send('/api/v1/namespaces/default/pods', {method: 'POST', body: {}});
    expect([reply.status, reply.json()['reason']]).toEqual([405, 'MethodNotAllowed']);
    await client.send('/version', {method: 'DELETE'});
    expect(api.violations).toEqual([
      'POST /api/v1/namespaces/default/pods: the collector only reads',
      'DELETE /version: the collector only reads',
    ]);
    expect((await client.send(`${reviews}/selfsubjectaccessreviews`)).status).toBe(405);
  });
});
