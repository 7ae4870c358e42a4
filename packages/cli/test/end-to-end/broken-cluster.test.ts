import {
  type Cluster,
  clusterFromObjects,
  everything,
  generateCluster,
  startKubernetesApi,
} from '@firefly/sandbox';
import {describe, expect, test, type TestContext} from 'vitest';

import {createKubeconfigFolder} from './kubeconfig-folder.ts';
import {type CollectionOptions, prepareCollection} from './prepare-collection.ts';

interface Prepared extends CollectionOptions {
  readonly cluster?: Cluster;
}

/** An embedded cluster of the test's own, which it may break, and the built collector in front of it. */
async function prepare(context: TestContext, {cluster, ...options}: Prepared = {}) {
  const api = await startKubernetesApi({
    cluster: cluster ?? generateCluster({objects: 300}),
    users: [{name: 'admin', rules: [everything]}],
  });
  context.onTestFinished(() => api.close());
  const folder = createKubeconfigFolder();
  context.onTestFinished(() => folder.remove());
  const kubeconfig = folder.write(api.kubeconfig('admin'));
  const served = {kubeconfig: () => kubeconfig, tokens: Object.values(api.tokens)};
  return {api, ...(await prepareCollection(context, served, options))};
}

describe(
  'the built collector, contract fetching, tells Firefly that it has not the whole cluster',
  {concurrent: true},
  () => {
    test('when its credentials are refused from some moment on', async (context) => {
      const {api, firefly, run} = await prepare(context);
      api.inject({
        on: {path: /replicasets/},
        fault: {kind: 'call', run: () => api.revokeToken(api.tokens['admin'] ?? '')},
      });
      const outcome = await run();
      expect(outcome).toMatchObject({code: 1, report: {result: 'failure', code: 'K8S_CREDENTIALS_REFUSED'}});
      expect(firefly.fetchings).toMatchObject([{locked: false, metadata: {result: 'failure'}}]);
      expect(firefly.violations).toEqual([]);
    });

    test('when the list of its API groups cannot be read', async (context) => {
      const {api, firefly, run} = await prepare(context);
      api.inject({on: {path: '/apis'}, times: Infinity, fault: {kind: 'status', status: 403}});
      const outcome = await run();
      expect(outcome).toMatchObject({code: 1, report: {result: 'failure', code: 'K8S_FORBIDDEN'}});
      expect(firefly.fetchings).toMatchObject([{locked: false, metadata: {result: 'failure'}}]);
    });
  },
);

test.for(['/api', '/apis', '/version', '/api/v1/namespaces/kube-system'])(
  'the built collector asks again for %s where that breaks off',
  {concurrent: true},
  async (path, context) => {
    const {api, firefly, run} = await prepare(context);
    const fault = api.inject({on: {path}, fault: {kind: 'reset', afterBytes: 'half'}});
    const outcome = await run();
    expect(outcome).toMatchObject({
      code: 0,
      report: {result: 'success', discoveryFailures: [{subject: 'group', name: 'metrics.k8s.io/v1beta1'}]},
    });
    expect(fault.hits).toBe(1);
    expect(firefly.fetchings).toMatchObject([
      {locked: true, clusterUniqueId: expect.stringMatching(/.+/) as string},
    ]);
  },
);

describe('the built collector', {concurrent: true}, () => {
  test('takes values out before trees are grown of the objects', async (context) => {
    const value = 'aHVudGVyMg==';
    const owner = {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'owner-1'};
    const cluster = clusterFromObjects([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {namespace: 'default', name: 'web', uid: 'owner-1'},
      },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {namespace: 'default', name: 'web', ownerReferences: [owner]},
        data: {password: value},
      },
    ]);
    const {firefly, run} = await prepare(context, {cluster, settings: {'collector.redact': 'secrets'}});
    expect(await run('--add-types', 'secrets')).toMatchObject({code: 0});
    const textOf = (stream: 'objects' | 'k8sTrees') =>
      firefly.accepted
        .items(stream)
        .map((bytes) => bytes.toString('utf8'))
        .join('\n');
    expect(textOf('k8sTrees')).toContain('"kind":"Secret"');
    expect(textOf('objects') + textOf('k8sTrees')).not.toContain(value);
  });

  test.for([
    ['secret', '/api/v1/secrets'],
    ['configmap', '/api/v1/configmaps'],
  ] as const)('looks for Helm releases where HELM_DRIVER=%s says', async ([driver, path], context) => {
    const {api, run} = await prepare(context, {environment: {HELM_DRIVER: driver}});
    expect(await run()).toMatchObject({code: 0});
    const asked = api.requests.filter(({query}) => query.get('labelSelector') === 'owner=helm');
    expect(new Set(asked.map((request) => request.path))).toEqual(new Set([path]));
  });
});
