import {expect, test} from 'vitest';

import {narrowingsOf} from '../../src/dry-run/narrowings-of.ts';
import {load} from '../settings/load.ts';

test.each([
  [[], []],
  [['--add-types', 'secrets', '--redact', 'env'], []],
  [['--types', 'pods,nodes'], [{types: ['pods', 'nodes']}]],
  [['--limit', '3'], [{limit: 3}]],
  [['--namespace', 'shop'], [{watchNamespace: 'shop'}]],
  [['--ignore-namespaces', 'a,b'], [{ignoreNamespaces: ['a', 'b']}]],
  [['--helm-releases=false'], [{helmReleases: false}]],
  [['--remove-types', 'pods'], [{selection: {addTypes: [], removeTypes: ['pods'], customResources: true}}]],
  [['--resources', 'pods'], [{selection: {resources: ['pods'], removeTypes: []}}]],
  [['--custom-resources=false'], [{selection: {customResources: false}}]],
])('%j make it less than a cluster: %j', async (words, expected) => {
  const narrowings = await narrowingsOf(load({words: ['-dry-run', ...words]}).values);
  expect(narrowings).toHaveLength(expected.length);
  expect(narrowings).toMatchObject(expected);
});
