import {readFileSync} from 'node:fs';
import {join} from 'node:path';

import {expect, test} from 'vitest';
import {isScalar, parse, parseAllDocuments, visit} from 'yaml';

import {chart} from './helm.ts';
import {atPath} from './at-path.ts';
import {renderChart, renderText, requiredValues} from './render-chart.ts';

const {version} = parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8')) as {version: string};

test('the default rendering is the reviewed one', async () => {
  const {stdout} = await renderText({values: requiredValues});
  const text = stdout.replaceAll(version, '<version>').replaceAll(/ +$/gmu, '');
  await expect(text).toMatchFileSnapshot('default-rendering.yaml');
});

test("OpenShift's API leaves user and groups to the platform, unless told otherwise", async () => {
  const api = 'security.openshift.io/v1';
  const context = async (options: Parameters<typeof renderChart>[0]) =>
    atPath((await renderChart(options)).pods.collector, 'spec.securityContext');
  expect(await context({api})).toEqual({runAsNonRoot: true, seccompProfile: {type: 'RuntimeDefault'}});
  expect(await context({api, values: {openshift: 'disabled'}})).toMatchObject({runAsUser: 65_532});
  expect(await context({})).toMatchObject({runAsUser: 65_532, runAsGroup: 65_532});
});

test('helm test runs check with the account, the settings and the network of a run', async () => {
  const values = {proxy: {httpsProxy: 'http://proxy.example'}, openshift: 'force', hooks: {enabled: false}};
  const rendered = await renderChart({values});
  const {metadata, spec} = rendered.one('Pod', '-check');
  expect(metadata.annotations).toMatchObject({'helm.sh/hook': 'test'});
  const [run] = atPath(rendered.one('CronJob'), 'spec.jobTemplate.spec.template.spec.containers') as object[];
  expect(atPath(spec, 'containers')).toEqual([{...run, name: 'check', args: ['check']}]);
  expect(spec).toMatchObject({serviceAccountName: 'infralight-service-account', restartPolicy: 'Never'});
});

test.each(['1.21.0', '1.99.0'])('Kubernetes %s gets APIs that it serves', async (kubeVersion) => {
  const rendered = await renderChart({kubeVersion, values: {networkPolicy: {enabled: true}}});
  const served = rendered.objects.map(({apiVersion, kind}) => `${apiVersion} ${kind}`).sort();
  expect(served).toEqual([
    'batch/v1 CronJob',
    'batch/v1 Job',
    'batch/v1 Job',
    'networking.k8s.io/v1 NetworkPolicy',
    'rbac.authorization.k8s.io/v1 ClusterRole',
    'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
    'v1 ConfigMap',
    'v1 Pod',
    'v1 Secret',
    'v1 ServiceAccount',
  ]);
});

test('Kubernetes before 1.21 is refused', async () => {
  const {code, stderr} = await renderText({values: requiredValues, kubeVersion: '1.20.15'});
  expect(code).toBe(1);
  expect(stderr).toContain('chart requires kubeVersion: >=1.21.0-0');
});

test.each([
  ['a'.repeat(53)],
  // Cut inside a run of dashes and dots.
  [`${'b'.repeat(27)}-.-${'b'.repeat(9)}--${'b'.repeat(12)}`.replaceAll('-.-', '-x.')],
  [`${'c'.repeat(42)}-.c`.replace('-.', '--')],
  ['shop.eu'],
])('the release name %s gives names that Kubernetes accepts', async (release) => {
  const values = {networkPolicy: {enabled: true}, extraCaCerts: {pem: '-----BEGIN CERTIFICATE-----'}};
  const rendered = await renderChart({release, values});
  for (const {kind, metadata} of rendered.objects) {
    expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u);
    // Jobs append eleven characters to a CronJob's name, pods six to a job's.
    expect(metadata.name.length).toBeLessThanOrEqual(kind === 'CronJob' ? 52 : kind === 'Job' ? 57 : 63);
    for (const label of Object.values(metadata.labels ?? {})) {
      expect(label).toMatch(/^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/u);
    }
  }
  const names = rendered.objects.map(({kind, metadata}) => `${kind} ${metadata.name}`);
  expect(new Set(names).size).toBe(names.length);
});

test('names that YAML would read as numbers or booleans stay names', async () => {
  const {stdout} = await renderText({
    release: '123',
    namespace: '456',
    values: {
      ...requiredValues,
      accessKey: null,
      secretKey: null,
      existingFireFlyCredentialsSecret: '0777',
      clusterRole: {name: 'y'},
      serviceAccount: {name: '1e3'},
      priorityClassName: 'no',
      extraCaCerts: {configMap: 'null', key: 'on'},
      networkPolicy: {enabled: true},
    },
  });
  const names = new Set<unknown>();
  // What Helm and Kubernetes read.
  for (const document of parseAllDocuments(stdout, {version: '1.1'})) {
    visit(document, {
      Pair: (_, {key, value}) => {
        if (isScalar(key) && isScalar(value) && /(?:name|namespace|instance|key)$/iu.test(String(key.value)))
          names.add(value.value);
      },
    });
  }
  expect([...names]).toEqual(expect.arrayContaining(['123', '456', '0777', 'y', '1e3', 'no', 'null', 'on']));
  expect([...names].filter((name) => typeof name !== 'string')).toEqual([]);
});

test('every object carries the recommended labels', async () => {
  const {objects} = await renderChart();
  for (const {metadata} of objects) {
    expect(metadata.labels).toMatchObject({
      'app.kubernetes.io/name': 'firefly-k8s-collector',
      'app.kubernetes.io/instance': 'firefly',
      'app.kubernetes.io/version': version,
      'app.kubernetes.io/part-of': 'firefly',
      'app.kubernetes.io/managed-by': 'Helm',
      'helm.sh/chart': `firefly-k8s-collector-${version}`,
    });
  }
});

test('runs never overlap, and a failed one starts again in its pod', async () => {
  const cronJob = (await renderChart()).one('CronJob');
  expect(atPath(cronJob, 'spec.concurrencyPolicy')).toBe('Forbid');
  expect(atPath(cronJob, 'spec.jobTemplate.spec.template.spec.restartPolicy')).toBe('OnFailure');
});

test('the hooks run the same image: after an install or upgrade, and before a delete', async () => {
  const rendered = await renderChart();
  const onBoarder = rendered.one('Job', '-on-boarding');
  const offBoarder = rendered.one('Job', '-off-boarding');
  expect(onBoarder.metadata.annotations?.['helm.sh/hook']).toBe('post-install,post-upgrade');
  expect(offBoarder.metadata.annotations?.['helm.sh/hook']).toBe('pre-delete');
  const pods = Object.values(rendered.pods);
  expect(pods.map((pod) => atPath(pod, 'spec.containers.0.args'))).toEqual([
    undefined,
    ['onboard'],
    ['offboard'],
  ]);
  const images = pods.map((pod) => atPath(pod, 'spec.containers.0.image'));
  expect(new Set(images)).toEqual(new Set([`gofireflyio/k8s-collector:${version}`]));
});

test('the job that on-boarded stays for its log, until the next one or for a day; the other goes with the release', async () => {
  const rendered = await renderChart();
  const onBoarder = rendered.one('Job', '-on-boarding');
  const offBoarder = rendered.one('Job', '-off-boarding');
  const policy = 'helm.sh/hook-delete-policy';
  expect(onBoarder.metadata.annotations?.[policy]).toBe('before-hook-creation');
  expect(offBoarder.metadata.annotations?.[policy]).toBe('before-hook-creation,hook-succeeded,hook-failed');
  for (const job of [onBoarder, offBoarder]) expect(atPath(job, 'spec.ttlSecondsAfterFinished')).toBe(86_400);
});

test('a hook that does not end fails before Helm stops waiting, after five minutes', async () => {
  for (const job of (await renderChart()).all('Job'))
    expect(atPath(job, 'spec.activeDeadlineSeconds')).toBeLessThan(300);
});

test('no pod can write but to its spool, gain privileges or run as root; only the collector gets a token', async () => {
  const {pods} = await renderChart();
  for (const pod of Object.values(pods)) {
    expect(atPath(pod, 'spec.securityContext')).toMatchObject({runAsNonRoot: true, runAsUser: 65_532});
    expect(atPath(pod, 'spec.containers.0.securityContext')).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: {drop: ['ALL']},
      seccompProfile: {type: 'RuntimeDefault'},
    });
    const mounts = atPath(pod, 'spec.containers.0.volumeMounts') as readonly {
      name: string;
      readOnly?: boolean;
    }[];
    expect(mounts.filter((mount) => mount.readOnly !== true).map((mount) => mount.name)).toEqual(['spool']);
    const environment = atPath(pod, 'spec.containers.0.env') as readonly {name: string; value?: string}[];
    expect(environment).toContainEqual({name: 'TMPDIR', value: '/var/spool/firefly'});
  }
  expect(atPath(pods.onBoarder, 'spec.automountServiceAccountToken')).toBe(false);
  expect(atPath(pods.offBoarder, 'spec.automountServiceAccountToken')).toBe(false);
  expect(atPath(pods.collector, 'spec.automountServiceAccountToken')).toBeUndefined();
});

test('the keys are in the Secret and nowhere else', async () => {
  const {objects} = await renderChart();
  for (const object of objects.filter(({kind}) => kind !== 'Secret')) {
    expect(JSON.stringify(object)).not.toMatch(/an-access-key|a-secret-key/u);
  }
});

test("a setting that is not given is not written, so that the collector's own default counts", async () => {
  expect((await renderChart()).settings).toEqual({
    isProduction: 'false',
    'collector.chartVersion': version,
    'collector.overrideUniqueClusterId': 'false',
    'collector.protocol': 'auto',
  });
});
