import {expect, test} from 'vitest';

import defaults from '../../packages/core/default-resource-types.json' with {type: 'json'};
import recent from '../../packages/core/recent-resource-types.json' with {type: 'json'};
import {renderChart} from './render-chart.ts';
import type {PolicyRule, RenderedChart} from './rendered-chart.ts';

/** `group/resource` of everything that may be listed, watched and read. */
function granted({rules}: RenderedChart): readonly string[] {
  const reading = rules.filter((rule) => rule.resourceNames === undefined);
  for (const rule of reading) expect(rule.verbs).toEqual(['get', 'list', 'watch']);
  return reading
    .flatMap(({apiGroups, resources}) =>
      apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
    )
    .sort();
}

/** `group/resource` of everything that the collector is told to list. */
function listed({settings}: RenderedChart): readonly string[] {
  return settings['collector.resources']!.trim()
    .split('\n')
    .map((name) => {
      const [plural, ...group] = name.split('.');
      return `${group.length === 0 ? '*' : group.join('.').replace(/^core$/u, '')}/${plural}`;
    })
    .sort();
}

const defaultNames = Object.entries(defaults)
  .flatMap(([group, names]) => names.map((name) => `${group}/${name}`))
  .sort();

function isSubresource(name: string) {
  return name.split('/').length > 2;
}

async function least(values: Readonly<Record<string, unknown>> = {}) {
  const rendered = await renderChart({values: {fetchEverything: false, ...values}});
  // Whatever the values: what is asked for is what is granted.
  expect(listed(rendered)).toEqual(granted(rendered).filter((name) => !isSubresource(name)));
  expect(rendered.settings).not.toHaveProperty('collector.addTypes');
  expect(rendered.settings).not.toHaveProperty('collector.removeTypes');
  expect(rendered.settings['collector.customResources']).toBe('false');
  return rendered;
}

function changes(rendered: RenderedChart) {
  const names = granted(rendered);
  return {
    added: names.filter((name) => !defaultNames.includes(name)),
    removed: defaultNames.filter((name) => !names.includes(name)),
  };
}

test('everything may be read by default', async () => {
  const {rules, settings} = await renderChart();
  expect(rules).toEqual([{apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch']}]);
  expect(settings).not.toHaveProperty('collector.resources');
  expect(settings).not.toHaveProperty('collector.customResources');
  expect(settings).not.toHaveProperty('collector.helmReleases');
});

test('with fetchEverything=false the rules are exactly the one list, a rule an API group', async () => {
  const rendered = await least();
  expect(granted(rendered)).toEqual(defaultNames);
  expect(rendered.rules.map((rule: PolicyRule) => rule.apiGroups)).toEqual(
    Object.keys(defaults)
      .sort()
      .map((group) => [group]),
  );
});

test('with typeList=default+recent, exactly both lists', async () => {
  const rendered = await least({typeList: 'default+recent'});
  const names = Object.entries(recent).flatMap(([group, types]) => types.map((name) => `${group}/${name}`));
  expect(granted(rendered)).toEqual([...defaultNames, ...names].sort());
});

test('secrets are not granted, and the collector is told not to look for Helm releases in them', async () => {
  const rendered = await least();
  expect(granted(rendered).filter((name) => name.endsWith('/secrets'))).toEqual([]);
  expect(rendered.settings['collector.helmReleases']).toBe('false');
});

test.concurrent.each([
  {add: ['secrets'], remove: [], added: ['/secrets'], removed: []},
  {add: ['secrets.core'], remove: [], added: ['/secrets'], removed: []},
  // Its groups are the list's.
  {add: ['leases'], remove: [], added: [], removed: []},
  // The list does not know it: every group that serves it.
  {add: ['applications'], remove: [], added: ['*/applications'], removed: []},
  {add: ['applications.argoproj.io'], remove: [], added: ['argoproj.io/applications'], removed: []},
  {
    add: ['events.core', 'events.events.k8s.io'],
    remove: [],
    added: ['/events', 'events.k8s.io/events'],
    removed: [],
  },
  {
    add: ['virtualservices.networking.istio.io'],
    remove: [],
    added: ['networking.istio.io/virtualservices'],
    removed: [],
  },
  {add: [], remove: ['configmaps'], added: [], removed: ['/configmaps']},
  {
    add: [],
    remove: ['configmaps.core', 'jobs.batch', 'cronjobs.apps'],
    added: [],
    removed: ['/configmaps', 'batch/jobs'],
  },
  // What lies under a type goes with it.
  {
    add: [],
    remove: ['rollouts'],
    added: [],
    removed: ['argoproj.io/rollouts', 'argoproj.io/rollouts/finalizers', 'argoproj.io/rollouts/status'],
  },
  {add: [], remove: ['rollouts/status'], added: [], removed: ['argoproj.io/rollouts/status']},
  // A group that loses its last type loses its rule.
  {add: [], remove: ['leases'], added: [], removed: ['coordination.k8s.io/leases']},
  {add: ['*.example.com'], remove: [], added: ['example.com/*'], removed: []},
  {add: [], remove: ['*.coordination.k8s.io'], added: [], removed: ['coordination.k8s.io/leases']},
  {add: [], remove: ['lease?'], added: [], removed: ['coordination.k8s.io/leases']},
  {add: [], remove: ['*.*.batch', '*jobs.apps', 'cron*'], added: [], removed: ['batch/cronjobs']},
  // Two groups, two types.
  {
    add: ['leases.example.com'],
    remove: ['leases.coordination.k8s.io'],
    added: ['example.com/leases'],
    removed: ['coordination.k8s.io/leases'],
  },
])('addTypes $add and removeTypes $remove', async ({add, remove, added, removed}) => {
  const rendered = await least({addTypes: add, removeTypes: remove});
  expect(changes(rendered)).toEqual({added, removed});
  for (const rule of rendered.rules) expect(rule.resources).not.toHaveLength(0);
});

test.concurrent.each([
  {values: {addTypes: ['secrets']}, read: true},
  {values: {collectSecrets: true}, read: true},
  {values: {addTypes: ['*.core']}, read: true},
  {values: {helmDriver: 'configmap'}, read: true},
  {values: {helmDriver: 'configmap', removeTypes: ['configmaps']}, read: false},
  {values: {addTypes: ['secrets'], helmReleases: false}, read: false},
])('$values: Helm releases are read: $read', async ({values, read}) => {
  const {settings} = await least(values);
  expect(settings['collector.helmReleases']).toBe(read ? undefined : 'false');
});

test('kube-system can be read even when namespaces are removed', async () => {
  const {rules} = await least({removeTypes: ['namespaces']});
  expect(rules.at(-1)).toEqual({
    apiGroups: [''],
    resources: ['namespaces'],
    resourceNames: ['kube-system'],
    verbs: ['get'],
  });
  expect((await least()).rules.filter((rule) => rule.resourceNames !== undefined)).toEqual([]);
});
