import {type ControlPlane, startControlPlane} from '@firefly/sandbox';

import {eventually} from '../../../../scripts/eventually.ts';
import {customResources, definitionOf} from './custom-resources.ts';
import {createKubeconfigFolder, tokenOf} from './kubeconfig-folder.ts';
import type {NewObject, TestCluster, UserRule} from './test-cluster.ts';
import {testUsers} from './test-users.ts';

/** A kube-apiserver from the folder `assets`, with the custom resources and the users of these tests. */
export async function startRealCluster(assets: string): Promise<TestCluster> {
  const names = Object.keys(testUsers);
  const plane = await startControlPlane({assets, users: names});
  const kubeconfigs = createKubeconfigFolder();
  const resources = new Map<string, Promise<readonly ApiResource[]>>();

  async function send(method: string, path: string, body?: string): Promise<string> {
    const {status, text} = await plane.request('admin', method, path, body);
    if (status >= 300) throw new Error(`${method} ${path} was answered ${status}: ${text}`);
    return text;
  }

  async function pathOf({apiVersion, kind, metadata: {namespace}}: NewObject): Promise<string> {
    const base = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
    const known = resources.get(base) ?? send('GET', base).then(resourcesIn);
    resources.set(base, known);
    const resource = (await known).find(
      (candidate) => candidate.kind === kind && !candidate.name.includes('/'),
    );
    if (resource === undefined) throw new Error(`${base} has no ${kind}.`);
    return `${base}/${namespace === undefined ? '' : `namespaces/${namespace}/`}${resource.name}`;
  }

  const cluster: TestCluster = {
    isReal: true,
    url: plane.url,
    tokens: ['admin', ...names].map((name) => tokenOf(plane.kubeconfig(name))),
    get: (path) => send('GET', path),
    async create(object, spec) {
      const text = JSON.stringify(object);
      const body = spec === undefined ? text : `${text.slice(0, -1)},"spec":${spec}}`;
      const {metadata} = JSON.parse(await send('POST', await pathOf(object), body)) as {
        metadata: {uid: string};
      };
      return metadata.uid;
    },
    kubeconfig: (user, namespace) => kubeconfigs.write(plane.kubeconfig(user), namespace),
    async stop() {
      kubeconfigs.remove();
      await plane.stop();
    },
  };
  try {
    await defineCustomResources(cluster);
    for (const namespace of ['shop', 'bulk', 'vault']) await cluster.create(namespaceObject(namespace));
    await Promise.all(names.map(async (name) => grant(cluster, name, testUsers[name] ?? [])));
    await untilGranted(plane);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
}

function resourcesIn(text: string): readonly ApiResource[] {
  return (JSON.parse(text) as {resources: readonly ApiResource[]}).resources;
}

function namespaceObject(name: string): NewObject {
  return {apiVersion: 'v1', kind: 'Namespace', metadata: {name}};
}

/** What they define is served a moment later, and only asking tells when. */
async function defineCustomResources(cluster: TestCluster): Promise<void> {
  await Promise.all(customResources.map(async (resource) => cluster.create(definitionOf(resource))));
  for (const {group, versions, resource} of customResources) {
    for (const version of versions) {
      await eventually(async () => cluster.get(`/apis/${group}/${version}/${resource}`));
    }
  }
}

const rbac = 'rbac.authorization.k8s.io';

async function grant(cluster: TestCluster, user: string, rules: readonly UserRule[]): Promise<void> {
  for (const [index, {verbs, groups, resources, namespaces = [undefined]}] of rules.entries()) {
    for (const namespace of namespaces) {
      const kind = namespace === undefined ? 'ClusterRole' : 'Role';
      const metadata = {name: `${user}-${index}`, ...(namespace === undefined ? {} : {namespace})};
      const apiVersion = `${rbac}/v1`;
      await cluster.create({apiVersion, kind, metadata, rules: [{verbs, apiGroups: groups, resources}]});
      await cluster.create({
        apiVersion,
        kind: `${kind}Binding`,
        metadata,
        subjects: [{kind: 'User', name: user, apiGroup: rbac}],
        roleRef: {kind, name: metadata.name, apiGroup: rbac},
      });
    }
  }
}

/** The server learns of roles by watching, so they count a moment after they were made. */
async function untilGranted(plane: ControlPlane): Promise<void> {
  for (const [user, rules] of Object.entries(testUsers)) {
    for (const path of rules.flatMap(pathsOf)) {
      await eventually(async () => {
        const {status} = await plane.request(user, 'GET', path);
        if (status !== 200) throw new Error(`${user} may still not read ${path}.`);
      });
    }
  }
}

/** Paths that a rule, and no other of these users' rules, lets its user read. */
function pathsOf({namespaces, groups, verbs}: UserRule): readonly string[] {
  if (namespaces !== undefined)
    return namespaces.map((namespace) => `/api/v1/namespaces/${namespace}/configmaps`);
  if (!groups.includes('')) return ['/apis/apps/v1/deployments'];
  return [`/api/v1/namespaces${verbs.includes('list') ? '' : '/kube-system'}`];
}
