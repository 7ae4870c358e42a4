import {readFileSync} from 'node:fs';

import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {chart, helm} from './helm.ts';
import {renderText, requiredValues} from './render-chart.ts';
import {account, assets, type RealCluster, startRealCluster} from './start-real-cluster.ts';

const defaults = JSON.parse(
  readFileSync(new URL('../../packages/core/default-resource-types.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly string[]>>;

const widgets = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: 'widgets.example.com'},
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: {plural: 'widgets', singular: 'widget', kind: 'Widget'},
    versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: {type: 'object'}}}],
  },
};

/** Which the server looks for as soon as a pod names it. */
const gvisor = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata: {name: 'gvisor'},
  handler: 'runsc',
};

const everything = {
  fetchEverything: false,
  addTypes: ['secrets', 'widgets.example.com', 'applications'],
  removeTypes: ['namespaces', 'leases'],
  watchNamespace: 'shop',
  typeList: 'default+recent',
  namespaceSelector: 'team=a',
  selectors: {pods: {fieldSelector: 'status.phase!=Failed'}},
  honorOptOut: 'all',
  startJitterSeconds: 60,
  requestsInFlight: 2,
  requestsPerSecond: 50,
  redact: ['env'],
  pageSize: 900,
  startingDeadlineSeconds: 60,
  ttlSecondsAfterFinished: 0,
  suspend: true,
  timeZone: 'Europe/Berlin',
  proxy: {httpsProxy: 'http://proxy.example:3128', noProxy: ['10.0.0.0/8']},
  extraCaCerts: {pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'},
  imagePullSecrets: [{name: 'registry'}],
  networkPolicy: {enabled: true, extraEgress: [{to: [{ipBlock: {cidr: '10.0.0.0/8'}}]}]},
  resources: {limits: {'ephemeral-storage': '5Gi'}, requests: {ephemeralStorage: '1Gi'}},
  podAnnotations: {'sidecar.istio.io/inject': 'false'},
  podLabels: {team: 'platform'},
  nodeSelector: {pool: 'jobs'},
  tolerations: [{operator: 'Exists'}],
  affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}},
  onBoarder: {nodeSelector: {pool: 'jobs'}, tolerations: [{operator: 'Exists'}]},
  openshift: 'force',
  global: {imageRegistry: 'mirror.example', imagePullSecrets: ['mirror']},
  image: {digest: `sha256:${'0a'.repeat(32)}`},
  commonLabels: {team: 'platform'},
  commonAnnotations: {owner: 'platform'},
  topologySpreadConstraints: [
    {maxSkew: 1, topologyKey: 'kubernetes.io/hostname', labelSelector: {}, whenUnsatisfiable: 'ScheduleAnyway'},
  ],
  dnsConfig: {options: [{name: 'ndots', value: '1'}]},
  hostAliases: [{ip: '10.0.0.1', hostnames: ['firefly.corp']}],
  runtimeClassName: 'gvisor',
  extraEnv: [{name: 'NODE_OPTIONS', value: '--max-old-space-size=100'}],
  extraEnvFrom: [{secretRef: {name: 'more'}}],
  extraArgs: ['--strict'],
  extraVolumes: [{name: 'keys', emptyDir: {}}],
  extraVolumeMounts: [{name: 'keys', mountPath: '/keys'}],
  initContainers: [{name: 'wait', image: 'wait'}],
  sidecars: [{name: 'mesh', image: 'mesh'}],
  hooks: {annotations: {'argocd.argoproj.io/sync-wave': '1'}, weight: 5},
};

describe.skipIf(assets === '')(
  'a real API server (KUBEBUILDER_ASSETS names the folder of etcd and kube-apiserver)',
  () => {
    let cluster: RealCluster;
    const kubectl = (args: readonly string[], input?: string) => cluster.kubectl(args, input);
    const status = async (path: string) => (await cluster.request(account, 'GET', path)).status;

    async function succeed(result: ReturnType<typeof helm>): Promise<string> {
      const {code, stdout, stderr} = await result;
      if (code !== 0) throw new Error(stderr);
      return stdout;
    }

    function helmWith(values: Readonly<Record<string, unknown>>, ...args: readonly string[]) {
      const input = JSON.stringify({...requiredValues, ...values});
      return succeed(
        helm([...args, '--namespace', 'watchers', '--no-hooks', '--values', '-'], {input, env: cluster.env}),
      );
    }

    beforeAll(async () => {
      cluster = await startRealCluster();
      await succeed(kubectl(['create', 'namespace', 'watchers']));
      for (const object of [widgets, gvisor])
        await succeed(kubectl(['apply', '-f', '-'], JSON.stringify(object)));
      await succeed(kubectl(['wait', '--for=condition=Established', 'crd/widgets.example.com']));
    });

    afterAll(async () => {
      await cluster.stop();
    });

    test.each([
      ['the defaults', {}, 'firefly'],
      ['least privilege', {fetchEverything: false}, 'firefly'],
      ['everything changed', everything, 'firefly'],
      ['a proxy in a Secret', {proxy: {existingSecret: 'corporate-proxy'}}, 'firefly'],
      [
        'names that look like numbers and booleans',
        {clusterRole: {name: 'y'}, serviceAccount: {name: '1e3'}, spool: {sizeLimit: 2 ** 32}},
        '123',
      ],
      [
        'a long release name with a dot',
        {networkPolicy: {enabled: true}},
        `${'a'.repeat(44)}.${'b'.repeat(8)}`,
      ],
    ])(
      'accepts %s, field by field',
      async (_name, values, release) => {
        const {stdout} = await renderText({release, values: {...requiredValues, ...values}});
        const result = await kubectl(['apply', '--dry-run=server', '--validate=strict', '-f', '-'], stdout);
        expect({code: result.code, stderr: result.stderr}).toEqual({code: 0, stderr: ''});
        expect(result.stdout.trim().split('\n')).toHaveLength(stdout.match(/^kind: /gmu)!.length);
      },
      30_000,
    );

    test('takes the example of priority and fairness in docs/install.md', async () => {
      const docs = readFileSync(new URL('../../docs/install.md', import.meta.url), 'utf8');
      const blocks = [...docs.matchAll(/^```yaml\n(.*?)^```/gmsu)].map(([, block = '']) => block);
      const example = blocks.filter((block) => block.includes('flowcontrol.apiserver.k8s.io')).join('---\n');
      const here = example.replace('namespace: firefly', 'namespace: watchers');
      expect((await succeed(kubectl(['apply', '--validate=strict', '-f', '-'], here))).split('\n')).toHaveLength(3);
      const uid = ['get', 'flowschema', 'firefly-collector', '-o', 'jsonpath={.metadata.uid}'];
      const header = `x-kubernetes-pf-flowschema-uid: ${await succeed(kubectl(uid))}`;
      // Each answer names the schema that its request fell under; the server takes a moment to see a new one.
      const asCollector = ['--as', account, '-v', '8', 'get', '--raw', '/api/v1/pods?limit=1'];
      const answer = async () => (await kubectl(asCollector)).stderr.toLowerCase();
      await expect.poll(answer).toContain(header);
      // Other tests ask more at once than it lets wait.
      await succeed(kubectl(['delete', '-f', '-'], here));
    });

    test('install, upgrade and uninstall leave nothing behind', async () => {
      await helmWith({}, 'install', 'firefly', chart);
      await helmWith(everything, 'upgrade', 'firefly', chart);
      const kinds = 'cronjob,configmap,secret,networkpolicy,serviceaccount,clusterrole,clusterrolebinding';
      const ours = ['get', kinds, '-n', 'watchers', '-l', 'app.kubernetes.io/instance=firefly', '-o', 'name'];
      expect((await succeed(kubectl(ours))).trim().split('\n').sort()).toEqual([
        'clusterrole.rbac.authorization.k8s.io/infralight-role',
        'clusterrolebinding.rbac.authorization.k8s.io/infralight-role-binding',
        'configmap/firefly-ca-certs',
        'configmap/firefly-config',
        'cronjob.batch/firefly-cronjob',
        'networkpolicy.networking.k8s.io/firefly-network',
        'secret/firefly-credentials',
        'serviceaccount/infralight-service-account',
      ]);
      await succeed(helm(['uninstall', 'firefly', '--namespace', 'watchers', '--no-hooks'], {env: cluster.env}));
      expect(await succeed(kubectl(ours))).toBe('');
    });

    test('least privilege: the account lists each default type that is served, and nothing else', async () => {
      await helmWith({fetchEverything: false}, 'install', 'firefly', chart);
      const served = await servedTypes();
      // The server learns of a new binding by watching.
      await expect.poll(() => status('/api/v1/pods?limit=1')).toBe(200);
      const expected = served.map(({name, path}) => ({path, status: isDefault(name) ? 200 : 403}));
      const seen = await Promise.all(
        served.map(async ({path}) => ({path, status: await status(`${path}?limit=1`)})),
      );
      expect(seen).toEqual(expected);
      expect(seen.filter(({status}) => status === 200).length).toBeGreaterThan(30);
      expect(seen).toContainEqual({path: '/api/v1/secrets', status: 403});
      expect(seen).toContainEqual({path: '/apis/example.com/v1/widgets', status: 403});
      for (const path of ['/version', '/api', '/apis', '/api/v1/namespaces/kube-system']) {
        expect({path, status: await status(path)}).toEqual({path, status: 200});
      }
    });

    test('what addTypes names can be listed, and kube-system read though namespaces are removed', async () => {
      const values = {fetchEverything: false, addTypes: ['widgets', 'secrets'], removeTypes: ['namespaces']};
      await helmWith(values, 'upgrade', '--install', 'firefly', chart);
      await expect.poll(() => status('/apis/example.com/v1/widgets')).toBe(200);
      expect(await status('/api/v1/secrets')).toBe(200);
      expect(await status('/api/v1/namespaces')).toBe(403);
      expect(await status('/api/v1/namespaces/kube-system')).toBe(200);
      expect(await status('/api/v1/namespaces/watchers')).toBe(403);
    });

    /** `group/resource` and list path of every type that can be listed, in each group's preferred version. */
    async function servedTypes() {
      const stdout = await succeed(
        kubectl(['api-resources', '--verbs=list', '--no-headers', '-o', 'wide', '--cached=false']),
      );
      return stdout
        .trim()
        .split('\n')
        .map((line) => {
          const [, resource, apiVersion] = /^(\S+).*? ((?:\S+\/)?v\d\S*) +(?:true|false) /u.exec(line)!;
          const isCore = !apiVersion!.includes('/');
          const group = isCore ? '' : apiVersion!.split('/')[0]!;
          return {
            name: `${group}/${resource}`,
            path: `/${isCore ? 'api' : 'apis'}/${apiVersion}/${resource}`,
          };
        });
    }
  },
);

function isDefault(name: string): boolean {
  const [group = '', resource = ''] = name.split('/');
  return defaults[group]?.includes(resource) ?? false;
}
