import {createHash} from 'node:crypto';
import type {ApiGroup} from './api-group.ts';
import type {Cluster} from './cluster.ts';
import {subresourcesIn} from './discovery-document.ts';
import {filledLists, groupVersion} from './resource-definition.ts';

/** `/api` without an Accept header that asks for more. */
export function apiVersions(address: string): unknown {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{clientCIDR: '0.0.0.0/0', serverAddress: address}],
  };
}

/** `/apis`: every group but the core one, dead ones included. */
export function apiGroupList({groups}: Cluster): unknown {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groups.filter(({name}) => name !== '').map(groupEntry),
  };
}

/** `/apis/<group>`. */
export function apiGroup(group: ApiGroup): unknown {
  return {kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group)};
}

/** `/api/v1` and `/apis/<group>/<version>`; the core list has no `apiVersion`, as on a real server. */
export function apiResourceList({resources}: Cluster, group: string, version: string): unknown {
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : {apiVersion: 'v1'}),
    groupVersion: groupVersion(group, version),
    resources: resources
      .filter((definition) => definition.group === group && definition.versions.includes(version))
      .flatMap((definition) => {
        const {resource, singular, namespaced, kind, verbs, shortNames, categories} = definition;
        // JSON leaves out a group and a version that are undefined.
        const subresources = subresourcesIn(definition, version).map((subresource) => ({
          name: `${resource}/${subresource.name}`,
          singularName: '',
          namespaced,
          group: subresource.group,
          version: subresource.version,
          kind: subresource.kind,
          verbs: subresource.verbs,
        }));
        const own = {
          name: resource,
          singularName: singular,
          namespaced,
          kind,
          verbs,
          ...filledLists({shortNames, categories}),
          ...(verbs.includes('watch') ? {storageVersionHash: storageVersionHash(group, kind)} : {}),
        };
        return [own, ...subresources];
      }),
  };
}

function groupEntry({name, versions}: ApiGroup) {
  const entries = versions.map(({version}) => ({groupVersion: groupVersion(name, version), version}));
  return {name, versions: entries, preferredVersion: entries[0]};
}

function storageVersionHash(group: string, kind: string): string {
  return createHash('sha256').update(`${group}/${kind}`).digest().subarray(0, 8).toString('base64');
}
