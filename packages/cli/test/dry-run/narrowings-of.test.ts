import {expect, test} from 'vitest';

import {narrowingsOf} from '../../src/dry-run/narrowings-of.ts';
import {load} from '../settings/load.ts';

const selection = {addTypes: [], removeTypes: [], customResources: true, clusterScoped: true};

test.each([
  [[], {selection}],
  [['--add-types', 'secrets'], {selection: {...selection, addTypes: ['secrets']}}],
  [['--types', 'pods,nodes'], {types: ['pods', 'nodes']}],
  [['--limit', '3'], {selection, limit: 3}],
  [['--namespace', 'shop'], {selection, watchNamespaces: ['shop']}],
  [['--cluster-scoped=false'], {selection: {...selection, clusterScoped: false}}],
  [['--ignore-namespaces', 'a,b'], {selection, ignoreNamespaces: ['a', 'b']}],
  [['--helm-releases=false'], {selection, helmReleases: false}],
  [['--remove-types', 'pods'], {selection: {...selection, removeTypes: ['pods']}}],
  [['--resources', 'pods'], {selection: {...selection, resources: ['pods']}}],
  [['--custom-resources=false'], {selection: {...selection, customResources: false}}],
])('%j are recorded as %j', async (words, expected) => {
  expect(await narrowingsOf(load({words: ['-dry-run', ...words]}).values)).toEqual([expected]);
});
