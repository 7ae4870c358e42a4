import {expect, test} from 'vitest';

import {resourcePath} from '../../src/list/resource-path.ts';

const pods = {group: '', version: 'v1', resource: 'pods'};
const deployments = {group: 'apps', version: 'v1', resource: 'deployments'};

test.each([
  [resourcePath(pods), '/api/v1/pods'],
  [resourcePath(pods, 'default'), '/api/v1/namespaces/default/pods'],
  [resourcePath(pods, 'default', 'one'), '/api/v1/namespaces/default/pods/one'],
  [resourcePath(deployments), '/apis/apps/v1/deployments'],
  [resourcePath(deployments, 'a'), '/apis/apps/v1/namespaces/a/deployments'],
  [resourcePath({...pods, resource: 'nodes'}, undefined, 'n'), '/api/v1/nodes/n'],
  [resourcePath(pods, '../x?', 'a/b'), '/api/v1/namespaces/..%2Fx%3F/pods/a%2Fb'],
  [resourcePath(pods, '\uD800', 'a\uDC00'), '/api/v1/namespaces/%EF%BF%BD/pods/a%EF%BF%BD'],
])('%s', (path, expected) => {
  expect(path).toBe(expected);
});
