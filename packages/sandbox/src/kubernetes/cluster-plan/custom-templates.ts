import {podSpec} from './pod-spec.ts';
import type {TemplateBuilder} from './template-builder.ts';
import {typedMetadata} from './typed-metadata.ts';

/**
 * A custom resource with everything in it that JavaScript would not give back: 64-bit integers, 1.0, exponents,
 * escapes. (A real API server writes whole floats without their point; aggregated APIs do not.)
 */
export const widgetTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 1, labels: {size: 'large'}}),
  spec: {
    bigInteger: at.raw('9007199254740993'),
    largest: at.raw('18446744073709551615'),
    whole: at.raw('1.0'),
    exponent: at.raw('1e3'),
    tiny: at.raw('1.5E-300'),
    minusZero: at.raw('-0.0'),
    serial: at.number((position) => position.chance(41)),
    text: 'tab\t newline\n quote" backslash\\ slash/ nul\u0000 ümläut 東京 🚀 <a href="x">&</a>',
    escapedKeys: {'with "quotes"': true, ключ: null, '': []},
    nested: [[[{deep: {}}]], [], {}],
  },
  status: {phase: 'Ready', observedGeneration: 1},
});

/** A Rollout of Argo Rollouts: a custom resource that owns ReplicaSets, with a pod template of its own. */
export const rolloutTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 3, labels: {app: at.memberName}}),
  spec: {
    replicas: 2,
    selector: {matchLabels: {app: at.memberName}},
    strategy: {canary: {steps: [{setWeight: 20}, {pause: {duration: '10m'}}]}},
    template: {metadata: {labels: {app: at.memberName}}, spec: podSpec(at)},
  },
  status: {phase: 'Healthy', replicas: 2, readyReplicas: 2, observedGeneration: '3'},
});

/** A Certificate of cert-manager, the owner of its requests. */
export const certificateTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 1}),
  spec: {
    secretName: `tls-${at.memberName}`,
    dnsNames: [`${at.memberName}.example.com`],
    issuerRef: {kind: 'ClusterIssuer', name: 'letsencrypt'},
  },
  status: {conditions: [{type: 'Ready', status: 'True', lastTransitionTime: at.created}], revision: 2},
});

/** A CertificateRequest under its Certificate: custom resources on both ends of an owner reference. */
export const certificateRequestTemplate: TemplateBuilder = (at, refs) => {
  const segment = 'certificates.cert-manager.io/cert';
  return {
    metadata: typedMetadata(at, {
      generation: 1,
      annotations: {'cert-manager.io/certificate-revision': '2'},
      owner: {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        name: refs.name(segment),
        uid: refs.uid(segment),
      },
    }),
    spec: {request: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K', usages: ['digital signature']},
    status: {conditions: [{type: 'Ready', status: 'True', reason: 'Issued'}]},
  };
};

/** An AppProject of Argo CD. */
export const appProjectTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 1}),
  spec: {destinations: [{namespace: '*', server: '*'}], sourceRepos: ['*']},
});

/** An AnalysisTemplate of Argo Rollouts. */
export const analysisTemplateTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 1}),
  spec: {metrics: [{name: 'success-rate', interval: '5m', successCondition: 'result[0] >= 0.95 && true'}]},
});

/** A cluster-scoped custom resource that exists only in the version its group does not prefer. */
export const routeTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false, generation: 1}),
  spec: {host: `${at.name}.example.com`, weight: at.raw('0.50')},
});

/** A ServiceMonitor of the Prometheus operator. */
export const serviceMonitorTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 1, labels: {release: 'prometheus'}}),
  spec: {endpoints: [{port: 'metrics', interval: '30s'}], selector: {matchLabels: {app: at.name}}},
});

/** A PrometheusRule, whose expressions are full of characters that JSON escapes. */
export const prometheusRuleTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 1}),
  spec: {
    groups: [
      {
        name: at.name,
        rules: Array.from({length: 6}, (_, index) => ({
          alert: `HighErrorRate${index}`,
          expr: `sum(rate(http_requests_total{code=~"5..",app="${at.name}"}[5m])) > ${index}`,
          for: '10m',
          labels: {severity: 'page'},
          annotations: {summary: 'Error rate > 5 % for {{ $labels.app }} & rising'},
        })),
      },
    ],
  },
});
