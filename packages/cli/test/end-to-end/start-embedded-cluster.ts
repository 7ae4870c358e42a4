import {randomUUID} from 'node:crypto';
import {get} from 'node:https';
import {text} from 'node:stream/consumers';

import {
  clusterFromObjects,
  defineCustomResource,
  everything,
  type PlainObject,
  startKubernetesApi,
} from '@firefly/sandbox';

import {customResources, definitionOf} from './custom-resources.ts';
import {createKubeconfigFolder, tokenOf} from './kubeconfig-folder.ts';
import type {TestCluster} from './test-cluster.ts';
import {testUsers} from './test-users.ts';

/** The embedded Kubernetes API, with the custom resources and the users of these tests. */
export async function startEmbeddedCluster(): Promise<TestCluster> {
  const namespaces = ['shop', 'bulk', 'vault'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    // As a real API server labels each.
    metadata: {name, labels: {'kubernetes.io/metadata.name': name}},
  }));
  const store = clusterFromObjects([...namespaces, ...customResources.map(definitionOf)], {
    types: customResources.map((resource) => defineCustomResource(resource)),
  });
  const names = Object.keys(testUsers);
  const users = Object.entries(testUsers).map(([name, rules]) => ({name, rules}));
  const api = await startKubernetesApi({
    cluster: store,
    users: [{name: 'admin', rules: [everything]}, ...users],
  });
  const kubeconfigs = createKubeconfigFolder();
  /** Nothing changes here by itself. */
  const answers = new Map<string, Promise<string>>();
  return {
    isReal: false,
    url: api.url,
    tokens: ['admin', ...names].map((name) => tokenOf(api.kubeconfig(name))),
    get(path) {
      const answer = answers.get(path) ?? read(`${api.url}${path}`, api.ca, tokenOf(api.kubeconfig('admin')));
      answers.set(path, answer);
      return answer;
    },
    async create(object, spec) {
      answers.clear();
      const uid = randomUUID();
      const complete = {...object, metadata: {...object.metadata, uid}};
      if (spec === undefined) store.put(complete);
      else store.put(rawEntry(complete, spec));
      return uid;
    },
    kubeconfig: (user = 'admin', namespace) => kubeconfigs.write(api.kubeconfig(user), namespace),
    async stop() {
      kubeconfigs.remove();
      await api.close();
      const [violation] = api.violations;
      if (violation !== undefined) throw new Error(`The Kubernetes API was used illegally: ${violation}`);
    },
  };
}

/** A custom resource, served byte for byte. */
function rawEntry(object: PlainObject, spec: string) {
  const {kind, metadata} = object;
  const custom = customResources.find((candidate) => candidate.kind === kind);
  if (custom === undefined) throw new Error(`There is no custom resource of kind ${kind}.`);
  return {
    resource: `${custom.resource}.${custom.group}`,
    ...(metadata.namespace === undefined ? {} : {namespace: metadata.namespace}),
    name: metadata.name,
    json: `${JSON.stringify(object).slice(0, -1)},"spec":${spec}}`,
  };
}

async function read(url: string, ca: string | undefined, token: string): Promise<string> {
  const {promise, resolve, reject} = Promise.withResolvers<string>();
  const headers = {authorization: `Bearer ${token}`, accept: 'application/json'};
  get(url, {ca, headers}, (response) => {
    const body = text(response);
    if (response.statusCode === 200) body.then(resolve, reject);
    else body.then((answer) => reject(new Error(`${url}: ${response.statusCode} ${answer}`)), reject);
  }).once('error', reject);
  return promise;
}
