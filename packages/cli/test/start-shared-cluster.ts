import {
  everything,
  type GeneratedCluster,
  generateCluster,
  type KubernetesApi,
  type SandboxUser,
  startKubernetesApi,
} from '@firefly/sandbox';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const read = ['get', 'list', 'watch'];

/** Who may do what: `mostly` lacks one type, `no-secrets` Helm's storage, `tenant` all but two namespaces. */
const users: readonly SandboxUser[] = [
  {name: 'admin', rules: [everything]},
  {
    name: 'mostly',
    rules: [everything],
    except: [{verbs: ['*'], groups: ['networking.k8s.io'], resources: ['networkpolicies']}],
  },
  {name: 'no-secrets', rules: [everything], except: [{verbs: ['*'], groups: [''], resources: ['secrets']}]},
  {
    name: 'tenant',
    rules: [
      {verbs: ['list'], groups: [''], resources: ['namespaces']},
      {verbs: read, groups: ['*'], resources: ['*'], namespaces: ['team-000', 'team-001']},
    ],
  },
];

/** An embedded cluster for the tests of one file, and a kubeconfig for each of its users. */
export interface SharedCluster extends AsyncDisposable {
  readonly api: KubernetesApi;
  readonly cluster: GeneratedCluster;
  kubeconfig(user: string): string;
}

export async function startSharedCluster(): Promise<SharedCluster> {
  const cluster = generateCluster({objects: 500});
  const api = await startKubernetesApi({cluster, users, expectUserAgent: true});
  const folder = mkdtempSync(join(tmpdir(), 'firefly-cluster-'));
  for (const {name} of users) writeFileSync(join(folder, name), api.kubeconfig(name));
  return {
    api,
    cluster,
    kubeconfig: (user) => join(folder, user),
    async [Symbol.asyncDispose]() {
      await api.close();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
