import type {TemplateSlots} from './object-template.ts';

/** Where a pod spec stands, and what it refers to. */
export interface PodSpecOptions {
  /** Set on pods that run: where they run, and what the API server adds. */
  readonly scheduled?: boolean;
  readonly restartPolicy?: 'Always' | 'Never';
  readonly claim?: string;
  readonly serviceAccount?: string;
}

const image =
  'registry.example.com/shop/server:v2.14.3@sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

/** A pod spec with two containers, environment variables that look like secrets, probes, volumes and tolerations. */
export function podSpec(at: TemplateSlots, options: PodSpecOptions = {}): Readonly<Record<string, unknown>> {
  const {scheduled = false, restartPolicy = 'Always', claim, serviceAccount = 'default'} = options;
  const volumes: Readonly<Record<string, unknown>>[] = [
    {name: 'config', configMap: {name: `${at.memberName}-config`, defaultMode: 420}},
    ...(claim === undefined ? [] : [{name: 'data', persistentVolumeClaim: {claimName: claim}}]),
    ...(scheduled ? [tokenVolume] : []),
  ];
  return {
    volumes,
    containers: [server(at, scheduled), proxy(scheduled)],
    restartPolicy,
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    ...(serviceAccount === 'default' ? {} : {serviceAccountName: serviceAccount, serviceAccount}),
    ...(scheduled
      ? {nodeName: at.text((position) => `node-${String(position.chance(7) % 3).padStart(3, '0')}`)}
      : {}),
    securityContext: {
      runAsUser: 65532,
      runAsNonRoot: true,
      fsGroup: 65532,
      seccompProfile: {type: 'RuntimeDefault'},
    },
    schedulerName: 'default-scheduler',
    tolerations: [
      {key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300},
      {
        key: 'node.kubernetes.io/unreachable',
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      },
    ],
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

function server(at: TemplateSlots, scheduled: boolean) {
  return {
    name: 'server',
    image,
    args: ['--listen=:8080', '--log-format=json', '--peers=<discover>&retry=3'],
    ports: [
      {name: 'http', containerPort: 8080, protocol: 'TCP'},
      {name: 'metrics', containerPort: 9090, protocol: 'TCP'},
    ],
    env: [
      {name: 'LOG_LEVEL', value: 'info'},
      {name: 'GREETING', value: 'Grüße, 東京 🚀 "quoted" \\ back\tslash\n'},
      {name: 'DB_HOST', value: `postgres.${at.namespace}.svc.cluster.local`},
      {name: 'DB_PASSWORD', value: at.text((position) => `pw-${position.chance(11).toString(36)}`)},
      {name: 'API_TOKEN', valueFrom: {secretKeyRef: {name: `${at.memberName}-credentials`, key: 'token'}}},
      {name: 'AWS_SECRET_ACCESS_KEY', value: at.text((position) => `sk${position.chance(12).toString(16)}`)},
      {name: 'POD_NAME', valueFrom: {fieldRef: {apiVersion: 'v1', fieldPath: 'metadata.name'}}},
      {name: 'FEATURE_FLAGS', value: 'checkout-v2=on,search-ranking=off,dark-mode=on'},
      {name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://otel-collector.observability.svc:4317'},
    ],
    resources: {limits: {cpu: '1', memory: '512Mi'}, requests: {cpu: '100m', memory: '256Mi'}},
    volumeMounts: [
      {name: 'config', readOnly: true, mountPath: '/etc/server'},
      ...(scheduled ? [tokenMount] : []),
    ],
    livenessProbe: probe('/healthz', 10),
    readinessProbe: probe('/ready', 5),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: {
      capabilities: {drop: ['ALL']},
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    },
  };
}

function proxy(scheduled: boolean) {
  return {
    name: 'proxy',
    image: 'registry.example.com/mesh/proxy:1.29.1',
    args: ['proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.cluster.local'],
    ports: [{name: 'admin', containerPort: 15000, protocol: 'TCP'}],
    resources: {limits: {cpu: '200m', memory: '128Mi'}, requests: {cpu: '10m', memory: '64Mi'}},
    ...(scheduled ? {volumeMounts: [tokenMount]} : {}),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
}

function probe(path: string, periodSeconds: number) {
  return {
    httpGet: {path, port: 'http', scheme: 'HTTP'},
    timeoutSeconds: 1,
    periodSeconds,
    successThreshold: 1,
    failureThreshold: 3,
  };
}

const tokenMount = {
  name: 'kube-api-access',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};

const tokenVolume = {
  name: 'kube-api-access',
  projected: {
    sources: [
      {serviceAccountToken: {expirationSeconds: 3607, path: 'token'}},
      {configMap: {name: 'kube-root-ca.crt', items: [{key: 'ca.crt', path: 'ca.crt'}]}},
      {
        downwardAPI: {
          items: [{path: 'namespace', fieldRef: {apiVersion: 'v1', fieldPath: 'metadata.namespace'}}],
        },
      },
    ],
    defaultMode: 420,
  },
};
