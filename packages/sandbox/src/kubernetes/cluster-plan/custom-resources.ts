import {defineCustomResource} from '../define-custom-resource.ts';
import type {ResourceDefinition} from '../resource-definition.ts';

/**
 * The custom resources of generated clusters. The group argoproj.io prefers v1, in which only rollouts exist; one
 * resource can be created but not listed.
 */
export const customResources: readonly ResourceDefinition[] = [
  defineCustomResource({
    group: 'argoproj.io',
    versions: ['v1', 'v1alpha1'],
    kind: 'Rollout',
    shortNames: ['ro'],
    categories: ['all'],
    subresources: ['status', 'scale'],
  }),
  defineCustomResource({
    group: 'argoproj.io',
    versions: ['v1alpha1'],
    kind: 'Application',
    shortNames: ['app', 'apps'],
  }),
  defineCustomResource({
    group: 'argoproj.io',
    versions: ['v1alpha1'],
    kind: 'AppProject',
    shortNames: ['appproj'],
  }),
  defineCustomResource({
    group: 'argoproj.io',
    versions: ['v1alpha1'],
    kind: 'AnalysisTemplate',
    shortNames: ['at'],
  }),
  defineCustomResource({group: 'argoproj.io', versions: ['v1alpha1'], kind: 'Route', namespaced: false}),
  defineCustomResource({
    group: 'cert-manager.io',
    versions: ['v1'],
    kind: 'Certificate',
    shortNames: ['cert', 'certs'],
    categories: ['cert-manager'],
    subresources: ['status'],
  }),
  defineCustomResource({
    group: 'cert-manager.io',
    versions: ['v1'],
    kind: 'CertificateRequest',
    shortNames: ['cr', 'crs'],
    subresources: ['status'],
  }),
  defineCustomResource({group: 'monitoring.coreos.com', versions: ['v1'], kind: 'ServiceMonitor'}),
  defineCustomResource({group: 'monitoring.coreos.com', versions: ['v1'], kind: 'PrometheusRule'}),
  defineCustomResource({
    group: 'example.com',
    versions: ['v1', 'v1beta1'],
    kind: 'Widget',
    shortNames: ['wd'],
    subresources: ['status'],
  }),
  defineCustomResource({group: 'example.com', versions: ['v1'], kind: 'WidgetReview', verbs: ['create']}),
];

/** The aggregated API whose backend is dead. */
export const deadGroupVersion = 'metrics.k8s.io/v1beta1';
