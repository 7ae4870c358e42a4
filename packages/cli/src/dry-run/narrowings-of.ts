import {type FolderNarrowing, readFolderRecord} from '@firefly/k8s-source';

import {selectionOf} from '../settings/selection-of.ts';
import type {Settings} from '../settings/settings.ts';

/**
 * What makes that which a dry run reads less than a cluster: its own settings, and what a folder that it reads in place
 * of one lacks already.
 *
 * @throws {ReplayError} where that folder cannot be read.
 */
export async function narrowingsOf(settings: Settings): Promise<readonly FolderNarrowing[]> {
  const {fromDir, types, limit, watchNamespace, ignoreNamespaces, helmReleases} = settings;
  const selection = types === undefined ? selectionOf(settings) : undefined;
  const narrows =
    selection !== undefined &&
    (selection.resources !== undefined || selection.removeTypes.length > 0 || !selection.customResources);
  const own: FolderNarrowing = {
    ...(types === undefined ? {} : {types}),
    ...(limit === undefined ? {} : {limit}),
    ...(narrows ? {selection} : {}),
    ...(helmReleases ? {} : {helmReleases}),
    ...(watchNamespace === undefined ? {} : {watchNamespace}),
    // A watched namespace is read though it be among them.
    ...(watchNamespace !== undefined || ignoreNamespaces.length === 0 ? {} : {ignoreNamespaces}),
  };
  return [
    ...(fromDir === undefined ? [] : (await readFolderRecord(fromDir)).narrowings),
    ...(Object.keys(own).length === 0 ? [] : [own]),
  ];
}
