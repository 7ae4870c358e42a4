import {apiVersionOf, type DiscoveryFailure, messageOf} from '@firefly/core';

import type {ApiServer} from '../api/api-server.ts';
import type {Discovery} from './discover.ts';
import type {DiscoveredResource} from './discovered-resource.ts';

/** `APIResourceList`, what `/api/v1` and `/apis/<group>/<version>` answer. */
interface ResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced?: boolean;
    readonly group?: string;
    readonly version?: string;
    readonly verbs?: readonly string[];
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
    readonly singularName?: string;
  }[];
}

interface GroupList {
  readonly groups?: readonly {
    readonly name: string;
    readonly versions?: readonly {readonly version: string}[];
    readonly preferredVersion?: {readonly version?: string};
  }[];
}

interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly versionRank: number;
  readonly path: string;
}

/** Goes on from an `APIVersions` (the answer of `/api`): one request for each version of the core group. */
export async function readLegacyCore(
  api: ApiServer,
  answer: unknown,
  signal: AbortSignal,
): Promise<Discovery> {
  const {versions = []} = answer as {versions?: readonly string[]};
  const ranked = versions.map((version, versionRank) => ({
    group: '',
    version,
    versionRank,
    path: `/api/${version}`,
  }));
  return readGroupVersions(api, ranked, signal);
}

/** Goes on from an `APIGroupList` (the answer of `/apis`): one request for each group and version. */
export async function readLegacyGroups(
  api: ApiServer,
  answer: unknown,
  signal: AbortSignal,
): Promise<Discovery> {
  const {groups = []} = answer as GroupList;
  const ranked = groups.flatMap(({name, versions = [], preferredVersion}) => {
    const preferred = preferredVersion?.version;
    const others = versions.map(({version}) => version).filter((version) => version !== preferred);
    return [...(preferred === undefined ? [] : [preferred]), ...others].map((version, versionRank) => ({
      group: name,
      version,
      versionRank,
      path: `/apis/${name}/${version}`,
    }));
  });
  return readGroupVersions(api, ranked, signal);
}

async function readGroupVersions(
  api: ApiServer,
  groupVersions: readonly GroupVersion[],
  signal: AbortSignal,
): Promise<Discovery> {
  const resources: DiscoveredResource[] = [];
  const failures: DiscoveryFailure[] = [];
  // All at once: the API server's client keeps the limit on requests in flight.
  const answers = await Promise.allSettled(groupVersions.map(async ({path}) => api.json(path, {signal})));
  for (const [index, groupVersion] of groupVersions.entries()) {
    const answer = answers[index];
    if (answer?.status === 'fulfilled')
      resources.push(...readResources(groupVersion, answer.value as ResourceList));
    else if (groupVersion.group === '') throw answer?.reason;
    else
      failures.push({
        subject: 'group',
        name: apiVersionOf(groupVersion),
        message: messageOf(answer?.reason),
      });
  }
  return {resources, failures};
}

function readResources(groupVersion: GroupVersion, list: ResourceList): DiscoveredResource[] {
  const {group, version, versionRank} = groupVersion;
  return (list.resources ?? [])
    .filter(({name}) => !name.includes('/'))
    .map((entry) => ({
      group,
      version,
      versionRank,
      resource: entry.name,
      kind: entry.kind,
      namespaced: entry.namespaced ?? false,
      verbs: entry.verbs ?? [],
      shortNames: entry.shortNames ?? [],
      categories: entry.categories ?? [],
      singularName: entry.singularName ?? '',
    }));
}
