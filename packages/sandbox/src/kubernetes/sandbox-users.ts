import {everything, type SandboxUser} from './access-control.ts';

const read = ['get', 'list', 'watch'];

/**
 * The users of the demo: `collector`, who may read everything but one type; `tenant`, who may read two namespaces and
 * nothing of the cluster scope; `admin`.
 */
export const sandboxUsers: readonly SandboxUser[] = [
  {
    name: 'collector',
    rules: [{verbs: read, groups: ['*'], resources: ['*']}],
    except: [{verbs: ['*'], groups: ['networking.k8s.io'], resources: ['networkpolicies']}],
  },
  {
    name: 'tenant',
    rules: [{verbs: read, groups: ['*'], resources: ['*'], namespaces: ['team-000', 'team-001']}],
  },
  {name: 'admin', rules: [everything]},
];
