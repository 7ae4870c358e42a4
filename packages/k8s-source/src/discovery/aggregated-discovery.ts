import {apiVersionOf, type JsonRecord, readArray, readRecord, readString} from '@firefly/core';

import type {DiscoveryRecord, RankedVersion} from './discovery-record.ts';

/** Whether the server knows aggregated discovery; one before 1.26 answers with something else. */
export function isGroupDiscoveryList(answer: JsonRecord): boolean {
  return answer['kind'] === 'APIGroupDiscoveryList';
}

/**
 * Reads one `APIGroupDiscoveryList` of `apidiscovery.k8s.io/v2` or `v2beta1`, which differ in nothing that is read
 * here. A version that is `Stale` (its API service is dead) is a failure, with what is known of it.
 */
export function readAggregated(answer: JsonRecord, record: DiscoveryRecord): void {
  for (const item of readArray(answer['items'], 'items')) {
    record.section('a group', item, (entry) => {
      const group = readString(readRecord(entry['metadata'], 'metadata')['name'], 'metadata.name');
      for (const [versionRank, value] of readArray(entry['versions'], 'versions').entries()) {
        if (value === null) continue;
        record.section(group, value, (found) => {
          const version = readString(found['version'], 'version');
          readVersion({group, version, versionRank}, found, record);
        });
      }
    });
  }
}

function readVersion(version: RankedVersion, found: JsonRecord, record: DiscoveryRecord): void {
  if (!record.accepts(version)) return;
  const name = apiVersionOf(version);
  if (found['freshness'] === 'Stale')
    record.fail(
      name,
      'discovery is stale: the API service behind this group does not answer',
      'K8S_DISCOVERY_STALE',
    );
  for (const value of readArray(found['resources'], 'resources'))
    record.part(name, value, (entry) => readResource(version, entry, record));
}

function readResource(version: RankedVersion, entry: JsonRecord, record: DiscoveryRecord): void {
  const namespaced = entry['scope'] === 'Namespaced';
  const named = {
    resource: readString(entry['resource'], 'resource'),
    kind: kindOf(entry),
    namespaced,
    singularName: readString(entry['singularResource'], 'singularResource'),
  };
  record.resource(version, named, entry);
  for (const value of readArray(entry['subresources'], 'subresources'))
    record.part(`${apiVersionOf(version)} ${named.resource}`, value, (subresource) =>
      // As client-go converts it, and the shipped collector sends it: the kind of what answers, the version that lists it.
      record.kind(version, kindOf(subresource), namespaced),
    );
}

function kindOf(entry: JsonRecord): string {
  return readString(readRecord(entry['responseKind'], 'responseKind')['kind'], 'responseKind.kind');
}
