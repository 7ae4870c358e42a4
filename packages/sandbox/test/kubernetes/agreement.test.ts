import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {
  type ControlPlane,
  everything,
  type KubernetesApi,
  startControlPlane,
  startKubernetesApi,
} from '../../src/index.ts';
import {ApiClient, type Reply, type RequestOptions} from './api-client.ts';
import {configMap, exampleCluster, rollouts, routes, secret} from './example-cluster.ts';

/**
 * The same questions to a real kube-apiserver and to this one. Runs where KUBEBUILDER_ASSETS names a folder with etcd
 * and kube-apiserver: all rows hold for 1.34 and 1.36, but for the types of `since`.
 */
const assets = process.env['KUBEBUILDER_ASSETS'];

const maps = '/api/v1/namespaces/default/configmaps';
const custom = '/apis/argoproj.io/v1/namespaces/default/rollouts';
const reviews = '/apis/authorization.k8s.io/v1';
const aggregated = (version: string) =>
  `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
const partial = (form: string) => `application/json;as=${form};g=meta.k8s.io;v=v1`;
const token = Buffer.from('{"v":"meta.k8s.io/v1","rv":1,"start":"/c2\\u0000"}').toString('base64url');

/** Types that the sandbox serves as 1.36 does: a server of an earlier minor has none of them. */
const since: Readonly<Record<string, number>> = {
  mutatingadmissionpolicies: 36,
  mutatingadmissionpolicybindings: 36,
};

type Question = readonly [path: string, options: RequestOptions];
const accepting = (path: string, accept: string): Question => [path, {headers: {accept}}];
const agent = (path: string, userAgent: string): Question => [path, {headers: {'user-agent': userAgent}}];
const review = (kind: string, spec: unknown, token: string): Question => [
  `${reviews}/${kind}`,
  {method: 'POST', token, body: {spec}},
];

const lines = (text: string) => text.trim().split(/\s+/);

/** Asked as an administrator, with nothing but a path. */
const plainPaths = lines(`
  /apis /api/v1 /apis/apps /apis/apps/v1 /apis/autoscaling/v1 /apis/argoproj.io /apis/argoproj.io/v1
  /apis/argoproj.io/v1alpha1 /apis/metrics.k8s.io /apis/metrics.k8s.io/v1beta1 /apis/metrics.k8s.io/v1beta1/pods
  /readyz /livez /foo /api/v2 /apis/none /apis/none/v1 /apis/apps/v9 /apis/apps/v1/foos /api/v1/foo
  /apis/argoproj.io/v9 /apis/argoproj.io/v1/foo /apis/argoproj.io/v1/routes /api/v1/namespaces/default/nodes
  /api/v1/bindings /api/v1/namespaces/default/bindings ${reviews}/selfsubjectaccessreviews //api/v1/pods /api/v1/pods/
  /api/v1/namespaces/default/pods/nope ${custom}/nope /api/v1/namespaces/nope/pods
  /apis/argoproj.io/v1/namespaces/nope/rollouts ${maps}/c1 ${custom}/r1
`);

/** Asked by a user without any permission. */
const forbiddenPaths = lines(`
  /api/v1/pods /api/v1/namespaces/kube-system/pods /apis/apps/v1/deployments /foo /metrics /
  /apis/apps/v1/namespaces/q/deployments/z /api/v1/namespaces/default /api/v1/nodes/a /apis/none/v1/foos
  /api/v1/namespaces/default/pods/x/log /apis/metrics.k8s.io/v1beta1/pods /apis/apps/v1 /version
`);

/** Asked of a built-in and of a custom resource. */
const queries = lines(`
  limit=2 limit=x limit= limit=-1 limit=2&resourceVersion=0 limit=1&resourceVersion=x
  continue=${token}&resourceVersion=5 continue=a%25b fieldSelector=type%3Da fieldSelector=metadata.name
  labelSelector=parity%3Dodd limit=1&labelSelector=parity fieldSelector=metadata.name%3Dc2 pretty=true pretty=2
  resourceVersionMatch=Exact resourceVersionMatch=Exact&continue=${token}
`);

const questions: readonly Question[] = [
  ...plainPaths.map((path): Question => [path, {}]),
  accepting('/api', aggregated('v2')),
  accepting('/apis', aggregated('v2')),
  accepting('/apis', aggregated('v2beta1')),
  accepting('/apis', `${aggregated('v2')},${aggregated('v2beta1')},application/json`),
  accepting('/api/v1', aggregated('v2')),
  ...queries.flatMap((query): Question[] => [
    [`${maps}?${query}`, {}],
    [`${custom}?${query}`, {}],
  ]),
  ...['curl/8', 'Mozilla/5.0', 'Mozilla/4', 'Wget/1'].flatMap((userAgent) => [
    agent(`${maps}?limit=1`, userAgent),
    agent(`${custom}?limit=1`, userAgent),
    agent(`${maps}/nope`, userAgent),
  ]),
  ...[`${maps}?limit=1`, `${custom}?limit=1`].flatMap((path) => [
    accepting(path, partial('PartialObjectMetadataList')),
    accepting(path, `${partial('Foo')},application/json`),
    accepting(path, partial('Foo')),
    accepting(path, 'text/html'),
    accepting(path, '*/*'),
  ]),
  accepting(`${maps}/c1`, partial('PartialObjectMetadata')),
  accepting(`${custom}/r1`, partial('PartialObjectMetadata')),
  accepting(maps, partial('PartialObjectMetadata')),
  ...forbiddenPaths.map((path): Question => [path, {token: 'x'}]),
  ['/api/v1/pods', {token: 'unknown'}],
  ['/version', {token: 'unknown'}],
  ['/api/v1/pods', {token: ''}],
  ['/apis', {token: ''}],
  ['/version', {method: 'DELETE'}],
  review('selfsubjectrulesreviews', {}, 'x'),
  review('selfsubjectaccessreviews', {}, 'x'),
  review('selfsubjectaccessreviews', {resourceAttributes: {verb: 'list', resource: 'pods'}}, 'x'),
];

describe.skipIf(assets === undefined)('a real API server and this one', () => {
  let real: ControlPlane;
  let api: KubernetesApi;
  let theirs: ApiClient;
  let ours: ApiClient;
  let minor: number;

  beforeAll(async () => {
    real = await startControlPlane({assets: assets!, users: ['x']});
    const tokens = {admin: tokenOf(real, 'admin'), x: tokenOf(real, 'x')};
    theirs = new ApiClient({url: real.url, ca: real.ca, tokens});
    await fill(theirs);
    const {text} = await real.request('admin', 'GET', '/version');
    const {gitVersion} = JSON.parse(text) as {gitVersion: string};
    minor = Number(gitVersion.split('.')[1]);
    api = await startKubernetesApi({
      serverVersion: gitVersion,
      cluster: exampleCluster(),
      users: [
        {name: 'admin', token: tokens.admin, rules: [everything]},
        {name: 'x', token: tokens.x, rules: []},
      ],
    });
    ours = new ApiClient(api);
  });

  afterAll(async () => {
    await theirs[Symbol.asyncDispose]();
    await ours[Symbol.asyncDispose]();
    await api.close();
    await real.stop();
  });

  test.each(questions)('agree on %s %j', async (path, question) => {
    const options = question.token === 'x' ? {...question, token: tokenOf(real, 'x')} : question;
    const comparable = ({status, headers, text}: Reply) => ({
      status,
      type: headers['content-type'],
      cache: headers['cache-control'],
      retry: headers['retry-after'],
      vary: headers['vary'],
      body: normalized(text, minor),
    });
    expect(comparable(await ours.send(path, options))).toEqual(comparable(await theirs.send(path, options)));
  });
});

function tokenOf(real: ControlPlane, user: string): string {
  const {users} = JSON.parse(real.kubeconfig(user)) as {users: {user: {token: string}}[]};
  return users[0]!.user.token;
}

/** Differ between any two clusters or builds. */
const variable = lines(`
  resourceVersion uid creationTimestamp storageVersionHash gitCommit gitTreeState buildDate goVersion
`);

/** Of 1.37, which the embedded 1.36 does not have; nor has its CSINode a status. */
const later = ['podcertificaterequests', 'clustertrustbundles', 'devicetaintrules'];

/** Takes out what differs between any two clusters, and what a server of this minor cannot have. */
function normalized(text: string, minor: number): string {
  if (!text.startsWith('{')) return text;
  const value = JSON.parse(text, (key, member: unknown) => {
    if (variable.includes(key)) return '…';
    // No token at the end is not the same as one.
    if (key === 'continue' && member !== '') return '…';
    if (key === 'managedFields' || key === 'serverAddressByClientCIDRs') return undefined;
    // As `later`: a group, and the field that a message names.
    if ((key === 'groups' || key === 'items') && Array.isArray(member))
      return member.filter((group) => !JSON.stringify(group).includes('"storagemigration.k8s.io"'));
    if (typeof member === 'string' && minor > 36) return member.replace('spec.resourceAttributes', 'spec');
    // Custom resources of one group come in any order.
    if (key === 'resources' && Array.isArray(member)) {
      const rows = member as readonly {readonly name?: string; readonly resource?: string}[];
      return rows
        .filter(
          ({name = '', resource = name}) => (since[resource] ?? 0) <= minor && !later.includes(resource),
        )
        .map((row) => (row.resource === 'csinodes' ? {...row, subresources: undefined} : row))
        .toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
    }
    return member;
  }) as unknown;
  const layout = text.startsWith('{\n') ? 'indented' : 'compact';
  return `${layout}${text.endsWith('\n') ? ', new line' : ''}: ${JSON.stringify(value)}`;
}

async function fill(real: ApiClient): Promise<void> {
  const create = async (path: string, object: unknown) => {
    const reply = await real.send(path, {method: 'POST', body: object});
    if (reply.status !== 201) throw new Error(`${path}: ${reply.text}`);
  };
  for (const {group, versions, kind, resource, singular, namespaced, shortNames, categories} of [
    rollouts,
    routes,
  ]) {
    await create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {name: `${resource}.${group}`},
      spec: {
        group,
        scope: namespaced ? 'Namespaced' : 'Cluster',
        names: {plural: resource, singular, kind, shortNames, categories},
        versions: versions.map((name, index) => ({
          name,
          served: true,
          storage: index === 0,
          schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
          ...(namespaced
            ? {
                subresources: {
                  status: {},
                  scale: {specReplicasPath: '.spec.a', statusReplicasPath: '.status.a'},
                },
              }
            : {}),
        })),
      },
    });
  }
  await create('/apis/apiregistration.k8s.io/v1/apiservices', {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: {name: 'v1beta1.metrics.k8s.io'},
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: {name: 'dead', namespace: 'kube-system'},
    },
  });
  for (const number of [1, 2, 3, 4, 5]) {
    await create(maps, configMap(`c${number}`, 'default', {parity: number % 2 ? 'odd' : 'even'}));
  }
  await create('/api/v1/namespaces/default/secrets', secret('s1', 'Opaque'));
  await settled(real);
  for (const number of [1, 2, 3]) {
    await create(custom, {
      apiVersion: 'argoproj.io/v1',
      kind: 'Rollout',
      metadata: {name: `r${number}`, namespace: 'default'},
      spec: {replicas: number},
    });
  }
}

/** New groups show in discovery a moment after they are made. */
async function settled(real: ApiClient): Promise<void> {
  for (;;) {
    const {text} = await real.send('/apis', {headers: {accept: aggregated('v2')}});
    const versions =
      /"name":"argoproj.io"\},"versions":\[\{"version":"v1","resources".*"version":"v1alpha1","resources"/;
    const dead = /"name":"metrics.k8s.io"\},"versions":\[\{"version":"v1beta1","freshness":"Stale"\}/;
    if (versions.test(text) && dead.test(text)) return;
  }
}
