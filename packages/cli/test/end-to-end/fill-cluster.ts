import type {TestCluster} from './test-cluster.ts';

/** A Secret's value; it may appear nowhere unless Secrets are asked for. */
export const secretValue = 'dGhlLXZhdWx0LXdvcmQtaXMtc3dvcmRmaXNo';

/** Numbers and texts that do not survive JSON.parse and JSON.stringify, or a change of their escapes. */
export const oddSpec =
  '{"big":9007199254740993,"decimal":1.0,"exponent":1e3,"huge":1e+21,"least":-9223372036854775808,' +
  '"text":"<a href=\\"x\\">&\\u2028 é 😀 \\\\u0041","tiny":1e-7,"zero":0}';

/** Uids of what tests look for by itself. */
export interface FilledCluster {
  readonly deployment: string;
  readonly replicaSet: string;
  readonly pods: readonly string[];
  readonly service: string;
  readonly endpoints: string;
  readonly secret: string;
  readonly gadget: string;
  readonly relic: string;
  readonly widget: string;
  readonly planet: string;
  readonly application: string;
}

const bulkCount = 240;
const widgetCount = 40;

/** Creates a few hundred objects: built-in ones, custom ones, owners, a Secret, oddities. */
export async function fillCluster(cluster: TestCluster): Promise<FilledCluster> {
  const {create} = cluster;
  await inTurns(bulkCount, async (index) => {
    const metadata = {name: `settings-${index}`, namespace: 'bulk', labels: {index: `${index}`}};
    await create({apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {text: noise(index)}});
  });
  const widgets: string[] = [];
  await inTurns(widgetCount, async (index) => {
    const metadata = {name: `widget-${index}`, namespace: index % 2 === 0 ? 'shop' : 'vault'};
    widgets[index] = await create(
      {apiVersion: 'example.com/v1', kind: 'Widget', metadata},
      `{"size":${index}}`,
    );
  });
  const shop = (name: string, owner?: Owner) => ({
    name,
    namespace: 'shop',
    labels: {app: 'web'},
    ...(owner === undefined ? {} : {ownerReferences: [{apiVersion: 'apps/v1', ...owner}]}),
  });
  const template = {
    metadata: {labels: {app: 'web'}},
    spec: {containers: [{name: 'web', image: 'web:1', env: [{name: 'PASSWORD', value: 'open'}]}]},
  };
  const selector = {matchLabels: {app: 'web'}};
  const workload = {replicas: 2, selector, template};
  const apps = 'apps/v1';
  const deployment = await create({
    apiVersion: apps,
    kind: 'Deployment',
    metadata: shop('web'),
    spec: workload,
  });
  const replicaSet = await create({
    apiVersion: apps,
    kind: 'ReplicaSet',
    metadata: shop('web-1', {kind: 'Deployment', name: 'web', uid: deployment}),
    spec: workload,
  });
  const owner = {kind: 'ReplicaSet', name: 'web-1', uid: replicaSet};
  const pods = [];
  for (const name of ['web-1-a', 'web-1-b'])
    pods.push(
      await create({apiVersion: 'v1', kind: 'Pod', metadata: shop(name, owner), spec: template.spec}),
    );
  const ports = [{port: 80, protocol: 'TCP'}];
  return {
    deployment,
    replicaSet,
    pods,
    service: await create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: shop('web'),
      spec: {selector: {app: 'web'}, ports},
    }),
    endpoints: await create({apiVersion: 'v1', kind: 'Endpoints', metadata: shop('web'), subsets: []}),
    secret: await create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name: 'password', namespace: 'vault'},
      type: 'Opaque',
      data: {password: secretValue},
    }),
    gadget: await create(
      {apiVersion: 'mixed.example.com/v2', kind: 'Gadget', metadata: {name: 'odd', namespace: 'vault'}},
      oddSpec,
    ),
    relic: await create(
      {apiVersion: 'mixed.example.com/v1beta1', kind: 'Relic', metadata: {name: 'old', namespace: 'shop'}},
      '{"age":4000}',
    ),
    widget: widgets[0] ?? '',
    planet: await create(
      {apiVersion: 'example.org/v1', kind: 'Planet', metadata: {name: 'mars'}},
      '{"moons":2}',
    ),
    application: await create({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {name: 'checkout', namespace: 'shop'},
      spec: {source: {repoURL: 'https://github.com/example/checkout.git', targetRevision: '1.2.0'}},
      status: {
        sourceType: 'Helm',
        health: {status: 'Healthy'},
        history: [{id: 3, deployedAt: '2026-01-02T03:04:05Z'}],
        resources: [{group: 'apps', version: 'v1', kind: 'Deployment', name: 'web', namespace: 'shop'}],
      },
    }),
  };
}

interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** Eight at once: a server of its own takes its time for each. */
async function inTurns(count: number, run: (index: number) => Promise<void>): Promise<void> {
  const indexes = Array.from({length: count}, (_, index) => index).values();
  await Promise.all(
    Array.from({length: 8}, async () => {
      for (const index of indexes) await run(index);
    }),
  );
}

/** About a kilobyte that compresses badly, the same at every call. */
function noise(seed: number): string {
  let state = seed + 1;
  return Array.from({length: 64}, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (state >>> 0).toString(36).padStart(16, '-');
  }).join('');
}
