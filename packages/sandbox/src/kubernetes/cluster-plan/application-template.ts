import type {TemplateBuilder} from './template-builder.ts';
import {typedMetadata} from './typed-metadata.ts';

/** What tells one sort of Argo CD Application from another. */
export interface ApplicationVariant {
  /** `status.sourceType`; undefined for applications that name none. */
  readonly sourceType?: 'Helm' | 'Directory' | 'Kustomize';
  readonly health?: 'Healthy' | 'Degraded' | 'Missing' | 'Unknown' | 'Progressing';
  /** Several sources: a values repository, a chart, a directory. */
  readonly multiSource?: boolean;
  /** Entries of `status.history`. */
  readonly history: number;
}

/** Every variant that readers of Argo CD tell apart. */
export const applicationVariants: readonly ApplicationVariant[] = [
  {sourceType: 'Helm', health: 'Healthy', history: 3},
  {sourceType: 'Directory', health: 'Degraded', history: 1},
  {sourceType: 'Kustomize', health: 'Healthy', history: 2},
  {sourceType: 'Helm', health: 'Missing', history: 0},
  {health: 'Unknown', history: 1},
  {multiSource: true, health: 'Healthy', history: 2},
  {sourceType: 'Helm', history: 1},
  {multiSource: true, health: 'Progressing', history: 12},
];

/** An Argo CD Application. */
export function applicationTemplate(variant: ApplicationVariant): TemplateBuilder {
  const {sourceType, health, multiSource = false, history} = variant;
  const chart = {chart: 'shop', repoURL: 'https://charts.example.com/', targetRevision: '4.2.1'};
  const directory = {path: 'deploy', repoURL: 'https://github.com/example/shop.git', targetRevision: 'HEAD'};
  const sources = [
    {ref: 'values', repoURL: 'https://github.com/example/values.git', targetRevision: 'main'},
    chart,
  ];
  return (at) => ({
    metadata: typedMetadata(at, {
      generation: 7,
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      annotations: {'argocd.argoproj.io/refresh': 'normal'},
    }),
    spec: {
      destination: {namespace: at.namespace, server: 'https://kubernetes.default.svc'},
      project: 'default',
      ...(multiSource ? {sources} : {source: sourceType === 'Helm' ? chart : directory}),
      syncPolicy: {automated: {prune: true, selfHeal: true}},
    },
    status: {
      ...(health === undefined ? {} : {health: {status: health}}),
      history: Array.from({length: history}, (_, index) => ({
        id: index,
        deployStartedAt: `2026-03-${String(index + 1).padStart(2, '0')}T10:00:00Z`,
        deployedAt: `2026-03-${String(index + 1).padStart(2, '0')}T10:00:05Z`,
        revision: `4.2.${index}`,
      })),
      reconciledAt: at.created,
      resources: [
        {
          group: 'apps',
          kind: 'Deployment',
          name: at.memberName,
          namespace: at.namespace,
          status: 'Synced',
          version: 'v1',
        },
        {kind: 'Service', name: at.memberName, namespace: at.namespace, status: 'Synced', version: 'v1'},
        {
          group: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: `${at.memberName}-reader`,
          status: 'OutOfSync',
          version: 'v1',
        },
      ],
      ...(sourceType === undefined ? {} : {sourceType}),
      ...(multiSource ? {sourceTypes: ['Directory', 'Helm']} : {}),
      sync: {revision: '4.2.1', status: health === 'Missing' ? 'OutOfSync' : 'Synced'},
    },
  });
}
