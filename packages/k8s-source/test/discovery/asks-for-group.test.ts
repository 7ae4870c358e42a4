import {expect, test} from 'vitest';

import {asksForGroup} from '../../src/discovery/asks-for-group.ts';
import type {DiscoveredResource} from '../../src/discovery/discovered-resource.ts';
import type {SelectionRules} from '../../src/discovery/select-types.ts';

const served = ['pods', 'widgets'].map((resource): DiscoveredResource => {
  const names = {shortNames: [], categories: [], singularName: ''};
  return {
    ...names,
    group: '',
    version: 'v1',
    versionRank: 0,
    resource,
    kind: 'Pod',
    namespaced: true,
    verbs: [],
  };
});

test.each<[string, SelectionRules, Record<string, boolean>]>([
  [
    'the default list',
    {},
    {apps: true, 'argoproj.io': true, 'metrics.k8s.io': false, 'x.example.com': false},
  ],
  ['a list without it', {resources: ['pods']}, {'': true, apps: false}],
  ['a plural of the default list', {resources: ['deployments']}, {apps: true, 'x.example.com': false}],
  [
    'a name with its group',
    {addTypes: ['pods.metrics.k8s.io']},
    {'metrics.k8s.io': true, 'x.example.com': false},
  ],
  ['a plural that nobody serves', {addTypes: ['gadgets']}, {'x.example.com': true}],
  ['a plural that somebody serves', {addTypes: ['widgets']}, {'x.example.com': false}],
  [
    'a name that is removed again',
    {addTypes: ['a.x.example.com'], removeTypes: ['a.x.example.com']},
    {'x.example.com': false},
  ],
  ['a glob over a group', {addTypes: ['*.x.example.com']}, {'x.example.com': true, 'y.example.com': false}],
  ['a name with version and group', {addTypes: ['a.v1.x.example.com']}, {'x.example.com': true}],
  ['a group below another', {addTypes: ['a.x.example.com']}, {'example.com': false}],
  ['a glob over groups', {addTypes: ['a.*.example.com']}, {'x.example.com': true, 'example.org': false}],
  ['a glob over plurals', {addTypes: ['gadget*']}, {'x.example.com': true}],
  ['a group removed by a glob', {removeTypes: ['*.apps']}, {apps: false, batch: true}],
  ['the recent list', {resources: ['default+recent']}, {'resource.k8s.io': true, 'x.example.com': false}],
  ['all of a group removed', {removeTypes: ['leases']}, {'coordination.k8s.io': false, apps: true}],
])('%s', (_name, rules, groups) => {
  const asksFor = asksForGroup(rules, served);
  expect(Object.fromEntries(Object.keys(groups).map((group) => [group, asksFor(group)]))).toEqual(groups);
});
