import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {builtCollector} from '../../packages/sandbox/src/run-collector.ts';
import {renderChart} from './render-chart.ts';
import type {RenderedChart} from './rendered-chart.ts';
import {runTool} from './run-tool.ts';
import {account, assets, type RealCluster, startRealCluster} from './start-real-cluster.ts';


/** What OpenShift's admission does with `restricted-v2`: users of the namespace's range, or none named. */
const userRange = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: {name: 'user-range'},
  spec: {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods']}],
      namespaceSelector: {matchLabels: {platform: 'openshift'}},
    },
    validations: [
      {
        expression: ['runAsUser', 'runAsGroup', 'fsGroup']
          .map(
            (field) =>
              `(!has(object.spec.securityContext) || !has(object.spec.securityContext.${field}) || object.spec.securityContext.${field} >= 1000680000)`,
          )
          .join(' && '),
        message: 'outside of the range of the namespace',
      },
      {
        expression:
          'object.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.runAsUser) || c.securityContext.runAsUser >= 1000680000)',
      },
    ],
  },
};
const userRangeBinding = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: {name: 'user-range'},
  spec: {policyName: 'user-range', validationActions: ['Deny']},
};
const namespace = (name: string, labels = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {name, labels},
});

describe.skipIf(assets === '')(
  'a real API server (KUBEBUILDER_ASSETS names the folder of etcd and kube-apiserver)',
  () => {
    let cluster: RealCluster;

    async function apply(...objects: readonly object[]) {
      const list = JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects});
      expect(await cluster.kubectl(['apply', '-f', '-'], list)).toMatchObject({code: 0, stderr: ''});
    }

    /** What admission says of each of the chart's pods, in a namespace. */
    async function admitted(rendered: RenderedChart, name: string): Promise<readonly string[]> {
      const {metadata, spec} = rendered.one('Pod', '-check');
      const pods = [...(Object.values(rendered.pods) as {metadata: object; spec: object}[]), {metadata, spec}];
      const answers = await Promise.all(
        pods.map((pod, index) =>
          cluster.request('admin', 'POST', `/api/v1/namespaces/${name}/pods?dryRun=All`, {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: {...pod.metadata, namespace: name, name: `pod-${index}`},
            spec: pod.spec,
          }),
        ),
      );
      return answers.map(({status, text}) => (status === 201 ? 'created' : text));
    }

    beforeAll(async () => {
      cluster = await startRealCluster();
      await apply(
        namespace('watchers', {'pod-security.kubernetes.io/enforce': 'restricted'}),
        namespace('open', {platform: 'openshift'}),
        namespace('shop'),
        namespace('other'),
      );
      const accounts = ['watchers', 'open'].map((name) => ({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: {name: 'infralight-service-account', namespace: name},
      }));
      await apply(...accounts, userRange, userRangeBinding);
    });

    afterAll(async () => {
      await cluster.stop();
    });

    const created = ['created', 'created', 'created', 'created'];

    test('Pod Security restricted takes every pod, and would not take all', async () => {
      expect(await admitted(await renderChart(), 'watchers')).toEqual(created);
      expect(await admitted(await renderChart({values: {openshift: 'force'}}), 'watchers')).toEqual(created);
      const careless = await renderChart({values: {podSecurityContext: {runAsNonRoot: false}}});
      expect((await admitted(careless, 'watchers')).join('\n')).toContain('violates PodSecurity');
    });

    test('an admission of user ranges, as OpenShift has it, takes every pod of openshift=force', async () => {
      const usual = await renderChart();
      // The server learns of a policy by watching.
      await expect
        .poll(async () => (await admitted(usual, 'open')).join('\n'))
        .toContain('outside of the range');
      expect(await admitted(await renderChart({values: {openshift: 'force'}}), 'open')).toEqual(created);
    });

    test('with rbac.scope=namespaces nothing that is asked for is forbidden, and nothing else is read', async () => {
      await apply(
        ...['shop', 'other'].map((name) => ({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {name: `of-${name}`, namespace: name},
        })),
      );
      for (const fetchEverything of [true, false]) {
        const values = {fetchEverything, rbac: {scope: 'namespaces', namespaces: ['shop', 'watchers']}};
        const rendered = await renderChart({values});
        const kinds = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];
        await apply(...rendered.objects.filter(({kind}) => kinds.includes(kind)));
        const path = '/api/v1/namespaces/watchers/pods';
        await expect.poll(async () => (await cluster.request(account, 'GET', path)).status).toBe(200);
        const id = '/api/v1/namespaces/kube-system';
        await expect.poll(async () => (await cluster.request(account, 'GET', id)).status).toBe(200);
        const before = await forbidden();
        const out = join(cluster.folder, `out-${fetchEverything}`);
        const config = settingsFolder(rendered, join(cluster.folder, `config-${fetchEverything}`));
        const way = ['--external', join(cluster.folder, 'account'), '--config', config];
        const run = await runTool(process.execPath, [builtCollector(), ...way, '-dry-run', '--output-dir', out, 'c1']);
        expect({code: run.code, stderr: run.stderr}).toMatchObject({code: 0});
        const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as {
          narrowedTo: unknown;
          cluster: {uid?: string};
          readings: {name: string; outcome: string}[];
        };
        expect(report.narrowedTo).toEqual({namespaces: ['shop', 'watchers'], clusterScoped: false});
        expect(report.cluster.uid).toBeTruthy();
        expect(report.readings.filter(({outcome}) => outcome !== 'complete')).toEqual([]);
        expect(report.readings.map(({name}) => name)).not.toContain('nodes');
        expect(run.stderr).toContain('Reading a part of the cluster');
        const files = readdirSync(out, {recursive: true, withFileTypes: true}).filter((one) => one.isFile());
        const read = files.map((one) => readFileSync(join(one.parentPath, one.name), 'utf8')).join('\n');
        expect(read).toContain('of-shop');
        expect(read).not.toContain('of-other');
        const check = await runTool(process.execPath, [builtCollector(), 'check', ...way, '-dry-run', 'c1']);
        expect({code: check.code, stdout: check.stdout}).toMatchObject({code: 0});
        expect(await forbidden()).toBe(before);
      }
    });

    /** Requests that the API server has answered with 403. */
    async function forbidden(): Promise<number> {
      const {text} = await cluster.request('admin', 'GET', '/metrics');
      return [...text.matchAll(/^apiserver_request_total\{.*code="403".*\} (\d+)$/gmu)]
        .map(([, count]) => Number(count))
        .reduce((sum, count) => sum + count, 0);
    }
  },
);

/** The configuration directory that the kubelet would mount. */
function settingsFolder({settings}: RenderedChart, path: string): string {
  mkdirSync(path);
  for (const [name, text] of Object.entries(settings)) writeFileSync(join(path, name), text);
  return path;
}
