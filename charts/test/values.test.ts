import {readFileSync} from 'node:fs';
import {join} from 'node:path';

import {expect, test} from 'vitest';

import {documentedValues} from '../scripts/documented-values.ts';
import {chart} from './helm.ts';
import {atPath} from './at-path.ts';
import {containerEnvironment} from './container-environment.ts';
import {renderChart, requiredValues} from './render-chart.ts';
import type {PolicyRule, RenderedChart} from './rendered-chart.ts';
import {settingSamples} from './setting-samples.ts';

interface Row {
  /** What the value should do. */
  readonly should: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Values as `--set` arguments, which alone keep whole numbers exact. */
  readonly set?: readonly string[];
  readonly check: (rendered: RenderedChart) => void;
}

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const toleration = {key: 'dedicated', operator: 'Equal', value: 'jobs', effect: 'NoSchedule'};
const affinity = {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}};
const egress = {to: [{ipBlock: {cidr: '10.0.0.0/8'}}], ports: [{protocol: 'TCP', port: 3128}]};

/** The value at a path of all three pods. */
function everyPod(rendered: RenderedChart, path: string): readonly unknown[] {
  return Object.values(rendered.pods).map((pod) => atPath(pod, path));
}

function thrice(value: unknown): readonly unknown[] {
  return [value, value, value];
}

function setting(value: string, given: unknown, key: string, expected: string): readonly [string, Row] {
  return [
    value,
    {
      should: `write ${key}`,
      values: {[value]: given},
      check: ({settings}) => expect(settings[key]).toBe(expected),
    },
  ];
}

function everywhere(value: string, path: string, given: unknown): readonly [string, Row] {
  return [
    value,
    {
      should: 'reach all pods',
      values: {[value]: given},
      check: (rendered) => expect(everyPod(rendered, path)).toEqual(thrice(given)),
    },
  ];
}

const linux = {'kubernetes.io/os': 'linux'};
const everyObject = {networkPolicy: {enabled: true}, extraCaCerts: {pem: certificate}};

const documented = documentedValues(readFileSync(join(chart, 'values.yaml'), 'utf8')).map(({path}) =>
  path.join('.'),
);

const rows: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(
    settingSamples
      .filter(({value}) => documented.includes(value))
      .map(({value, good, key}) => setting(value, good, key, String(good))),
  ),
  clusterId: {
    should: 'reach all pods, as text even when it is a number',
    values: {},
    set: ['clusterId=20240101'],
    check: (rendered) => {
      for (const pod of Object.values(rendered.pods))
        expect(containerEnvironment(pod)['CLUSTER_ID']).toBe('20240101');
    },
  },
  accessKey: {
    should: 'lie in the Secret',
    values: {accessKey: 'key:"1"\n'},
    check: (rendered) => expect(atPath(rendered.one('Secret'), 'data.accessKey')).toBe(btoa('key:"1"\n')),
  },
  secretKey: {
    should: 'lie in the Secret, as text even when it is a number',
    values: {},
    set: ['secretKey=123456789012'],
    check: (rendered) => expect(atPath(rendered.one('Secret'), 'data.secretKey')).toBe(btoa('123456789012')),
  },
  existingFireFlyCredentialsSecret: {
    should: 'take the place of the Secret',
    values: {existingFireFlyCredentialsSecret: 'my-keys', accessKey: null, secretKey: null},
    check: (rendered) => {
      expect(rendered.all('Secret')).toEqual([]);
      for (const pod of Object.values(rendered.pods)) {
        expect(containerEnvironment(pod)).toMatchObject({
          FIREFLY_ACCESS_KEY: {secretKeyRef: {name: 'my-keys', key: 'accessKey'}},
          FIREFLY_SECRET_KEY: {secretKeyRef: {name: 'my-keys', key: 'secretKey'}},
        });
      }
    },
  },
  fetchEverything: {
    should: 'end the grant of everything',
    values: {fetchEverything: false},
    check: ({rules, settings}) => {
      expect(rules.flatMap((rule) => rule.resources)).not.toContain('*');
      expect(settings['collector.resources']).toContain('deployments.apps\n');
    },
  },
  helmDriver: {
    should: 'reach the collector as HELM_DRIVER',
    values: {helmDriver: 'configmap'},
    check: (rendered) =>
      expect(containerEnvironment(rendered.pods.collector)['HELM_DRIVER']).toBe('configmap'),
  },
  collectSecrets: {
    should: 'add secrets to the types',
    values: {collectSecrets: true, addTypes: ['applications']},
    check: ({settings}) => expect(settings['collector.addTypes']).toBe('applications\nsecrets\n'),
  },
  schedule: {
    should: 'be the schedule',
    values: {schedule: '5 */2 * * 1-5'},
    check: (rendered) => expect(atPath(rendered.one('CronJob'), 'spec.schedule')).toBe('5 */2 * * 1-5'),
  },
  timeZone: {
    should: 'be the time zone of the schedule',
    values: {timeZone: 'America/Argentina/Buenos_Aires'},
    check: (rendered) =>
      expect(atPath(rendered.one('CronJob'), 'spec.timeZone')).toBe('America/Argentina/Buenos_Aires'),
  },
  suspend: {
    should: 'suspend the schedule',
    values: {suspend: true},
    check: (rendered) => expect(atPath(rendered.one('CronJob'), 'spec.suspend')).toBe(true),
  },
  activeDeadlineSeconds: {
    should: 'be left out when it is null',
    values: {activeDeadlineSeconds: null},
    check: (rendered) =>
      expect(atPath(rendered.one('CronJob'), 'spec.jobTemplate.spec')).not.toHaveProperty(
        'activeDeadlineSeconds',
      ),
  },
  startingDeadlineSeconds: {
    should: 'be how late a run may start',
    values: {startingDeadlineSeconds: 600},
    check: (rendered) => expect(atPath(rendered.one('CronJob'), 'spec.startingDeadlineSeconds')).toBe(600),
  },
  backoffLimit: {
    should: 'be how often a run is started again, zero included',
    values: {backoffLimit: 0},
    check: (rendered) =>
      expect(atPath(rendered.one('CronJob'), 'spec.jobTemplate.spec.backoffLimit')).toBe(0),
  },
  successfulJobsHistoryLimit: {
    should: 'be how many successful runs are kept',
    values: {successfulJobsHistoryLimit: 0},
    check: (rendered) => expect(atPath(rendered.one('CronJob'), 'spec.successfulJobsHistoryLimit')).toBe(0),
  },
  failedJobsHistoryLimit: {
    should: 'be how many failed runs are kept',
    values: {failedJobsHistoryLimit: 9},
    check: (rendered) => expect(atPath(rendered.one('CronJob'), 'spec.failedJobsHistoryLimit')).toBe(9),
  },
  ttlSecondsAfterFinished: {
    should: 'be when a run is deleted, at once included',
    values: {ttlSecondsAfterFinished: 0},
    check: (rendered) =>
      expect(atPath(rendered.one('CronJob'), 'spec.jobTemplate.spec.ttlSecondsAfterFinished')).toBe(0),
  },
  ...Object.fromEntries([
    setting(
      'addTypes',
      ['secrets', 'applications.argoproj.io'],
      'collector.addTypes',
      'secrets\napplications.argoproj.io\n',
    ),
    setting('removeTypes', ['leases', 'events.core'], 'collector.removeTypes', 'leases\nevents.core\n'),
    setting('watchNamespace', 'shop', 'collector.watchNamespace', 'shop'),
    setting('watchNamespaces', ['team-*', '!team-x'], 'collector.watchNamespaces', 'team-*\n!team-x\n'),
    setting('ignoreNamespaces', ['kube-*', '!ci'], 'collector.ignoreNamespaces', 'kube-*\n!ci\n'),
    setting('namespaceSelector', 'team=a,!test', 'collector.namespaceSelector', 'team=a,!test'),
    setting(
      'selectors',
      {pods: {labelSelector: 'app in (a, b)', fieldSelector: 'status.phase!=Failed'}},
      'collector.selectors',
      '{"pods":{"fieldSelector":"status.phase!=Failed","labelSelector":"app in (a, b)"}}',
    ),
    setting('typeList', 'default+recent', 'collector.resources', 'default+recent'),
    setting('redact', ['secrets', 'lastApplied'], 'collector.redact', 'secrets\nlastApplied\n'),
    setting('apiEndpoint', 'https://firefly.example/api/', 'endpoint', 'https://firefly.example/api/'),
    setting('loginEndpoint', 'http://login.example:8080', 'loginEndpoint', 'http://login.example:8080'),
    setting('appApiEndpoint', 'https://app.example', 'appApiEndpoint', 'https://app.example'),
    setting('mongoMaxRetries', 0, 'collector.MongoMaxRetries', '0'),
    setting('gzipLevel', 9, 'collector.gzipLevel', '9'),
    setting('redactRules', [{name: 'a: b'}], 'collector.redactRules', "- name: 'a: b'\n"),
  ]),
  'proxy.httpsProxy': {
    should: 'reach all pods, with the API server past it',
    values: {proxy: {httpsProxy: 'http://proxy.example:3128'}},
    check: (rendered) => {
      for (const pod of Object.values(rendered.pods)) {
        expect(containerEnvironment(pod)).toMatchObject({
          HTTPS_PROXY: 'http://proxy.example:3128',
          NO_PROXY: '$(KUBERNETES_SERVICE_HOST),localhost,127.0.0.1,.svc,.cluster.local',
        });
        expect(containerEnvironment(pod)).not.toHaveProperty('HTTP_PROXY');
      }
    },
  },
  'proxy.httpProxy': {
    should: 'reach all pods',
    values: {proxy: {httpProxy: 'http://proxy.example:3128'}},
    check: (rendered) => {
      for (const pod of Object.values(rendered.pods)) {
        expect(containerEnvironment(pod)['HTTP_PROXY']).toBe('http://proxy.example:3128');
        expect(containerEnvironment(pod)).toHaveProperty('NO_PROXY');
      }
    },
  },
  'proxy.existingSecret': {
    should: 'be where all pods find the proxies, with the API server past them',
    values: {proxy: {existingSecret: 'corporate-proxy'}},
    check: (rendered) => {
      for (const pod of Object.values(rendered.pods)) {
        expect(containerEnvironment(pod)).toMatchObject({
          HTTPS_PROXY: {secretKeyRef: {name: 'corporate-proxy', key: 'HTTPS_PROXY'}},
          HTTP_PROXY: {secretKeyRef: {name: 'corporate-proxy', key: 'HTTP_PROXY', optional: true}},
          NO_PROXY: '$(KUBERNETES_SERVICE_HOST),localhost,127.0.0.1,.svc,.cluster.local',
        });
      }
    },
  },
  'proxy.noProxy': {
    should: 'follow what never goes through the proxy',
    values: {proxy: {httpsProxy: 'http://proxy.example', noProxy: ['.corp', '10.0.0.0/8']}},
    check: (rendered) =>
      expect(containerEnvironment(rendered.pods.collector)['NO_PROXY']).toMatch(
        /^\$\(KUBERNETES_SERVICE_HOST\),.*,\.corp,10\.0\.0\.0\/8$/u,
      ),
  },
  'extraCaCerts.pem': {
    should: 'lie in a ConfigMap of its own and be trusted by all pods',
    values: {extraCaCerts: {pem: certificate}},
    check: (rendered) => {
      const {metadata, data} = rendered.one('ConfigMap', '-ca-certs') as unknown as {
        metadata: {name: string};
        data: unknown;
      };
      expect(data).toEqual({'ca.crt': certificate});
      for (const pod of Object.values(rendered.pods)) {
        expect(containerEnvironment(pod)['NODE_EXTRA_CA_CERTS']).toBe('/etc/firefly/ca-certs/ca.crt');
        expect(atPath(pod, 'spec.containers.0.volumeMounts')).toContainEqual({
          name: 'ca-certs',
          mountPath: '/etc/firefly/ca-certs',
          readOnly: true,
        });
        expect(atPath(pod, 'spec.volumes')).toContainEqual({
          name: 'ca-certs',
          configMap: {name: metadata.name},
        });
      }
    },
  },
  'extraCaCerts.configMap': {
    should: 'be mounted by all pods',
    values: {extraCaCerts: {configMap: 'corporate-bundle'}},
    check: (rendered) => {
      expect(rendered.all('ConfigMap')).toHaveLength(1);
      const items = [{key: 'ca.crt', path: 'ca.crt'}];
      for (const pod of Object.values(rendered.pods)) {
        expect(atPath(pod, 'spec.volumes')).toContainEqual({
          name: 'ca-certs',
          configMap: {name: 'corporate-bundle', items},
        });
      }
    },
  },
  'extraCaCerts.key': {
    should: 'be the key that is mounted',
    values: {extraCaCerts: {configMap: 'corporate-bundle', key: 'bundle.pem'}},
    check: (rendered) =>
      expect(atPath(rendered.pods.collector, 'spec.volumes.2.configMap.items')).toEqual([
        {key: 'bundle.pem', path: 'ca.crt'},
      ]),
  },
  'image.repository': {
    should: 'be the image of all pods',
    values: {image: {repository: 'registry.example:5000/mirror/collector', tag: '9.9.9'}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.containers.0.image')).toEqual(
        thrice('registry.example:5000/mirror/collector:9.9.9'),
      ),
  },
  'image.tag': {
    should: 'be the tag of all pods',
    values: {image: {tag: 'edge'}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.containers.0.image')).toEqual(thrice('gofireflyio/k8s-collector:edge')),
  },
  'image.pullPolicy': {
    should: 'be the pull policy of all pods',
    values: {image: {pullPolicy: 'Always'}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.containers.0.imagePullPolicy')).toEqual(thrice('Always')),
  },
  imagePullSecrets: {
    should: 'reach all pods',
    values: {imagePullSecrets: [{name: 'registry'}]},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.imagePullSecrets')).toEqual(thrice([{name: 'registry'}])),
  },
  'serviceAccount.name': {
    should: 'name the account, its binding and that of all pods',
    values: {serviceAccount: {name: 'collector'}},
    check: (rendered) => {
      expect(rendered.one('ServiceAccount').metadata.name).toBe('collector');
      expect(atPath(rendered.one('ClusterRoleBinding'), 'subjects')).toEqual([
        {kind: 'ServiceAccount', name: 'collector', namespace: 'watchers'},
      ]);
      expect(everyPod(rendered, 'spec.serviceAccountName')).toEqual(thrice('collector'));
    },
  },
  'serviceAccount.annotations': {
    should: 'be annotations of the account',
    values: {serviceAccount: {annotations: {'eks.amazonaws.com/role-arn': 'arn'}}},
    check: (rendered) =>
      expect(rendered.one('ServiceAccount').metadata.annotations).toEqual({
        'eks.amazonaws.com/role-arn': 'arn',
      }),
  },
  'clusterRole.name': {
    should: 'name the role and its binding',
    values: {clusterRole: {name: 'inventory'}},
    check: (rendered) => {
      expect(rendered.one('ClusterRole').metadata.name).toBe('inventory');
      expect(rendered.one('ClusterRoleBinding').metadata.name).toBe('inventory-binding');
      expect(atPath(rendered.one('ClusterRoleBinding'), 'roleRef.name')).toBe('inventory');
    },
  },
  'networkPolicy.enabled': {
    should: 'let the pods reach DNS and two ports, and nothing reach them',
    values: {networkPolicy: {enabled: true}},
    check: (rendered) => {
      const policy = rendered.one('NetworkPolicy');
      expect(policy['spec']).toEqual({
        podSelector: {matchLabels: atPath(policy, 'spec.podSelector.matchLabels')},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [],
        egress: [
          {
            ports: [
              {protocol: 'UDP', port: 53},
              {protocol: 'TCP', port: 53},
            ],
          },
          {
            ports: [
              {protocol: 'TCP', port: 443},
              {protocol: 'TCP', port: 6443},
            ],
          },
        ],
      });
      for (const labels of everyPod(rendered, 'metadata.labels')) {
        expect(labels).toMatchObject(atPath(policy, 'spec.podSelector.matchLabels') as object);
      }
    },
  },
  'networkPolicy.ports': {
    should: "be the ports that the pods may reach, next to the proxies'",
    values: {
      networkPolicy: {enabled: true, ports: [8443]},
      proxy: {httpsProxy: 'http://me:p@ss:1@proxy.example:3128/', httpProxy: 'socks5://[::1]'},
    },
    check: (rendered) =>
      expect(atPath(rendered.one('NetworkPolicy'), 'spec.egress.1')).toEqual({
        ports: [8443, 3128, 1080].map((port) => ({protocol: 'TCP', port})),
      }),
  },
  'networkPolicy.extraEgress': {
    should: 'be further rules',
    values: {networkPolicy: {enabled: true, extraEgress: [egress]}},
    check: (rendered) => expect(atPath(rendered.one('NetworkPolicy'), 'spec.egress.2')).toEqual(egress),
  },
  resources: {
    should: 'reach all pods, one by one',
    values: {resources: {limits: {memory: '512Mi', 'ephemeral-storage': '5Gi'}}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.containers.0.resources')).toEqual(
        thrice({
          requests: {cpu: '100m', memory: '128Mi', 'ephemeral-storage': String(5 * 2 ** 26)},
          limits: {cpu: '1', memory: '512Mi', 'ephemeral-storage': '5Gi'},
        }),
      ),
  },
  'spool.sizeLimit': {
    should: 'bound the spool, and the ephemeral storage that the kubelet counts it as',
    values: {spool: {sizeLimit: '512Mi'}},
    check: (rendered) => {
      expect(everyPod(rendered, 'spec.volumes.1')).toEqual(
        thrice({name: 'spool', emptyDir: {sizeLimit: '512Mi'}}),
      );
      expect(everyPod(rendered, 'spec.containers.0.resources')).toMatchObject(
        thrice({
          requests: {'ephemeral-storage': String(32 * 2 ** 20)},
          limits: {'ephemeral-storage': '512Mi'},
        }),
      );
    },
  },
  podSecurityContext: {
    should: 'be merged into that of all pods',
    values: {podSecurityContext: {fsGroup: 7, runAsUser: 1000}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.securityContext')).toEqual(
        thrice({
          runAsNonRoot: true,
          runAsUser: 1000,
          runAsGroup: 65_532,
          fsGroup: 7,
          seccompProfile: {type: 'RuntimeDefault'},
        }),
      ),
  },
  securityContext: {
    should: 'be left out where it is null',
    values: {securityContext: null},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.containers.0.securityContext')).toEqual(thrice(undefined)),
  },
  podAnnotations: {
    should: 'be annotations of all pods',
    values: {podAnnotations: {'sidecar.istio.io/inject': 'false'}},
    check: (rendered) =>
      expect(everyPod(rendered, 'metadata.annotations')).toEqual(
        thrice({'sidecar.istio.io/inject': 'false'}),
      ),
  },
  podLabels: {
    should: "be labels of all pods, next to the chart's own, which win",
    values: {podLabels: {team: 'platform', 'app.kubernetes.io/name': 'mine'}},
    check: (rendered) => {
      for (const labels of everyPod(rendered, 'metadata.labels')) {
        expect(labels).toMatchObject({team: 'platform', 'app.kubernetes.io/name': 'firefly-k8s-collector'});
      }
    },
  },
  priorityClassName: {
    should: 'reach all pods',
    values: {priorityClassName: 'batch-low'},
    check: (rendered) => expect(everyPod(rendered, 'spec.priorityClassName')).toEqual(thrice('batch-low')),
  },
  nodeSelector: {
    should: 'place the collector only',
    values: {nodeSelector: {pool: 'jobs'}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.nodeSelector')).toEqual([{...linux, pool: 'jobs'}, linux, linux]),
  },
  tolerations: {
    should: 'place the collector only',
    values: {tolerations: [toleration]},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.tolerations')).toEqual([[toleration], undefined, undefined]),
  },
  affinity: {
    should: 'place the collector only',
    values: {affinity},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.affinity')).toEqual([affinity, undefined, undefined]),
  },
  'onBoarder.tolerations': {
    should: 'place the hooks only',
    values: {onBoarder: {tolerations: [toleration]}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.tolerations')).toEqual([undefined, [toleration], [toleration]]),
  },
  'onBoarder.nodeSelector': {
    should: 'place the hooks only',
    values: {onBoarder: {nodeSelector: {pool: 'jobs'}}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.nodeSelector')).toEqual([
        linux,
        {...linux, pool: 'jobs'},
        {...linux, pool: 'jobs'},
      ]),
  },
  'global.imageRegistry': {
    should: 'stand in place of the registry, and keep the path',
    values: {
      global: {imageRegistry: 'mirror.example:5000/hub/'},
      image: {repository: 'registry.example/firefly/collector', tag: '9.9.9'},
    },
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.containers.0.image')).toEqual(
        thrice('mirror.example:5000/hub/firefly/collector:9.9.9'),
      ),
  },
  'global.imagePullSecrets': {
    should: 'come on top of the own ones, each once',
    values: {imagePullSecrets: [{name: 'a'}], global: {imagePullSecrets: ['b', {name: 'a'}]}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.imagePullSecrets')).toEqual(thrice([{name: 'a'}, {name: 'b'}])),
  },
  'image.digest': {
    should: 'stand in place of the tag',
    values: {image: {digest: `sha256:${'0a'.repeat(32)}`, tag: '9.9.9'}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.containers.0.image')).toEqual(
        thrice(`gofireflyio/k8s-collector@sha256:${'0a'.repeat(32)}`),
      ),
  },
  'serviceAccount.create': {
    should: 'leave the account to others, and use it',
    values: {serviceAccount: {create: false, name: 'mine'}},
    check: (rendered) => {
      expect(rendered.all('ServiceAccount')).toEqual([]);
      expect(everyPod(rendered, 'spec.serviceAccountName')).toEqual(thrice('mine'));
    },
  },
  'clusterRole.create': {
    should: 'leave the permissions to others',
    values: {clusterRole: {create: false}},
    check: (rendered) =>
      expect([...rendered.all('ClusterRole'), ...rendered.all('ClusterRoleBinding')]).toEqual([]),
  },
  openshift: {
    should: 'leave user and groups to the platform, and nothing else',
    values: {openshift: 'force', podSecurityContext: {fsGroup: 7}},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.securityContext')).toEqual(
        thrice({runAsNonRoot: true, seccompProfile: {type: 'RuntimeDefault'}}),
      ),
  },
  topologySpreadConstraints: {
    should: 'place the collector only',
    values: {topologySpreadConstraints: [{maxSkew: 1}]},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.topologySpreadConstraints')).toEqual([
        [{maxSkew: 1}],
        undefined,
        undefined,
      ]),
  },
  ...Object.fromEntries([
    everywhere('dnsConfig', 'spec.dnsConfig', {options: [{name: 'ndots', value: '1'}]}),
    everywhere('hostAliases', 'spec.hostAliases', [{ip: '10.0.0.1', hostnames: ['firefly.corp']}]),
    everywhere('runtimeClassName', 'spec.runtimeClassName', 'gvisor'),
    everywhere('extraEnvFrom', 'spec.containers.0.envFrom', [{secretRef: {name: 'more'}}]),
  ]),
  commonLabels: {
    should: "be labels of every object and pod, next to the chart's own, which win",
    values: {...everyObject, commonLabels: {team: 'platform', 'app.kubernetes.io/name': 'mine'}},
    check: (rendered) => {
      const labels = rendered.objects.map(({metadata}) => metadata.labels);
      for (const each of [...labels, ...everyPod(rendered, 'metadata.labels')])
        expect(each).toMatchObject({team: 'platform', 'app.kubernetes.io/name': 'firefly-k8s-collector'});
    },
  },
  commonAnnotations: {
    should: 'be annotations of every object and pod, and lose against those of one kind',
    values: {
      ...everyObject,
      commonAnnotations: {owner: 'platform', note: 'all'},
      podAnnotations: {note: 'pod'},
      hooks: {annotations: {note: 'hook', 'helm.sh/hook': 'mine'}},
    },
    check: (rendered) => {
      for (const {metadata} of rendered.objects) expect(metadata.annotations).toMatchObject({owner: 'platform'});
      expect(everyPod(rendered, 'metadata.annotations.note')).toEqual(thrice('pod'));
      expect(rendered.one('Job', '-on-boarding').metadata.annotations).toMatchObject({
        note: 'hook',
        'helm.sh/hook': 'post-install,post-upgrade',
      });
    },
  },
  extraEnv: {
    should: 'follow the own variables of all pods',
    values: {extraEnv: [{name: 'NODE_OPTIONS', value: '--max-old-space-size=100'}]},
    check: (rendered) => {
      for (const pod of Object.values(rendered.pods))
        expect(containerEnvironment(pod)).toMatchObject({
          CLUSTER_ID: requiredValues.clusterId,
          NODE_OPTIONS: '--max-old-space-size=100',
        });
    },
  },
  extraArgs: {
    should: 'be arguments of the collector only',
    values: {extraArgs: ['--strict', '--debug']},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.containers.0.args')).toEqual([
        ['--strict', '--debug'],
        ['onboard'],
        ['offboard'],
      ]),
  },
  extraVolumes: {
    should: 'follow the own volumes of all pods',
    values: {extraVolumes: [{name: 'keys', emptyDir: {}}]},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.volumes.2')).toEqual(thrice({name: 'keys', emptyDir: {}})),
  },
  extraVolumeMounts: {
    should: 'follow the own mounts of all pods',
    values: {extraVolumeMounts: [{name: 'keys', mountPath: '/keys'}]},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.containers.0.volumeMounts.2')).toEqual(
        thrice({name: 'keys', mountPath: '/keys'}),
      ),
  },
  initContainers: {
    should: 'run before the collector only',
    values: {initContainers: [{name: 'wait', image: 'wait'}]},
    check: (rendered) =>
      expect(everyPod(rendered, 'spec.initContainers')).toEqual([
        [{name: 'wait', image: 'wait'}],
        undefined,
        undefined,
      ]),
  },
  sidecars: {
    should: 'be native ones, which start first and end with the collector',
    values: {sidecars: [{name: 'mesh', image: 'mesh'}], initContainers: [{name: 'wait', image: 'wait'}]},
    check: (rendered) =>
      expect(atPath(rendered.pods.collector, 'spec.initContainers')).toEqual([
        {name: 'mesh', image: 'mesh', restartPolicy: 'Always'},
        {name: 'wait', image: 'wait'},
      ]),
  },
  'hooks.enabled': {
    should: 'leave both jobs out',
    values: {hooks: {enabled: false}},
    check: (rendered) => expect(rendered.all('Job')).toEqual([]),
  },
  'hooks.annotations': {
    should: 'be annotations of both jobs',
    values: {hooks: {annotations: {'argocd.argoproj.io/sync-wave': '5'}}},
    check: (rendered) => {
      for (const job of rendered.all('Job'))
        expect(job.metadata.annotations).toMatchObject({'argocd.argoproj.io/sync-wave': '5'});
    },
  },
  'hooks.weight': {
    should: 'be the place of both jobs',
    values: {hooks: {weight: -5}},
    check: (rendered) => {
      for (const job of rendered.all('Job'))
        expect(job.metadata.annotations?.['helm.sh/hook-weight']).toBe('-5');
    },
  },
  'rbac.scope': {
    should: 'leave the cluster to one name, and cluster-scoped types alone',
    values: {rbac: {scope: 'namespaces', namespaces: ['shop']}},
    check: ({rules, settings}) => {
      expect(rules).toEqual([
        {apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get']},
      ]);
      expect(settings).toMatchObject({
        'collector.clusterScoped': 'false',
        'collector.watchNamespaces': 'shop\n',
      });
    },
  },
  'rbac.namespaces': {
    should: 'be where Roles allow what the ClusterRole would',
    values: {rbac: {scope: 'namespaces', namespaces: ['shop', 'ci']}, fetchEverything: false},
    check: (rendered) => {
      for (const kind of ['Role', 'RoleBinding'])
        expect(rendered.all(kind).map(({metadata}) => metadata.namespace)).toEqual(['shop', 'ci']);
      for (const role of rendered.all('Role')) {
        const rules = role['rules'] as readonly PolicyRule[];
        expect(rules.find(({apiGroups}) => apiGroups[0] === 'apps')?.resources).toContain('deployments');
      }
      for (const binding of rendered.all('RoleBinding'))
        expect(binding).toMatchObject({
          roleRef: {kind: 'Role', name: 'infralight-role'},
          subjects: [{name: 'infralight-service-account', namespace: 'watchers'}],
        });
    },
  },
  'redactionKey.existingSecret': {
    should: 'be where all pods find the key of markers',
    values: {redactionKey: {existingSecret: 'markers'}},
    check: (rendered) => {
      for (const pod of Object.values(rendered.pods))
        expect(containerEnvironment(pod)['FIREFLY_REDACTION_KEY']).toEqual({
          secretKeyRef: {name: 'markers', key: 'redactionKey'},
        });
    },
  },
  'redactionKey.key': {
    should: 'be the key of that Secret',
    values: {redactionKey: {existingSecret: 'markers', key: 'tls.key'}},
    check: (rendered) =>
      expect(containerEnvironment(rendered.pods.collector)['FIREFLY_REDACTION_KEY']).toEqual({
        secretKeyRef: {name: 'markers', key: 'tls.key'},
      }),
  },
  'telemetry.endpoint': {
    should: 'be where the collector, and no hook, sends telemetry, and a port that it may connect to',
    values: {telemetry: {endpoint: 'http://otel.example:4318'}, networkPolicy: {enabled: true, ports: [443]}},
    check(rendered) {
      const {collector, ...hooks} = rendered.pods;
      expect(containerEnvironment(collector)).toMatchObject({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel.example:4318',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        TMPDIR: '/var/spool/firefly',
      });
      expect(containerEnvironment(collector)).not.toHaveProperty('OTEL_EXPORTER_OTLP_HEADERS');
      for (const pod of Object.values(hooks))
        expect(containerEnvironment(pod)).not.toHaveProperty('OTEL_EXPORTER_OTLP_ENDPOINT');
      expect(JSON.stringify(rendered.one('NetworkPolicy')['spec'])).toContain('4318');
    },
  },
  'telemetry.protocol': {
    should: 'be how telemetry is written',
    values: {telemetry: {endpoint: 'http://otel.example', protocol: 'http/json'}},
    check: (rendered) =>
      expect(containerEnvironment(rendered.pods.collector)['OTEL_EXPORTER_OTLP_PROTOCOL']).toBe('http/json'),
  },
  'telemetry.existingSecret': {
    should: 'be where the collector finds the headers',
    values: {telemetry: {endpoint: 'https://otel.example', existingSecret: 'otel'}},
    check: (rendered) =>
      expect(containerEnvironment(rendered.pods.collector)['OTEL_EXPORTER_OTLP_HEADERS']).toEqual({
        secretKeyRef: {name: 'otel', key: 'headers'},
      }),
  },
  'telemetry.key': {
    should: 'be the key of that Secret',
    values: {telemetry: {endpoint: 'https://otel.example', existingSecret: 'otel', key: 'auth'}},
    check: (rendered) =>
      expect(containerEnvironment(rendered.pods.collector)['OTEL_EXPORTER_OTLP_HEADERS']).toEqual({
        secretKeyRef: {name: 'otel', key: 'auth'},
      }),
  },
  'prometheusRule.enabled': {
    should: 'create the alerts',
    values: {prometheusRule: {enabled: true}},
    check: (rendered) => expect(rendered.all('PrometheusRule')).toHaveLength(1),
  },
  'prometheusRule.labels': {
    should: 'be labels of the rule, where the chart has none of the name',
    values: {prometheusRule: {enabled: true, labels: {release: 'prometheus', 'helm.sh/chart': 'x'}}},
    check: (rendered) => {
      const {labels} = rendered.one('PrometheusRule').metadata;
      expect(labels).toMatchObject({release: 'prometheus', 'app.kubernetes.io/part-of': 'firefly'});
      expect(labels?.['helm.sh/chart']).not.toBe('x');
    },
  },
  'dashboard.enabled': {
    should: 'create the dashboard',
    values: {dashboard: {enabled: true}},
    check: (rendered) =>
      expect(rendered.one('ConfigMap', '-dashboard').metadata.labels).toMatchObject({grafana_dashboard: '1'}),
  },
  'dashboard.labels': {
    should: 'be labels of the dashboard',
    values: {dashboard: {enabled: true, labels: {grafana_dashboard: null, team: 'platform'}}},
    check: (rendered) => {
      const {labels} = rendered.one('ConfigMap', '-dashboard').metadata;
      expect(labels).toMatchObject({team: 'platform'});
      expect(labels).not.toHaveProperty('grafana_dashboard');
    },
  },
};

test.concurrent.each(Object.entries(rows).map(([value, row]) => ({value, ...row})))(
  '$value should $should',
  async ({values, set = [], check}) => check(await renderChart({values, set})),
);

test('every value has a row here', () => {
  expect(Object.keys(rows).sort()).toEqual([...documented].sort());
});
