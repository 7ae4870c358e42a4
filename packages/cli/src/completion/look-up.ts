import {readArray, readRecord, readString, resourceTypeName} from '@firefly/core';
import {contextNames, discover, acceptMetadataList, sourceDefaults} from '@firefly/k8s-source';

import {openCluster} from '../cluster/open-cluster.ts';
import {loadSettings} from '../settings/load-settings.ts';
import type {Environment} from '../settings/read-environment.ts';
import type {SettingSource} from '../settings/setting-source.ts';
import type {SettingText} from '../settings/setting-text.ts';

/**
 * Names that only a kubeconfig or the cluster knows: at most two requests for types, one for namespaces.
 *
 * @throws whatever goes wrong on the way.
 */
export async function lookUp(
  kind: NonNullable<SettingSource['offers']>,
  {
    environment,
    flags,
    signal,
  }: {environment: Environment; flags: readonly SettingText[]; signal: AbortSignal},
): Promise<readonly string[]> {
  const {values: settings} = loadSettings({environment, flags});
  const {external: kubeconfig} = settings;
  if (kind === 'contexts')
    return contextNames({environment, ...(kubeconfig === undefined ? {} : {kubeconfig})});
  const {api} = await openCluster({settings, environment, attempts: 1, signal});
  try {
    if (kind === 'namespaces') {
      const answer = await api.json('/api/v1/namespaces', {
        signal,
        accept: acceptMetadataList,
        query: {limit: sourceDefaults.listLimit},
      });
      return readArray(readRecord(answer, 'the list')['items'], 'items').map((item) =>
        readString(readRecord(readRecord(item, 'item')['metadata'], 'metadata')['name'], 'metadata.name'),
      );
    }
    const {resources} = await discover(api, signal);
    const listed = resources.filter(({verbs}) => verbs.includes('list'));
    return kind === 'groups'
      ? listed.map(({group}) => (group === '' ? 'core' : group))
      : listed.map((resource) => resourceTypeName(resource));
  } finally {
    void api.close();
  }
}
