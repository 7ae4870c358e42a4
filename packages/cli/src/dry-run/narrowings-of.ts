import {type FolderNarrowing, readFolderRecord} from '@firefly/k8s-source';

import {namespacesOf} from '../settings/namespaces-of.ts';
import {selectionOf} from '../settings/selection-of.ts';
import type {Settings} from '../settings/settings.ts';

/**
 * Everything that makes a dry run's output smaller than the cluster: its settings, and what the folder that it reads in
 * place of a cluster already lacks.
 *
 * @throws {ReplayError} where that folder cannot be read.
 */
export async function narrowingsOf(settings: Settings): Promise<readonly FolderNarrowing[]> {
  const {fromDir, types, limit, helmReleases, selectors} = settings;
  const {watchNamespaces, ignoreNamespaces = [], ...chosen} = namespacesOf(settings);
  const selected = Object.keys(selectors);
  const own: FolderNarrowing = {
    // Whatever the rules are: another run may choose more.
    ...(types === undefined ? {selection: selectionOf(settings)} : {types}),
    ...(limit === undefined ? {} : {limit}),
    ...(helmReleases ? {} : {helmReleases}),
    ...(watchNamespaces.length === 0 ? {} : {watchNamespaces}),
    // A watched namespace is read though it be among them.
    ...(watchNamespaces.length > 0 || ignoreNamespaces.length === 0 ? {} : {ignoreNamespaces}),
    ...chosen,
    ...(selected.length === 0 ? {} : {selectors: selected}),
  };
  return [...(fromDir === undefined ? [] : (await readFolderRecord(fromDir)).narrowings), own];
}
