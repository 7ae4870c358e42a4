import {describe, expect, test} from 'vitest';

import {resourceTypeName} from '@firefly/core';

import type {DiscoveredResource} from '../../src/discovery/discovered-resource.ts';
import {indexTypes} from '../../src/discovery/index-types.ts';

function type(
  name: string,
  kind: string,
  shortNames: readonly string[],
  more: Partial<DiscoveredResource> = {},
): DiscoveredResource {
  const [resource = '', ...group] = name.split('.');
  return {
    resource,
    group: group.join('.'),
    version: 'v1',
    versionRank: 0,
    kind,
    shortNames,
    singularName: '',
    categories: [],
    namespaced: true,
    verbs: ['list'],
    ...more,
  };
}

const index = indexTypes([
  type('pods', 'Pod', ['po']),
  type('services', 'Service', ['svc'], {singularName: 'service'}),
  type('events', 'Event', ['ev']),
  type('deployments.apps', 'Deployment', ['deploy'], {version: 'v1beta1', versionRank: 1}),
  type('deployments.apps', 'Deployment', ['deploy']),
  type('events.events.k8s.io', 'Event', ['ev']),
  type('services.serving.knative.dev', 'Service', ['kservice', 'ksvc']),
  type('pods.metrics.k8s.io', 'PodMetrics', []),
  // A short name that is another type's plural, and one that is another's kind.
  type('things.example.com', 'Thing', ['events', 'pod', 'th']),
]);
const found = (name: string) => index.find(name).map((one) => `${resourceTypeName(one)}/${one.version}`);

describe('a type is found by', () => {
  test.each([
    ['pods', ['pods/v1', 'pods.metrics.k8s.io/v1']],
    [' PODS ', ['pods/v1', 'pods.metrics.k8s.io/v1']],
    ['pod', ['pods/v1']],
    ['Pod', ['pods/v1']],
    ['po', ['pods/v1']],
    ['PodMetrics', ['pods.metrics.k8s.io/v1']],
    ['pods.core', ['pods/v1']],
    ['pods.v1', ['pods/v1']],
    ['pods.v1.', ['pods/v1']],
    ['pods.metrics.k8s.io', ['pods.metrics.k8s.io/v1']],
    ['service', ['services/v1', 'services.serving.knative.dev/v1']],
    ['svc', ['services/v1']],
    ['ksvc', ['services.serving.knative.dev/v1']],
    ['Service.serving.knative.dev', ['services.serving.knative.dev/v1']],
    ['deploy', ['deployments.apps/v1']],
    ['deploy.apps', ['deployments.apps/v1']],
    ['deployments.v1.apps', ['deployments.apps/v1']],
    ['Deployment.v1beta1.apps', ['deployments.apps/v1beta1']],
    ['events', ['events/v1', 'events.events.k8s.io/v1']],
    ['th', ['things.example.com/v1']],
    ['', []],
    ['.', []],
    ['apps', []],
    ['pods.apps', []],
    ['deployments.v2.apps', []],
    ['pods/log', []],
    ['constructor', []],
  ])('%j', (name, types) => {
    expect(found(name)).toEqual(types);
  });
});

test.each([
  ['podz', 'pods'],
  ['deployment.app', 'deployments.apps'],
  ['servise', 'service'],
  ['nothing-like-it', undefined],
])('%s is taken for %s', (name, nearest) => {
  expect(index.nearest(name)).toBe(nearest);
});
