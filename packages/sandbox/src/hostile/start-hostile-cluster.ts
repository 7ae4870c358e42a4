import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

import {hostileObjects} from './hostile-names.ts';
import {type HostileCounts, hostileReleases} from './hostile-releases.ts';

/** A cluster in which somebody means harm, on loopback. */
export interface HostileCluster {
  readonly url: string;
  /** Objects that a run has to deliver in spite of all. */
  readonly harmless: number;
  close(): Promise<void>;
}

const types = [
  {group: '', resource: 'namespaces', kind: 'Namespace', scope: 'Cluster'},
  {group: '', resource: 'pods', kind: 'Pod', scope: 'Namespaced'},
  {group: '', resource: 'configmaps', kind: 'ConfigMap', scope: 'Namespaced'},
  {group: '', resource: 'secrets', kind: 'Secret', scope: 'Namespaced'},
  {group: 'apps', resource: 'deployments', kind: 'Deployment', scope: 'Namespaced'},
];

/**
 * Starts it: 500 pods; ConfigMaps with hostile names; Secrets of Helm that are bombs, too large or broken; Deployments
 * of which each page is the same, with a token for another one. It answers any path as an API server that took all that
 * would, and checks nothing.
 */
export async function startHostileCluster(
  counts: HostileCounts & {readonly names: number},
): Promise<HostileCluster> {
  const releases = new Map(hostileReleases(counts).map((one) => [one.metadata.name, one]));
  const metadata = [...releases.values()].map((one) => JSON.stringify({metadata: one.metadata}));
  const object = (name: string, namespace?: string) =>
    JSON.stringify({metadata: {name, namespace, uid: `uid-${namespace ?? ''}-${name}`}});
  const pods = Array.from({length: 500}, (_, index) => object(`pod-${index}`, 'default'));
  const kubeSystem = '{"metadata":{"name":"kube-system","uid":"5f0c2b1e-7a53-4d0e-9c57-0d6d1c8f3a10"}}';
  const namespaces = [kubeSystem, object('default'), object('tenant')];
  const lists = new Map([
    ['/api/v1/namespaces', namespaces],
    ['/api/v1/pods', pods],
    ['/api/v1/configmaps', hostileObjects(counts.names)],
    ['/api/v1/secrets', metadata],
  ]);
  const deployments = Array.from({length: 50}, (_, index) => object(`deployment-${index}`, 'default'));
  let pages = 0;

  function answer({url: target = '/'}: IncomingMessage, response: ServerResponse): void {
    const url = new URL(target, 'http://localhost');
    const send = (text: string, status = 200) =>
      void response.writeHead(status, {'content-type': 'application/json'}).end(text);
    const list = (items: readonly string[], next: string | undefined) =>
      send(`{"metadata":${JSON.stringify({continue: next})},"items":[${items.join()}]}`);
    const path = url.pathname;
    const release = releases.get(path.split('/').at(-1) ?? '');
    const all = lists.get(path);
    if (path === '/version') send('{"gitVersion":"v1.34.0"}');
    else if (path === '/api' || path === '/apis') send(discoveryOf(path === '/api'));
    else if (path === '/api/v1/namespaces/kube-system') send(kubeSystem);
    else if (path === '/apis/apps/v1/deployments') list(deployments, `page-${++pages}`);
    else if (release !== undefined)
      send(
        `{"metadata":${JSON.stringify(release.metadata)},"data":{"release":${JSON.stringify(release.payload())}}}`,
      );
    else if (all === undefined) send('{"kind":"Status","code":404}', 404);
    else {
      const from = Number(url.searchParams.get('continue') ?? 0);
      const to = from + Number(url.searchParams.get('limit') ?? all.length);
      list(all.slice(from, to), to < all.length ? String(to) : undefined);
    }
  }

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    harmless: namespaces.length + pods.length + counts.names,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function discoveryOf(core: boolean): string {
  const items = types
    .filter(({group}) => (group === '') === core)
    .map(({resource, kind, scope}) => ({
      resource,
      responseKind: {group: '', version: '', kind},
      scope,
      singularResource: '',
      verbs: ['get', 'list', 'watch'],
    }));
  const metadata = core ? {} : {name: 'apps'};
  const group = {metadata, versions: [{version: 'v1', resources: items, freshness: 'Current'}]};
  return JSON.stringify({
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    items: [group],
  });
}
