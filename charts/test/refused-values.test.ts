import {expect, test} from 'vitest';

import defaults from '../../packages/core/default-resource-types.json' with {type: 'json'};
import {chart, helm} from './helm.ts';
import schema from '../firefly-k8s-collector/values.schema.json' with {type: 'json'};
import {renderText, requiredValues} from './render-chart.ts';
import {settingSamples} from './setting-samples.ts';

/** Values on top of the required ones, and what helm's error says. */
const contradictions: readonly (readonly [Record<string, unknown>, string])[] = [
  [
    {clusterId: ''},
    'clusterId is empty: set it to the name that this cluster has in Firefly, for example --set clusterId=production-eu.',
  ],
  [{clusterId: null}, 'clusterId is empty: set it to the name'],
  [
    {clusterId: 'My Cluster'},
    'clusterId "My Cluster" cannot be used: set it to lower-case letters, digits, dashes and underscores only.',
  ],
  [{clusterId: 'a\nb'}, String.raw`clusterId "a\nb" cannot be used`],
  [
    {accessKey: ''},
    "accessKey is empty: set accessKey and secretKey to the pair that Firefly's Kubernetes wizard created, or existingFireFlyCredentialsSecret to the name of a Secret that holds them.",
  ],
  [{accessKey: null}, 'accessKey is empty: '],
  [{accessKey: ' \n'}, 'accessKey is empty: '],
  [{secretKey: 'a b'}, 'secretKey has white space in it: set it to the key alone.'],
  [{secretKey: ''}, 'secretKey is empty: set accessKey and secretKey to the pair'],
  [
    {existingFireFlyCredentialsSecret: 'firefly-credentials'},
    'existingFireFlyCredentialsSecret is "firefly-credentials", the Secret that this chart creates and would delete: put the keys into a Secret of another name and set existingFireFlyCredentialsSecret to that, or leave it empty.',
  ],
  [
    {resources: {requests: {memory: '512Mi'}}},
    'resources.requests.memory (512Mi) is above resources.limits.memory (256Mi), which Kubernetes refuses: lower the request, or set the limit too.',
  ],
  [{resources: {requests: {cpu: 1.5}}}, 'resources.requests.cpu (1.5) is above resources.limits.cpu (1)'],
  [{resources: {requests: {cpu: '1100m'}}}, 'resources.requests.cpu (1100m) is above'],
  [{resources: {requests: {memory: '1G'}}}, 'resources.requests.memory (1G) is above'],
  [
    {resources: {requests: {'ephemeral-storage': '5Gi'}, limits: {'ephemeral-storage': '4Gi'}}},
    'resources.requests.ephemeral-storage (5Gi) is above',
  ],
  [
    {startJitterSeconds: 3600},
    'startJitterSeconds (3600) is not below activeDeadlineSeconds (3600), which would end a run while it waits',
  ],
  [
    {spool: null},
    'spool has no value. It has a default, which null takes away, and so does helm upgrade --reuse-values from an earlier chart: use --reset-then-reuse-values (Helm 3.14 or newer), or give your own values again without --reuse-values.',
  ],
  [
    {image: {tag: '1.5.6'}},
    'image.tag is "1.5.6", an image that does not know this chart\'s commands: leave it empty, or set a tag from 2 on.',
  ],
  [
    {argocd: {enabled: true}},
    'argocd.enabled is true: the Argo CD crawler is not part of this chart; remove the argocd values. Argo CD applications in the cluster are collected without it.',
  ],
  [
    {schedule: 'CRON_TZ=Europe/Berlin 0 6 * * *'},
    'schedule begins with a time zone, which the API server refuses: set timeZone to it, and schedule to what follows.',
  ],
  [{schedule: 'TZ=UTC 0 6 * * *'}, 'schedule begins with a time zone'],
  [
    {watchNamespace: 'a', ignoreNamespaces: ['b']},
    'watchNamespace and ignoreNamespaces are both set: watchNamespace already leaves out every other namespace, so set only one of them.',
  ],
  [
    {watchNamespaces: ['a'], ignoreNamespaces: ['b']},
    'watchNamespaces and ignoreNamespaces are both set: write what is to be left out into watchNamespaces, with ! before it.',
  ],
  [
    {rbac: {scope: 'namespaces'}},
    'rbac.scope is namespaces and rbac.namespaces is empty: name the namespaces that may be read there.',
  ],
  [
    {rbac: {scope: 'namespaces', namespaces: ['a']}, watchNamespaces: ['a']},
    'rbac.scope is namespaces and watchNamespaces is set: rbac.namespaces already says which namespaces are collected',
  ],
  [
    {rbac: {scope: 'namespaces', namespaces: ['a']}, namespaceSelector: 'team=a'},
    'rbac.scope is namespaces and namespaceSelector is set',
  ],
  [
    {rbac: {namespaces: ['a']}},
    'rbac.namespaces is set and rbac.scope is cluster, which allows every namespace: set rbac.scope=namespaces',
  ],
  [
    {addTypes: ['leases'], removeTypes: ['pods', 'leases']},
    '"leases" is to be added (addTypes or collectSecrets) and removed (removeTypes): name it in one of them only.',
  ],
  [
    {addTypes: ['po*'], fetchEverything: false},
    'addTypes has the glob "po*" and fetchEverything is false: RBAC knows no globs but all types of one group, so write *.group',
  ],
  [{addTypes: ['*.k8s.*'], fetchEverything: false}, 'addTypes has the glob "*.k8s.*"'],
  [
    {addTypes: ['secrets.core'], removeTypes: ['s*.core']},
    '"secrets.core" is to be added (addTypes or collectSecrets) and "s*.core" removed (removeTypes), which takes it in',
  ],
  [{addTypes: ['*.apps'], removeTypes: ['*.apps']}, '"*.apps" is to be added'],
  [
    {collectSecrets: true, removeTypes: ['secrets']},
    '"secrets" is to be added (addTypes or collectSecrets) and removed',
  ],
  [
    {addTypes: ['secrets'], removeTypes: ['secrets.core']},
    '"secrets" is to be added (addTypes or collectSecrets) and "secrets.core" removed (removeTypes), which overlaps with it: name it in one of them only, or a group in both.',
  ],
  [
    {addTypes: ['leases.example.com'], removeTypes: ['leases']},
    '"leases.example.com" is to be added (addTypes or collectSecrets) and "leases" removed',
  ],
  [
    {collectSecrets: true, removeTypes: ['secrets.core'], fetchEverything: false},
    '"secrets" is to be added (addTypes or collectSecrets) and "secrets.core" removed',
  ],
  [
    {fetchEverything: false, removeTypes: Object.values(defaults).flat()},
    'fetchEverything is false and removeTypes leaves nothing to collect: take a type out of removeTypes, or name one in addTypes.',
  ],
  [
    {telemetry: {existingSecret: 'otel'}},
    'telemetry.existingSecret is set and telemetry.endpoint is empty: set the endpoint that the headers are for, or leave existingSecret empty.',
  ],
  [
    {proxy: {existingSecret: 'corporate-proxy', httpProxy: 'http://proxy.example'}},
    'proxy.existingSecret is set, and so is proxy.httpsProxy or proxy.httpProxy: put both addresses into the Secret, under HTTPS_PROXY and HTTP_PROXY, or leave existingSecret empty.',
  ],
  [
    {extraCaCerts: {pem: '-----BEGIN CERTIFICATE-----', configMap: 'x'}},
    'extraCaCerts.pem and extraCaCerts.configMap are both set: set only one of them.',
  ],
  [
    {extraCaCerts: {configMap: 'firefly-ca-certs'}},
    'extraCaCerts.configMap is "firefly-ca-certs", the ConfigMap that this chart creates of extraCaCerts.pem and would delete: name another one.',
  ],
];

test.concurrent.each(contradictions)('%j is refused with a sentence', async (values, sentence) => {
  const {code, stdout, stderr} = await renderText({values: {...requiredValues, ...values}});
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(sentence);
});

test.concurrent.each([
  ['accessKey: 12345678901234567890', 'accessKey'],
  ['accessKey: 9007199254740993', 'accessKey'],
  ['secretKey: 1e3', 'secretKey'],
  ['clusterId: 0777', 'clusterId'],
  ['image: {tag: 1234567e3}', 'image.tag'],
])('%s of a values file is to be quoted', async (text, name) => {
  const required = Object.entries(requiredValues).filter(([key]) => key !== name);
  const input = [text, ...required.map(([key, value]) => `${key}: ${value}`)].join('\n');
  const {code, stderr} = await helm(['template', 'firefly', chart, '--values', '-'], {input});
  expect(code).toBe(1);
  expect(stderr).toContain(
    `${name} is a number, of which digits may be lost already: quote it in the values file, or give it with --set-string.`,
  );
});

test('an upgrade takes the number that --set gave to the installation, a float by then', async () => {
  const values = {...requiredValues, clusterId: 42};
  const result = await helm(['template', 'firefly', chart, '--is-upgrade', '--values', '-'], {
    input: JSON.stringify(values),
  });
  expect(result).toMatchObject({code: 0, stdout: expect.stringContaining('value: "42"') as string});
  const tooLarge = await renderText({values: requiredValues, set: ['clusterId=9007199254740993']});
  expect(tooLarge.stderr).toContain('clusterId is a number, of which digits may be lost already');
});

test('a time zone that the API server would drop is refused', async () => {
  const values = {...requiredValues, timeZone: 'Europe/Berlin'};
  const {code, stderr} = await renderText({values, kubeVersion: '1.24.17'});
  expect(code).toBe(1);
  expect(stderr).toContain('timeZone is set, which Kubernetes v1.24.17 does not know: leave it empty');
  expect(await renderText({values, kubeVersion: '1.25.0'})).toMatchObject({code: 0});
});

test('a sidecar that would keep a run from ending is refused', async () => {
  const values = {...requiredValues, sidecars: [{name: 'mesh', image: 'mesh'}]};
  const {code, stderr} = await renderText({values, kubeVersion: '1.28.3'});
  expect(code).toBe(1);
  expect(stderr).toContain('sidecars is set, which Kubernetes v1.28.3 would wait for for ever');
  expect(await renderText({values, kubeVersion: '1.29.0'})).toMatchObject({code: 0});
});

/**
 * Wrong values and, for each, the path that helm's schema error names. They are rendered together: the error has a line
 * for each.
 */
const mistyped: readonly (readonly [path: string, value: unknown])[] = [
  ...settingSamples
    .filter(({value}) => Object.hasOwn(schema.properties, value))
    .map(({value, bad}) => [value, bad] as const),
  ['clusterId', true],
  ['accessKey', ['a']],
  ['secretKey', 1.5],
  ['existingFireFlyCredentialsSecret', 'Not A Name'],
  ['fetchEverything', 'false'],
  ['addTypes', 'secrets'],
  ['removeTypes', ['rollouts/status.argoproj.io']],
  ['typeList', 'recent'],
  ['namespaceSelector', 'team in a'],
  ['selectors', {pods: {labelSelector: ''}}],
  ['helmDriver', 'sql'],
  ['watchNamespace', 'a/b'],
  ['watchNamespaces', ['a*b*c*d*e']],
  ['watchNamespaces', ['!']],
  ['rbac.scope', 'namespace'],
  ['rbac.namespaces', ['team-*']],
  ['ignoreNamespaces', ['Kube-System']],
  ['redact', ['everything']],
  ['collectSecrets', 'true'],
  ['schedule', 'every day'],
  ['timeZone', 'Europe / Berlin'],
  ['suspend', 'false'],
  ['activeDeadlineSeconds', 0],
  ['startingDeadlineSeconds', 9],
  ['backoffLimit', -1],
  ['successfulJobsHistoryLimit', 1.5],
  ['failedJobsHistoryLimit', '3'],
  ['ttlSecondsAfterFinished', -1],
  ['apiEndpoint', 'gateway.example'],
  ['loginEndpoint', 'https://user:password@login.example'],
  ['appApiEndpoint', 'https://'],
  ['redactRules', 'all'],
  ['redactionKey.existingSecret', 'Not A Name'],
  ['redactionKey.key', 'a b'],
  ['telemetry.endpoint', 'otel-collector:4317'],
  ['telemetry.protocol', 'grpc'],
  ['telemetry.existingSecret', 'Not A Name'],
  ['telemetry.key', 'a b'],
  ['prometheusRule.enabled', 'yes'],
  ['prometheusRule.labels', {a: 1}],
  ['dashboard.enabled', 1],
  ['dashboard.labels', ['a']],
  ['proxy.httpsProxy', 'proxy.example:3128'],
  ['proxy.httpsProxy', 'http://proxy.example:99999'],
  ['proxy.httpsProxy', 'http://user:pa/ss@proxy.example:3128'],
  ['proxy.httpProxy', 'proxy.example:3128'],
  ['proxy.existingSecret', 'Not A Name'],
  ['proxy.noProxy', 'localhost'],
  ['extraCaCerts.pem', '/etc/ssl/ca.pem'],
  ['extraCaCerts.configMap', 'a b'],
  ['extraCaCerts.key', ''],
  ['image.repository', 'has space'],
  ['image.tag', 'v1 2'],
  ['image.pullPolicy', 'Sometimes'],
  ['imagePullSecrets', ['registry']],
  ['serviceAccount.name', ''],
  ['serviceAccount.annotations', {a: 1}],
  ['clusterRole.name', 'a/b'],
  ['networkPolicy.enabled', 'on'],
  ['networkPolicy.ports', [0]],
  ['networkPolicy.extraEgress', ['all']],
  ['resources.limits.memory', '256 MB'],
  ['spool.sizeLimit', 'big'],
  ['podSecurityContext', []],
  ['securityContext', 'restricted'],
  ['podAnnotations', {a: true}],
  ['podLabels', {a: 1}],
  ['priorityClassName', 'High Priority'],
  ['nodeSelector', {a: true}],
  ['tolerations', {key: 'a'}],
  ['affinity', []],
  ['onBoarder.tolerations', 'all'],
  ['onBoarder.nodeSelector', ['a']],
  ['image.digest', 'sha256:1'],
  ['global.imageRegistry', 'has space'],
  ['global.imagePullSecrets', 'registry'],
  ['serviceAccount.create', 'no'],
  ['clusterRole.create', 'no'],
  ['openshift', true],
  ['topologySpreadConstraints', {maxSkew: 1}],
  ['dnsConfig', []],
  ['hostAliases', {ip: '10.0.0.1'}],
  ['runtimeClassName', 'g visor'],
  ['commonLabels', {a: 1}],
  ['commonAnnotations', {a: true}],
  ['extraEnv', {A: 'b'}],
  ['extraEnvFrom', ['a']],
  ['extraArgs', '--strict'],
  ['extraVolumes', {}],
  ['extraVolumeMounts', 'a'],
  ['initContainers', {}],
  ['sidecars', {}],
  ['hooks.enabled', 'no'],
  ['hooks.annotations', {a: 1}],
  ['hooks.weight', 'first'],
];

test('each value of the wrong type or outside its range is named', async () => {
  const values: Record<string, unknown> = {...requiredValues};
  for (const [path, value] of mistyped) assign(values, path.split('.'), value);
  const {code, stdout, stderr} = await renderText({values});
  expect(code).toBe(1);
  expect(stdout).toBe('');
  // Helm 3 writes `- a.b.0: …`, Helm 4 `- at '/a/b/0': …`, indented where a map has several.
  const named = new Set(
    stderr.split('\n').flatMap((line) => {
      const path = /^ *- at '\/([^']+)'/u.exec(line)?.[1] ?? /^ *- ([^\s:]+):/u.exec(line)?.[1];
      return path === undefined ? [] : [path.replaceAll('/', '.')];
    }),
  );
  const unnamed = mistyped.filter(
    ([path]) => ![...named].some((name) => name === path || name.startsWith(`${path}.`)),
  );
  expect(unnamed).toEqual([]);
});

test.concurrent.each([
  [{pagesize: 1000}, 'pagesize'],
  [{image: {tags: 'edge'}}, 'tags'],
  [{resources: {limits: {mem: '1Gi'}}}, 'mem'],
  [{onBoarder: {toleration: []}}, 'toleration'],
  [{proxy: {https_proxy: 'http://proxy.example'}}, 'https_proxy'],
  [{serviceAccount: {createe: false}}, 'createe'],
])('%j, which the chart does not know, is refused', async (values, name) => {
  const {code, stderr} = await renderText({values: {...requiredValues, ...values}});
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`additional propert.*\\b${name}\\b.* not allowed`, 'iu'));
});

test.concurrent.each(['openshift', 'image', 'spool', 'protocol'])('%s cannot be taken away', async (name) => {
  const {code, stderr} = await renderText({values: {...requiredValues, [name]: null}});
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`missing property '${name}'|${name} (is required|has no value)`, 'u'));
});

function assign(target: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown) {
  if (rest.length === 0) target[key] = value;
  else assign((target[key] ??= {}) as Record<string, unknown>, rest, value);
}
