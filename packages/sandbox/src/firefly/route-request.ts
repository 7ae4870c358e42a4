import type {StreamName} from '@firefly/core';
import {Refusal} from './refusal.ts';
import type {RouteName} from './recorded-request.ts';

/** Where a request goes. */
export interface Route {
  readonly name: RouteName;
  readonly stream: StreamName | undefined;
  /** From the path; empty where the path has none. */
  readonly clusterId: string;
}

interface KnownRoute {
  readonly name: RouteName;
  readonly method: string;
  readonly path: RegExp;
  readonly stream?: StreamName;
}

const CLUSTER = '/integrations/k8s/(?<clusterId>[^/]+)';

const routes: readonly KnownRoute[] = [
  {name: 'login', method: 'POST', path: /^\/account\/access_keys\/login$/},
  {name: 'app-login', method: 'POST', path: /^\/api\/account\/access_keys\/login$/},
  {name: 'objects', method: 'POST', path: new RegExp(`^${CLUSTER}/objects$`), stream: 'objects'},
  {name: 'handshake', method: 'GET', path: new RegExp(`^${CLUSTER}/fetching$`)},
  {name: 'lock', method: 'PATCH', path: new RegExp(`^${CLUSTER}/fetching$`)},
  {
    name: 'fetching-helm',
    method: 'POST',
    path: new RegExp(`^${CLUSTER}/fetching/helm$`),
    stream: 'helmReleases',
  },
  {name: 'fetching-tree', method: 'POST', path: new RegExp(`^${CLUSTER}/fetching/tree$`), stream: 'k8sTrees'},
  {
    name: 'fetching-objects',
    method: 'POST',
    path: new RegExp(`^${CLUSTER}/fetching/objects$`),
    stream: 'objects',
  },
  {name: 'metadata', method: 'POST', path: new RegExp(`^${CLUSTER}/fetching/metadata$`)},
  {name: 'create-integration', method: 'POST', path: /^\/api\/integrations\/k8s$/},
  {name: 'find-integration', method: 'GET', path: new RegExp(`^/api${CLUSTER}$`)},
  {name: 'delete-integration', method: 'DELETE', path: new RegExp(`^/api${CLUSTER}$`)},
];

/** Finds the route of a method and a path without its query; the refusal (404, 405) where there is none. */
export function routeRequest(method: string, path: string): Route | Refusal {
  const samePath = routes.filter((route) => route.path.test(path));
  const route = samePath.find((candidate) => candidate.method === method);
  if (route !== undefined) {
    const clusterId = route.path.exec(path)?.groups?.['clusterId'] ?? '';
    return {name: route.name, stream: route.stream, clusterId};
  }
  if (samePath.length === 0) return new Refusal(404, 'There is no such path.');
  const allow = samePath.map((candidate) => candidate.method).join(', ');
  return new Refusal(405, `The method must be ${allow}.`, {headers: {allow}});
}
