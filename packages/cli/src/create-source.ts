import type {Source} from '@firefly/core';
import {createKubernetesSource, createReplaySource} from '@firefly/k8s-source';

import type {CollectContext} from './collect-context.ts';
import {limitSource} from './dry-run/limit-source.ts';
import {selectionOf} from './settings/selection-of.ts';
import {unknownTypeNames} from './types/unknown-type-names.ts';

/** What the settings say to read: a cluster, or a directory in its place; all of it, or the first objects of each type. */
export function createSource(context: CollectContext): Source {
  const {settings, log} = context;
  const source =
    settings.fromDir === undefined ? clusterSource(context) : directorySource(context, settings.fromDir);
  if (settings.limit === undefined) return source;
  log.info('Reading the first objects of each type alone', {limit: settings.limit});
  return limitSource(source, settings.limit);
}

function clusterSource({settings, environment, log}: CollectContext): Source {
  const {external, context, watchNamespace, ignoreNamespaces, listLimit, limit, types} = settings;
  const {helmDriver, helmReleases} = settings;
  return createKubernetesSource({
    ...selectionOf(settings),
    ...(external === undefined ? {} : {kubeconfig: external}),
    ...(context === undefined ? {} : {context}),
    ...(watchNamespace === undefined ? {} : {watchNamespace}),
    ignoreNamespaces,
    listLimit: Math.min(listLimit, limit ?? listLimit),
    helmDriver,
    helmReleases: helmReleases && types === undefined,
    environment,
    onRetry: (facts) => log.debug('Trying again', {...facts}),
    onDiscovered(resources) {
      for (const sentence of unknownTypeNames(settings, resources))
        log.warn('Questionable configuration', {detail: sentence});
    },
  });
}

function directorySource({settings, log}: CollectContext, folder: string): Source {
  const {watchNamespace, ignoreNamespaces, helmReleases, types} = settings;
  return createReplaySource({
    folder,
    ...selectionOf(settings),
    ...(watchNamespace === undefined ? {} : {watchNamespace}),
    ignoreNamespaces,
    helmReleases: helmReleases && types === undefined,
    onLeftOut: (name) =>
      log.warn('Left out', {
        type: name,
        detail: `${name} is in ${folder}, but not among the types to collect; --add-types ${name} collects it.`,
      }),
  });
}
