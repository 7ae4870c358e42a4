import type {DiscoveryFailure} from '@firefly/core';
import type {DiscoveredResource} from '@firefly/k8s-source';
import {expect, test} from 'vitest';

import {requireTypes} from '../../src/types/require-types.ts';
import {unknownTypeNames} from '../../src/types/unknown-type-names.ts';

const resource = (plural: string, kind: string, short: string, group = ''): DiscoveredResource => ({
  group,
  version: 'v1',
  kind,
  resource: plural,
  namespaced: true,
  verbs: ['list'],
  shortNames: [short],
  categories: [],
  singularName: kind.toLowerCase(),
  versionRank: 0,
});
const resources = [resource('pods', 'Pod', 'po'), resource('deployments', 'Deployment', 'deploy', 'apps')];
const dead: DiscoveryFailure = {subject: 'group', name: 'metrics.k8s.io/v1beta1', message: 'dead'};

function unknown(types: readonly string[], failures: readonly DiscoveryFailure[] = []) {
  const lists = {addTypes: [], removeTypes: [], resources: undefined};
  const settings = {types, ...lists, resourceSwitches: {}, selectors: {}};
  return unknownTypeNames(settings, {resources, failures});
}

test.each([
  'pods',
  'pod',
  'Pod',
  'po',
  'pods.core',
  'deploy',
  'deployments.apps',
  'deploy.apps',
  'deployment.v1.apps',
])('%s is known, whatever is dead', (name) => expect(unknown([name], [dead])).toEqual([]));

test.each([
  ['podz', [], true],
  ['podz', [dead], false],
  ['podz.core', [dead], true],
  ['podz.metrics.k8s.io', [dead], false],
  ['podz.v1beta1.metrics.k8s.io', [dead], false],
  ['podz.k8s.io', [dead], true],
  ['podz.any', [{...dead, name: 'others', code: 'K8S_MORE_FAILURES'}], false],
  ['widgets.a.example', [{...dead, subject: 'type', name: 'gadgets.a.example'}], false],
] as const)('whether %s is certain to be wrong with %j dead: %s', (name, failures, isCertain) => {
  expect(unknown([name], failures)).toMatchObject([{setting: '--types', isCertain}]);
});

test('--types is refused where a name is wrong, and where nothing is left that could be read', () => {
  expect(() => requireTypes(unknown(['pods', 'podz']), 2)).toThrow(
    expect.objectContaining({
      code: 'CLI_USAGE',
      message: '--types: this cluster has no type "podz"; did you mean pods?',
    }),
  );
  expect(() => requireTypes(unknown(['podz'], [dead]), 1)).toThrow(
    expect.objectContaining({
      code: 'CLI_TYPES_UNDECIDED',
      message:
        '--types: no API group that answers has the type "podz"; did you mean pods? No answer came from metrics.k8s.io/v1beta1.',
    }),
  );
  requireTypes(unknown(['pods', 'podz'], [dead]), 2);
});
