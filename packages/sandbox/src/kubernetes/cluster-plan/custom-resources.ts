import {type CustomResourceOptions, defineCustomResource} from '../define-custom-resource.ts';
import type {ResourceDefinition} from '../resource-definition.ts';

/**
 * The custom resources of generated clusters. The group argoproj.io prefers v1, in which only rollouts exist; one
 * resource can be created but not listed.
 */
export const customResources: readonly ResourceDefinition[] = [
  define('argoproj.io/v1,v1alpha1', 'Rollout', 'ro', {
    categories: ['all'],
    subresources: ['status', 'scale'],
  }),
  define('argoproj.io/v1alpha1', 'Application', 'app,apps'),
  define('argoproj.io/v1alpha1', 'AppProject', 'appproj'),
  define('argoproj.io/v1alpha1', 'AnalysisTemplate', 'at'),
  define('argoproj.io/v1alpha1', 'Route', '', {namespaced: false}),
  define('cert-manager.io/v1', 'Certificate', 'cert,certs', {
    categories: ['cert-manager'],
    subresources: ['status'],
  }),
  define('cert-manager.io/v1', 'CertificateRequest', 'cr,crs', {subresources: ['status']}),
  define('monitoring.coreos.com/v1', 'ServiceMonitor'),
  define('monitoring.coreos.com/v1', 'PrometheusRule'),
  define('example.com/v1,v1beta1', 'Widget', 'wd', {subresources: ['status']}),
  define('example.com/v1', 'WidgetReview', '', {verbs: ['create']}),
];

function define(
  groupVersions: string,
  kind: string,
  shortNames = '',
  others: Partial<CustomResourceOptions> = {},
): ResourceDefinition {
  const [group = '', versions = ''] = groupVersions.split('/');
  const short = shortNames.split(',').filter(Boolean);
  return defineCustomResource({group, versions: versions.split(','), kind, shortNames: short, ...others});
}

/** The aggregated API whose backend is dead. */
export const deadGroupVersion = 'metrics.k8s.io/v1beta1';
