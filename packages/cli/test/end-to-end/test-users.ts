import defaultTypes from '@firefly/core/default-resource-types.json' with {type: 'json'};

import {customResources} from './custom-resources.ts';
import type {UserRule} from './test-cluster.ts';

const read = ['get', 'list'];
const groups = [...Object.keys(defaultTypes), ...customResources.map(({group}) => group)];

/** Users beside the administrator, and what they may do. */
export const testUsers: Readonly<Record<string, readonly UserRule[]>> = {
  /** Everything that is collected by default, except pods; and no Secrets, in which Helm keeps its releases. */
  auditor: [
    {
      verbs: read,
      groups: [''],
      resources: defaultTypes[''].filter((resource) => resource !== 'pods'),
    },
    {verbs: read, groups: groups.filter((group) => group !== ''), resources: ['*']},
  ],
  /** Two namespaces, and the names of all. */
  tenant: [
    {verbs: read, groups: ['*'], resources: ['*'], namespaces: ['shop', 'bulk']},
    {verbs: read, groups: [''], resources: ['namespaces']},
  ],
  /** One namespace, and nothing that would tell of another. */
  lodger: [{verbs: read, groups: ['*'], resources: ['*'], namespaces: ['shop']}],
  /** Single namespaces by their names, so that the cluster's identity is known, and nothing else. */
  stranger: [{verbs: ['get'], groups: [''], resources: ['namespaces']}],
};
