import defaultTypes from '@firefly/core/default-resource-types.json' with {type: 'json'};

import {listItems} from './list-items.ts';
import type {TestCluster} from './test-cluster.ts';

/** A type as the cluster serves it, in the version that its objects are to be collected in. */
export interface ServedType {
  /** `pods`, `deployments.apps`. */
  readonly name: string;
  readonly group: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

/** An object as its list holds it. */
export interface HeldObject {
  readonly type: ServedType;
  readonly uid: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** JSON text, as it stands in the list. */
  readonly text: string;
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

interface GroupList {
  readonly groups: readonly {
    readonly name: string;
    readonly versions: readonly {readonly groupVersion: string}[];
    readonly preferredVersion: {readonly groupVersion: string};
  }[];
}

/** A resource of one group and version, as discovery names it. */
export interface DiscoveredKind {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly apiVersion: string;
}

/** Every object of the types that `wants` picks, by uid, straight from the API server. */
export async function readCluster(
  cluster: TestCluster,
  wants: (type: ServedType) => boolean = isCollectedByDefault,
): Promise<ReadonlyMap<string, HeldObject>> {
  const types = (await servedTypes(cluster)).filter((type) => wants(type));
  const lists = await Promise.all(
    types.map(async (type) => {
      const base = type.group === '' ? `/api/${type.apiVersion}` : `/apis/${type.apiVersion}`;
      return listItems(await cluster.get(`${base}/${type.resource}`)).map((text) => heldObject(type, text));
    }),
  );
  return new Map(lists.flat().map((object) => [object.uid, object]));
}

/** The kind of every resource and subresource of every group and version, each once. */
export async function discoveredKinds(cluster: TestCluster): Promise<readonly DiscoveredKind[]> {
  const {groups} = JSON.parse(await cluster.get('/apis')) as GroupList;
  const groupVersions = [
    'v1',
    ...groups.flatMap(({versions}) => versions.map((version) => version.groupVersion)),
  ];
  const kinds = await Promise.all(
    groupVersions.map(async (apiVersion) =>
      (await allResourcesOf(cluster, apiVersion)).map(({kind, namespaced}) => ({
        kind,
        namespaced,
        apiVersion,
      })),
    ),
  );
  return [...new Map(kinds.flat().map((kind) => [JSON.stringify(kind), kind])).values()];
}

/** The rule of the specification, written down a second time. */
export function isCollectedByDefault({group, resource}: ServedType): boolean {
  // The test clusters have no custom resources in groups of the Kubernetes community.
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io');
  const listed: Readonly<Record<string, readonly string[]>> = defaultTypes;
  return !isBuiltIn || (listed[group] ?? []).includes(resource);
}

async function servedTypes(cluster: TestCluster): Promise<readonly ServedType[]> {
  const {groups} = JSON.parse(await cluster.get('/apis')) as GroupList;
  const core = {name: '', versions: [{groupVersion: 'v1'}], preferredVersion: {groupVersion: 'v1'}};
  const types = new Map<string, ServedType>();
  for (const {name: group, versions, preferredVersion} of [core, ...groups]) {
    // The preferred version first: another one counts only for what that one does not have.
    const others = versions.map(({groupVersion}) => groupVersion);
    for (const apiVersion of new Set([preferredVersion.groupVersion, ...others])) {
      for (const {name: resource, kind, namespaced, verbs} of await resourcesOf(cluster, apiVersion)) {
        const name = group === '' ? resource : `${resource}.${group}`;
        if (types.has(name) || !verbs.includes('list')) continue;
        types.set(name, {name, group, apiVersion, kind, resource, namespaced});
      }
    }
  }
  return [...types.values()];
}

async function resourcesOf(cluster: TestCluster, apiVersion: string): Promise<readonly ApiResource[]> {
  return (await allResourcesOf(cluster, apiVersion)).filter(({name}) => !name.includes('/'));
}

/** Subresources included. */
async function allResourcesOf(cluster: TestCluster, apiVersion: string): Promise<readonly ApiResource[]> {
  const base = apiVersion.includes('/') ? '/apis' : '/api';
  const {resources} = JSON.parse(await cluster.get(`${base}/${apiVersion}`)) as {resources: ApiResource[]};
  return resources;
}

function heldObject(type: ServedType, text: string): HeldObject {
  const {metadata} = JSON.parse(text) as {
    metadata: {readonly uid: string; readonly name: string; readonly namespace?: string};
  };
  const {uid, name, namespace} = metadata;
  return {type, uid, name, namespace, text};
}
