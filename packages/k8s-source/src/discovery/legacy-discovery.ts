import {
  apiVersionOf,
  CollectorError,
  type JsonRecord,
  mapInParallel,
  readArray,
  readBoolean,
  readRecord,
  readString,
  readStrings,
} from '@firefly/core';

import type {ApiServer} from '../api/api-server.ts';
import type {DiscoveryRecord, RankedVersion} from './discovery-record.ts';

/** Goes on from an `APIVersions` (the answer of `/api`): one request for each version of the core group. */
export async function readLegacyCore(
  api: ApiServer,
  answer: JsonRecord,
  record: DiscoveryRecord,
  signal: AbortSignal,
): Promise<void> {
  const versions = readStrings(answer['versions'], 'versions');
  const ranked = versions.map((version, versionRank) => ({group: '', version, versionRank}));
  await readVersions(api, ranked, record, signal);
}

/** Goes on from an `APIGroupList` (the answer of `/apis`): one request for each group and version. */
export async function readLegacyGroups(
  api: ApiServer,
  answer: JsonRecord,
  record: DiscoveryRecord,
  signal: AbortSignal,
): Promise<void> {
  const ranked: RankedVersion[] = [];
  for (const value of readArray(answer['groups'], 'groups')) {
    record.section('a group', value, (entry) => {
      ranked.push(...rankedVersions(readString(entry['name'], 'name'), entry));
    });
  }
  await readVersions(api, ranked, record, signal);
}

/** The preferred one first. */
function rankedVersions(group: string, entry: JsonRecord): RankedVersion[] {
  const preferred = readString(
    readRecord(entry['preferredVersion'], 'preferredVersion')['version'],
    'version',
  );
  return readArray(entry['versions'], `versions of ${group}`)
    .map((value) => readString(readRecord(value, 'versions[]')['version'], 'version'))
    .filter((version) => version !== '')
    .toSorted((one, other) => Number(other === preferred) - Number(one === preferred))
    .map((version, versionRank) => ({group, version, versionRank}));
}

async function readVersions(
  api: ApiServer,
  ranked: readonly RankedVersion[],
  record: DiscoveryRecord,
  signal: AbortSignal,
): Promise<void> {
  const versions = ranked.filter((version) => record.accepts(version));
  const answers = await mapInParallel(versions, async (version) => {
    const [answer] = await Promise.allSettled([api.json(pathOf(version), {signal})]);
    return answer;
  });
  for (const [index, version] of versions.entries()) {
    const answer = answers[index];
    const name = apiVersionOf(version);
    if (answer?.status === 'fulfilled')
      record.section(name, answer.value, (list) => readResources(version, list, record));
    else if (version.group === '' || !(answer?.reason instanceof CollectorError)) throw answer?.reason;
    else record.fail(name, answer.reason.message, answer.reason.code);
  }
}

function pathOf({group, version}: RankedVersion): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** Of an `APIResourceList`. */
function readResources(version: RankedVersion, list: JsonRecord, record: DiscoveryRecord): void {
  for (const value of readArray(list['resources'], 'resources')) {
    record.part(apiVersionOf(version), value, (entry) => {
      const resource = readString(entry['name'], 'name');
      const kind = readString(entry['kind'], 'kind');
      const namespaced = readBoolean(entry['namespaced'], 'namespaced');
      const singularName = readString(entry['singularName'], 'singularName');
      if (resource.includes('/')) record.kind(version, kind, namespaced);
      else record.resource(version, {resource, kind, namespaced, singularName}, entry);
    });
  }
}
