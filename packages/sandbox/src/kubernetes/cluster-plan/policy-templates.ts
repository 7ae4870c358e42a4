import {podSpec} from './pod-spec.ts';
import type {TemplateBuilder} from './template-builder.ts';
import {typedMetadata} from './typed-metadata.ts';

const rules = [
  {
    verbs: ['get', 'list', 'watch'],
    apiGroups: ['', 'apps', 'batch'],
    resources: ['pods', 'deployments', 'jobs'],
  },
  {verbs: ['*'], apiGroups: ['argoproj.io'], resources: ['*']},
];

/** A Role. */
export const roleTemplate: TemplateBuilder = (at) => ({metadata: typedMetadata(at), rules});

/** A RoleBinding. */
export const roleBindingTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at),
  subjects: [{kind: 'ServiceAccount', name: 'default', namespace: at.namespace}],
  roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: at.name},
});

/** A ClusterRole. */
export const clusterRoleTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false, labels: {'kubernetes.io/bootstrapping': 'rbac-defaults'}}),
  rules,
});

/** A ClusterRoleBinding. */
export const clusterRoleBindingTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false}),
  subjects: [{kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:masters'}],
  roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: at.name},
});

/** A HorizontalPodAutoscaler of autoscaling/v2. */
export const autoscalerTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at),
  spec: {
    scaleTargetRef: {kind: 'Deployment', name: at.name, apiVersion: 'apps/v1'},
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [
      {type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 80}}},
    ],
  },
  status: {currentReplicas: 3, desiredReplicas: 3},
});

/** A PodDisruptionBudget. */
export const disruptionBudgetTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 1}),
  spec: {minAvailable: 1, selector: {matchLabels: {app: at.name}}},
  status: {
    disruptionsAllowed: 1,
    currentHealthy: 2,
    desiredHealthy: 1,
    expectedPods: 2,
    observedGeneration: 1,
  },
});

/** A PodTemplate: a pod template that no controller stands behind. */
export const podTemplateTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at),
  template: {metadata: {labels: {app: at.name}}, spec: podSpec(at)},
});

/** A ReplicationController without replicas. */
export const replicationControllerTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 1}),
  spec: {
    replicas: 0,
    selector: {app: at.name},
    template: {metadata: {labels: {app: at.name}}, spec: podSpec(at)},
  },
  status: {replicas: 0, observedGeneration: 1},
});

/** A PriorityClass. */
export const priorityClassTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false}),
  value: 1_000_000,
  description: 'Made by the sandbox.',
  preemptionPolicy: 'PreemptLowerPriority',
});

/** A RuntimeClass. */
export const runtimeClassTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false}),
  handler: 'runc',
});

/** An IngressClass. */
export const ingressClassTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false, generation: 1}),
  spec: {controller: 'k8s.io/ingress-nginx'},
});

/** A validating or mutating webhook configuration: they look the same. */
export const webhookTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false, generation: 1}),
  webhooks: [
    {
      name: `${at.name}.example.com`,
      clientConfig: {service: {namespace: 'kube-system', name: 'webhook', path: '/', port: 443}},
      rules: [{operations: ['CREATE'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], scope: '*'}],
      failurePolicy: 'Ignore',
      sideEffects: 'None',
      timeoutSeconds: 10,
      admissionReviewVersions: ['v1'],
    },
  ],
});

/** A FlowSchema. */
export const flowSchemaTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false, generation: 1}),
  spec: {
    priorityLevelConfiguration: {name: 'workload-low'},
    matchingPrecedence: 1000,
    distinguisherMethod: {type: 'ByUser'},
    rules: [{subjects: [{kind: 'Group', group: {name: 'system:authenticated'}}]}],
  },
  status: {
    conditions: [{type: 'Dangling', status: 'False', lastTransitionTime: at.created, reason: 'Found'}],
  },
});

/** A PriorityLevelConfiguration. */
export const priorityLevelTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false, generation: 1}),
  spec: {
    type: 'Limited',
    limited: {nominalConcurrencyShares: 30, limitResponse: {type: 'Reject'}, lendablePercent: 50},
  },
  status: {},
});
