import type {Firefly} from '../../src/index.ts';
import {
  cluster,
  clusterUid,
  connect,
  type PageRequest,
  pod,
  type WireAnswer,
  type WireClient,
} from './wire-client.ts';

export const fetchingPath = `/integrations/k8s/${cluster}/fetching`;

export interface FetchingClient extends WireClient {
  readonly fetchingId: string;
  readonly integrationId: string;
  /** `?integrationId=…` */
  readonly query: string;
}

let nextId = 0;

/** 24 hex digits: the time in seconds, and a number that no other fetching of this process has. */
export function newFetchingId(seconds = Math.floor(Date.now() / 1000)): string {
  return seconds.toString(16).padStart(8, '0') + (++nextId).toString(16).padStart(16, '0');
}

/** Asks step 1; `changes` are parameters of its query, `null` leaves one out. */
export function shakeHands(
  client: WireClient,
  fetchingId: string,
  changes: Readonly<Record<string, string | null>> = {},
): Promise<WireAnswer> {
  const query = new URLSearchParams({clusterUniqueId: clusterUid, fetchingId, getIntegrationId: 'true'});
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return client.send({method: 'GET', path: `${fetchingPath}?${query.toString()}`});
}

/** Logs in and starts a fetching. */
export async function beginFetching(firefly: Firefly): Promise<FetchingClient> {
  const client = await connect(firefly);
  const fetchingId = newFetchingId();
  const {text} = await shakeHands(client, fetchingId);
  const [integrationId = ''] = (JSON.parse(text) as string).split(',');
  return {...client, fetchingId, integrationId, query: `?integrationId=${integrationId}`};
}

type Body = Readonly<Record<string, unknown>>;

/** Sends one page; `body` is laid over the legal one. */
export function sendFetchingPage(
  client: FetchingClient,
  name: keyof typeof legalPages,
  {body, ...request}: PageRequest & {readonly body?: Body} = {},
): Promise<WireAnswer> {
  return client.send({
    path: `${fetchingPath}/${name}${client.query}`,
    ...request,
    body: {fetchingId: client.fetchingId, ...legalPages[name], ...body},
  });
}

export function sendLock(client: FetchingClient, body: Body = {}): Promise<WireAnswer> {
  return client.send({
    method: 'PATCH',
    path: fetchingPath + client.query,
    body: {fetchingId: client.fetchingId, clusterId: cluster, ...body},
  });
}

export function sendMetadata(client: FetchingClient, body: Body = {}): Promise<WireAnswer> {
  return client.send({
    path: `${fetchingPath}/metadata${client.query}`,
    body: {fetchingId: client.fetchingId, ...success, ...body},
  });
}

const times = {collectionTime: 1_000_000, redactionTime: 0};

export const success = {
  startDate: '2026-01-01T00:00:00Z',
  endDate: '2026-01-01T00:00:01.5Z',
  result: 'success',
  collectorVersion: '1.2.3',
  collectorStats: {k8s_objects: times, helm_releases: times, k8s_types: times},
  serverVersion: 'v1.33.1',
};

export const failure = {...success, result: 'failure', error: 'A page could not be delivered.'};

export const deployment = {
  uid: 'd',
  kind: 'Deployment',
  object: {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'd', uid: 'd'}},
  children: [{uid: 'p', kind: 'Pod', object: pod('p'), name: 'pod-p', children: []}],
};

export const podType = {kind: 'Pod', namespaced: true, apiVersion: 'v1'};

const legalPages = {
  objects: {k8sObjects: [{kind: 'Pod', object: pod('a')}]},
  helm: {helmReleases: [{name: 'web', namespace: 'default', version: 3}], k8sTypes: [podType]},
  tree: {k8sTrees: [deployment]},
};
