import {expect, test} from 'vitest';

import {atPath} from './at-path.ts';
import {containerEnvironment} from './container-environment.ts';
import {renderChart} from './render-chart.ts';

/** `helm install` of the quick start: three settings are enough. */
const quickStart = ['accessKey=AK1', 'secretKey=SK1', 'clusterId=my-cluster'];

test('the quick start renders a collector with those keys for that cluster', async () => {
  const rendered = await renderChart({set: quickStart});
  expect(rendered.one('Secret')['data']).toEqual({accessKey: btoa('AK1'), secretKey: btoa('SK1')});
  expect(containerEnvironment(rendered.pods.collector)).toMatchObject({
    CLUSTER_ID: 'my-cluster',
    FIREFLY_ACCESS_KEY: {secretKeyRef: {name: rendered.one('Secret').metadata.name, key: 'accessKey'}},
    FIREFLY_SECRET_KEY: {secretKeyRef: {name: rendered.one('Secret').metadata.name, key: 'secretKey'}},
  });
  expect(atPath(rendered.one('CronJob'), 'spec.schedule')).toBe('7-59/15 * * * *');
});

test('without a schedule, clusters start at minutes of their own, each every 15', async () => {
  const ids = Array.from({length: 12}, (_, index) => `cluster-${index}`);
  const schedules = await Promise.all(
    ids.map(async (id) => {
      const rendered = await renderChart({set: ['accessKey=AK1', 'secretKey=SK1', `clusterId=${id}`]});
      return atPath(rendered.one('CronJob'), 'spec.schedule');
    }),
  );
  for (const schedule of schedules) expect(schedule).toMatch(/^(\d|1[0-4])-59\/15 \* \* \* \*$/u);
  expect(new Set(schedules).size).toBeGreaterThan(5);
});

const typesExample = [...quickStart, 'addTypes={secrets,applications}', 'removeTypes={configmaps}'];

test('the example with addTypes and removeTypes tells the collector both', async () => {
  const {settings, rules} = await renderChart({set: typesExample});
  expect(settings).toMatchObject({
    'collector.addTypes': 'secrets\napplications\n',
    'collector.removeTypes': 'configmaps\n',
  });
  expect(rules).toEqual([{apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch']}]);
});

test('the same example without fetchEverything grants the two and not the third', async () => {
  const {settings, rules} = await renderChart({set: [...typesExample, 'fetchEverything=false']});
  const core = rules.find((rule) => rule.apiGroups.includes(''))?.resources;
  expect(core).toContain('secrets');
  expect(core).not.toContain('configmaps');
  expect(rules).toContainEqual({
    apiGroups: ['*'],
    resources: ['applications'],
    verbs: ['get', 'list', 'watch'],
  });
  const types = settings['collector.resources']?.split('\n');
  expect(types).toEqual(expect.arrayContaining(['secrets.core', 'applications', 'pods.core']));
  expect(types).not.toContain('configmaps.core');
});

test('the example of the migration sets a schedule', async () => {
  const rendered = await renderChart({set: [...quickStart, 'schedule=*/15 * * * *']});
  expect(atPath(rendered.one('CronJob'), 'spec.schedule')).toBe('*/15 * * * *');
});

test('a values file with every value of the charts before this one still installs', async () => {
  const rendered = await renderChart({
    values: {
      clusterId: 'default',
      overrideUniqueClusterId: false,
      schedule: '0 * * * *',
      accessKey: null,
      secretKey: null,
      existingFireFlyCredentialsSecret: 'keys',
      existingFireFlyArgocdCredentialsSecret: '',
      isProduction: false,
      image: {repository: 'infralightio/k8s-collector', pullPolicy: 'Always', tag: null},
      offBoarderImage: {repository: 'infralightio/k8-collector-offboarder', pullPolicy: 'Always', tag: null},
      argocd: {
        enabled: false,
        insecure: true,
        image: {repository: 'x'},
        secretNameOverride: null,
        metadata: {location: {}},
      },
      serviceAccount: {name: 'infralight-service-account', annotations: {}},
      clusterRole: {name: 'infralight-role'},
      resources: {
        requests: {cpu: '1.0', memory: '512Mi', ephemeralStorage: '256Mi'},
        limits: {cpu: 1, memory: '2048Mi', ephemeralStorage: '512Mi'},
      },
      apiEndpoint: '',
      loginEndpoint: '',
      appApiEndpoint: '',
      fetchEverything: true,
      removeTypes: null,
      addTypes: [],
      podSecurityContext: {runAsNonRoot: true, runAsUser: 65_532},
      securityContext: {allowPrivilegeEscalation: false},
      tolerations: null,
      nodeSelector: null,
      onBoarder: null,
      collectSecrets: false,
    },
  });
  expect(atPath(rendered.pods.collector, 'spec.containers.0')).toMatchObject({
    image: expect.stringMatching(/^infralightio\/k8s-collector:[0-9]/u) as string,
    imagePullPolicy: 'Always',
    // Its ephemeralStorage is no resource that Kubernetes knows.
    resources: {requests: {cpu: '1.0', memory: '512Mi'}, limits: {cpu: 1, memory: '2048Mi'}},
    securityContext: {readOnlyRootFilesystem: true},
  });
});

test('an upgrade keeps the names of the objects', async () => {
  const {objects} = await renderChart();
  expect(objects.map(({kind, metadata}) => `${kind} ${metadata.name}`).sort()).toEqual([
    'ClusterRole infralight-role',
    'ClusterRoleBinding infralight-role-binding',
    'ConfigMap firefly-config',
    'CronJob firefly-cronjob',
    'Job firefly-collector-off-boarding',
    'Job firefly-collector-on-boarding',
    'Pod firefly-check',
    'Secret firefly-credentials',
    'ServiceAccount infralight-service-account',
  ]);
});
