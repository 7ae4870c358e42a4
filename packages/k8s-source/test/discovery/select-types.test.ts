import {describe, expect, test} from 'vitest';

import {isBuiltInGroup} from '../../src/discovery/built-in-groups.ts';
import type {DiscoveredResource} from '../../src/discovery/discovered-resource.ts';
import {defaultResources} from '../../src/discovery/default-types.ts';
import {type SelectionRules, selectTypes} from '../../src/discovery/select-types.ts';

/** `plural.group/version`, the way `kubectl` names a resource in full. */
function resource(name: string, more: Partial<DiscoveredResource> = {}): DiscoveredResource {
  const [, plural = '', group = '', version = 'v1'] = /^([^./]+)(?:\.([^/]+))?(?:\/(.+))?$/.exec(name) ?? [];
  return {
    group,
    version,
    versionRank: 0,
    resource: plural,
    kind: plural.replace(/s$/, ''),
    namespaced: true,
    verbs: ['get', 'list'],
    shortNames: [],
    categories: [],
    singularName: '',
    ...more,
  };
}

/** What was decided, by name. */
function decisions(
  discovered: readonly DiscoveredResource[],
  rules?: SelectionRules,
): Record<string, string> {
  return Object.fromEntries(
    selectTypes(discovered, rules).map(
      ({resource: {resource: plural, group, version}, collected, reason}) => [
        `${plural}${group === '' ? '' : `.${group}`}/${version}`,
        `${collected ? 'yes' : 'no'}: ${reason}`,
      ],
    ),
  );
}

const decide = (name: string, rules?: SelectionRules, more?: Partial<DiscoveredResource>) =>
  Object.values(decisions([resource(name, more)], rules)).join();

describe('a type is collected or not', () => {
  test.each<[string, SelectionRules | undefined, string]>([
    ['pods', undefined, 'yes: default list'],
    ['deployments.apps', undefined, 'yes: default list'],
    ['rollouts.argoproj.io', undefined, 'yes: default list'],
    ['secrets', undefined, 'no: not allowed'],
    ['secrets', {addTypes: ['secrets']}, 'yes: added'],
    ['secrets', {addTypes: [' Secrets ']}, 'yes: added'],
    ['secrets', {addTypes: ['secrets.core']}, 'yes: added'],
    ['secrets', {addTypes: ['Secret']}, 'yes: added'],
    ['secrets', {addTypes: ['secret.v1.']}, 'yes: added'],
    ['pods', {removeTypes: ['pod']}, 'no: removed'],
    ['secrets', {addTypes: ['secrets.example.com']}, 'no: not allowed'],
    ['pods', {addTypes: ['pods']}, 'yes: added'],
    ['pods', {removeTypes: ['pods']}, 'no: removed'],
    ['pods', {removeTypes: ['PODS']}, 'no: removed'],
    ['pods', {removeTypes: ['pods'], addTypes: ['pods']}, 'no: removed'],
    ['deployments.apps', {removeTypes: ['deployments.apps']}, 'no: removed'],
    ['deployments.apps', {removeTypes: ['deployments.extensions']}, 'yes: default list'],
    ['deployments.apps', {removeTypes: ['apps']}, 'yes: default list'],
    ['pods', {resources: ['services']}, 'no: not allowed'],
    ['services', {resources: ['services']}, 'yes: allowed'],
    ['deployments.apps', {resources: ['deployments.apps']}, 'yes: allowed'],
    ['pods', {resources: [], addTypes: ['pods']}, 'yes: added'],
    ['widgets.example.com', undefined, 'yes: custom resource'],
    ['widgets.example.com', {resources: []}, 'yes: custom resource'],
    ['widgets.example.com', {customResources: false}, 'no: not allowed'],
    ['widgets.example.com', {customResources: false, addTypes: ['widgets']}, 'yes: added'],
    ['widgets.example.com', {addTypes: ['widgets.example.com']}, 'yes: added'],
    ['widgets.example.com', {removeTypes: ['widgets.example.com']}, 'no: removed'],
    ['widgets.example.com', {removeTypes: ['widgets']}, 'no: removed'],
    ['pods.metrics.k8s.io', {resources: ['pods.core']}, 'no: not allowed'],
    ['pods.metrics.k8s.io', undefined, 'no: not allowed'],
    ['pods.metrics.k8s.io', {resources: ['pods']}, 'yes: allowed'],
    ['pods.metrics.k8s.io', {addTypes: ['pods.metrics.k8s.io']}, 'yes: added'],
    ['volumesnapshots.snapshot.storage.k8s.io', undefined, 'yes: custom resource'],
    ['leases.example.com', undefined, 'yes: custom resource'],
    ['ingresses.extensions', undefined, 'yes: default list'],
    ['events', undefined, 'no: not allowed'],
    ['secrets', {addTypes: ['*']}, 'yes: added'],
    ['deployments.apps', {resources: ['*.apps']}, 'yes: allowed'],
    ['deployments.apps', {resources: ['deploy*']}, 'yes: allowed'],
    ['deployments.apps', {resources: ['DEPLOYMENT?.APPS']}, 'yes: allowed'],
    ['deployments.apps', {resources: ['*.app']}, 'no: not allowed'],
    ['pods', {resources: ['*.core']}, 'yes: allowed'],
    ['pods', {removeTypes: ['p*']}, 'no: removed'],
    ['pods.metrics.k8s.io', {addTypes: ['*.*.k8s.io']}, 'yes: added'],
    ['widgets.example.com', {removeTypes: ['*.example.com']}, 'no: removed'],
    ['widgets.example.com', {removeTypes: ['*.example']}, 'yes: custom resource'],
    ['limitranges', undefined, 'no: only in default+recent'],
    ['limitranges', {resources: ['default']}, 'no: only in default+recent'],
    ['limitranges', {resources: ['default+recent']}, 'yes: recent list'],
    ['limitranges', {resources: ['Default+Recent', 'secrets']}, 'yes: recent list'],
    ['limitranges.example.com', {customResources: false}, 'no: not allowed'],
    ['pods', {resources: ['default+recent']}, 'yes: default list'],
    ['secrets', {resources: ['default', 'secrets']}, 'yes: allowed'],
    [
      'resourceclaims.resource.k8s.io',
      {resources: ['default+recent'], removeTypes: ['*.resource.k8s.io']},
      'no: removed',
    ],
  ])('%s with %j: %s', (name, rules, decision) => {
    expect(decide(name, rules)).toBe(decision);
  });

  test('by the name that a list has for it', () => {
    const rules = {addTypes: ['deploy*', '*.apps'], removeTypes: ['pod']};
    const named = (name: string) => selectTypes([resource(name)], rules)[0]?.name;
    expect([named('deployments.apps'), named('pods'), named('services')]).toEqual([
      'deploy*',
      'pod',
      undefined,
    ]);
  });

  test('must be listable, whatever else is said', () => {
    const verbs = {verbs: ['create']};
    expect(decide('pods', undefined, verbs)).toBe('no: no list verb');
    expect(decide('widgets.example.com', undefined, verbs)).toBe('no: no list verb');
    expect(decide('tokenreviews.authentication.k8s.io', {addTypes: ['tokenreviews']}, verbs)).toBe(
      'no: no list verb',
    );
    expect(decide('tokenreviews.authentication.k8s.io', undefined, verbs)).toBe('no: not allowed');
  });
});

describe('a type that exists in several versions', () => {
  test('is collected once, in the version that its group prefers', () => {
    const discovered = [
      resource('cronjobs.batch/v1beta1', {versionRank: 1}),
      resource('cronjobs.batch/v1', {versionRank: 0}),
    ];
    expect(decisions(discovered)).toEqual({'cronjobs.batch/v1': 'yes: default list'});
    expect(decisions(discovered.toReversed())).toEqual({'cronjobs.batch/v1': 'yes: default list'});
  });

  test('is collected in the best of those that have it, where the preferred one has not', () => {
    const discovered = [
      resource('gateways.example.com/v1'),
      resource('routes.example.com/v1alpha2', {versionRank: 3}),
      resource('routes.example.com/v1beta1', {versionRank: 2}),
    ];
    expect(decisions(discovered)).toEqual({
      'gateways.example.com/v1': 'yes: custom resource',
      'routes.example.com/v1beta1': 'yes: custom resource',
    });
  });
});

describe('a plural name that two groups share', () => {
  test('means both, unless the group is named', () => {
    const discovered = [resource('ingresses.networking.k8s.io'), resource('ingresses.example.com')];
    expect(decisions(discovered, {removeTypes: ['ingresses.example.com']})).toEqual({
      'ingresses.networking.k8s.io/v1': 'yes: default list',
      'ingresses.example.com/v1': 'no: removed',
    });
    expect(decisions(discovered, {removeTypes: ['ingresses']})).toEqual({
      'ingresses.networking.k8s.io/v1': 'no: removed',
      'ingresses.example.com/v1': 'no: removed',
    });
  });

  test.each([
    ['deployments.extensions', 'deployments.apps'],
    ['daemonsets.extensions', 'daemonsets.apps'],
    ['replicasets.extensions', 'replicasets.apps'],
    ['ingresses.extensions', 'ingresses.networking.k8s.io'],
    ['networkpolicies.extensions', 'networkpolicies.networking.k8s.io'],
    ['podsecuritypolicies.extensions', 'podsecuritypolicies.policy'],
    ['events', 'events.events.k8s.io'],
  ])('and the same objects behind it is collected from one of them: %s, %s', (older, newer) => {
    const rules = {addTypes: ['events']};
    const both = decisions([resource(older), resource(newer)], rules);
    expect(both[`${older}/v1`]).toBe('no: served by another group');
    expect(both[`${newer}/v1`]).toMatch(/^yes/);
    // Where that one is not to be had, the objects come from the older group after all.
    expect(decide(older, rules)).toMatch(/^yes/);
    const removed = decisions([resource(older), resource(newer)], {...rules, removeTypes: [newer]});
    expect(removed[`${older}/v1`]).toMatch(/^yes/);
    const unlisted = decisions([resource(older), resource(newer, {verbs: []})], rules);
    expect(unlisted[`${older}/v1`]).toMatch(/^yes/);
  });
});

test('a subresource is never listed by itself: no name of one selects anything', () => {
  const rules = {addTypes: ['pods/status', 'services/status']};
  expect(decisions([resource('pods'), resource('services')], {resources: [], ...rules})).toEqual({
    'pods/v1': 'no: not allowed',
    'services/v1': 'no: not allowed',
  });
});

test.each([
  ['', true],
  ['apps', true],
  ['extensions', true],
  ['networking.k8s.io', true],
  ['custom.metrics.k8s.io', true],
  ['snapshot.storage.k8s.io', false],
  ['gateway.networking.k8s.io', false],
  ['foo.k8s.io.example.com', false],
  ['example.com', false],
  ['argoproj.io', false],
  ['k8s.io', false],
  ['__proto__.x', false],
])('the group %j is built in: %s', (group, builtIn) => {
  expect(isBuiltInGroup(group)).toBe(builtIn);
  expect(decide(`widgets${group === '' ? '' : `.${group}`}`)).toBe(
    builtIn ? 'no: not allowed' : 'yes: custom resource',
  );
});

test('what discovery says of a resource counts for more than the name of its group', () => {
  expect(decide('leases.other.k8s.io', undefined, {custom: false})).toBe('no: not allowed');
});

test('the default list holds all that is documented, each once, and no secrets', () => {
  const documented = `
    analysistemplates apiservices clusteranalysistemplates clusterrolebindings clusterroles configmaps
    controllerrevisions cronjobs csidrivers csinodes customresourcedefinitions daemonsets deployments
    endpoints endpointslices flowschemas horizontalpodautoscalers ingressclasses ingresses jobs leases
    mutatingwebhookconfigurations namespaces networkpolicies nodes persistentvolumeclaims
    persistentvolumes poddisruptionbudgets pods podsecuritypolicies priorityclasses
    prioritylevelconfigurations replicasets replicationcontrollers rolebindings roles rollouts
    runtimeclasses serviceaccounts services
    statefulsets storageclasses validatingwebhookconfigurations volumeattachments
  `;
  const plurals = defaultResources.map((name) => name.split('.')[0]);
  // Not the other way round: to collect one more type, one file changes.
  expect(
    documented
      .trim()
      .split(/\s+/)
      .filter((name) => !plurals.includes(name)),
  ).toEqual([]);
  expect(new Set(defaultResources).size).toBe(defaultResources.length);
  expect(defaultResources).toContain('pods.core');
  expect(plurals).not.toContain('secrets');
});
