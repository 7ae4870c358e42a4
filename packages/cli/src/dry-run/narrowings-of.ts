import {type FolderNarrowing, readNarrowings} from '@firefly/k8s-source';

import type {Settings} from '../settings/settings.ts';

/**
 * What makes that which a dry run reads less than a cluster: its own settings, and what a folder that it reads in place
 * of one lacks already.
 *
 * @throws {ReplayError} where that folder cannot be read.
 */
export async function narrowingsOf({
  fromDir,
  types,
  limit,
  watchNamespace,
  ignoreNamespaces,
}: Settings): Promise<readonly FolderNarrowing[]> {
  const own: FolderNarrowing = {
    ...(types === undefined ? {} : {types}),
    ...(limit === undefined ? {} : {limit}),
    ...(watchNamespace === undefined ? {} : {watchNamespace}),
    // A watched namespace is read though it be among them.
    ...(watchNamespace !== undefined || ignoreNamespaces.length === 0 ? {} : {ignoreNamespaces}),
  };
  return [
    ...(fromDir === undefined ? [] : await readNarrowings(fromDir)),
    ...(Object.keys(own).length === 0 ? [] : [own]),
  ];
}
