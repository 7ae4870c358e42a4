import {type RawObject, resourceTypeName, type Source} from '@firefly/core';
import {defaults} from '@firefly/firefly-sink';
import {
  createKubernetesSource,
  createReplaySource,
  type SelectionReason,
  selectTypes,
} from '@firefly/k8s-source';

import type {CollectContext} from './collect-context.ts';
import type {UserRules} from '@firefly/redaction';

import {limitSource} from './dry-run/limit-source.ts';
import type {Log} from './logging/log.ts';
import {namespacesOf} from './settings/namespaces-of.ts';
import {wantsReleases} from './settings/wants-releases.ts';
import {selectionOf} from './settings/selection-of.ts';
import type {Settings} from './settings/settings.ts';
import {requireTypes} from './types/require-types.ts';
import {unknownTypeNames} from './types/unknown-type-names.ts';

/** What decides where objects come from. */
export type ReadingContext = Pick<CollectContext, 'settings' | 'environment' | 'log' | 'listed' | 'leftOut'>;

type OnNamespace = (namespace: RawObject) => void;

/** What the settings say to read: a cluster, or a directory in its place; all of it, or the first objects of each type. */
export function createSource(
  context: ReadingContext,
  userRules?: UserRules,
  onNamespace?: OnNamespace,
): Source {
  const {settings, log} = context;
  const source =
    settings.fromDir === undefined
      ? clusterSource(context, userRules, onNamespace)
      : directorySource(context, settings.fromDir, userRules, onNamespace);
  if (settings.limit === undefined) return source;
  log.info('Reading the first objects of each type alone', {limit: settings.limit});
  return limitSource(source, settings.limit);
}

function clusterSource(
  {settings, environment, log, listed, leftOut}: ReadingContext,
  userRules?: UserRules,
  onNamespace?: OnNamespace,
): Source {
  const {external, context, listLimit, limit, types, selectors, requestsInFlight, requestsPerSecond} =
    settings;
  const namespaces = namespacesOf(settings);
  logPart(settings, log);
  return createKubernetesSource({
    ...selectionOf(settings),
    ...(external === undefined ? {} : {kubeconfig: external}),
    ...(context === undefined ? {} : {context}),
    ...namespaces,
    selectors,
    concurrency: requestsInFlight,
    ...(requestsPerSecond === undefined ? {} : {requestsPerSecond}),
    listLimit: Math.min(listLimit, limit ?? listLimit),
    timeout: {firstByte: settings.answerTimeout * 1000},
    helmDriver: settings.helmDriver,
    helmReleases: wantsReleases(settings),
    itemBytes: defaults.itemBytes,
    ...(onNamespace === undefined ? {} : {onNamespace}),
    environment,
    ...(listed === undefined ? {} : {onProgress: listed}),
    onRetry: (facts) => log.debug('Trying again', {...facts}),
    onDiscovered(resources, failures) {
      const unknown = unknownTypeNames(settings, {resources, failures}, {rules: userRules?.rules});
      requireTypes(unknown, types?.length ?? 0);
      for (const {sentence} of unknown) log.warn('Questionable configuration', {detail: sentence});
      if (leftOut === undefined) return;
      for (const {resource, collected, reason} of selectTypes(resources, selectionOf(settings)))
        if (!collected) leftOut(resourceTypeName(resource), reason);
    },
  });
}

/** Says at the start that less than a cluster is going to be read. */
function logPart(settings: Settings, log: Log): void {
  const {clusterScoped, selectors} = settings;
  const {watchNamespaces, namespaceSelector} = namespacesOf(settings);
  const part = {
    ...(watchNamespaces.length === 0 ? {} : {namespaces: watchNamespaces}),
    ...(namespaceSelector === undefined ? {} : {namespaceSelector}),
    ...(Object.keys(selectors).length === 0 ? {} : {selectors}),
  };
  if (Object.keys(part).length === 0 && clusterScoped) return;
  log.info('Reading a part of the cluster', {...part, clusterScoped});
}

function directorySource(
  {settings, log, leftOut}: ReadingContext,
  folder: string,
  userRules?: UserRules,
  onNamespace?: OnNamespace,
): Source {
  const {types, dryRun} = settings;
  return createReplaySource({
    folder,
    ...selectionOf(settings),
    ...namespacesOf(settings),
    helmReleases: wantsReleases(settings),
    allowPart: dryRun,
    onDiscovered(resources, failures) {
      // The lists are of a whole cluster's types; what --types and rules name is meant for these files.
      const lists = {
        resources: undefined,
        addTypes: [],
        removeTypes: [],
        resourceSwitches: {},
        selectors: {},
      };
      const search = {rules: userRules?.rules, where: folder};
      const unknown = unknownTypeNames({...settings, ...lists}, {resources, failures}, search);
      requireTypes(unknown, types?.length ?? 0);
      for (const {sentence} of unknown) log.warn('Questionable configuration', {detail: sentence});
    },
    ...(onNamespace === undefined ? {} : {onNamespace}),
    onLeftOut(type, reason) {
      leftOut?.(type, reason);
      // Whoever names the types that are to be read knows that the others are not.
      if (types !== undefined) return;
      log.warn('Left out', {type, detail: `${type} is in ${folder}, but ${whyLeftOut(type, reason)}.`});
    },
  });
}

function whyLeftOut(type: string, reason: SelectionReason): string {
  switch (reason) {
    case 'removed':
      return 'removed: --remove-types names it, or its file in the configuration directory';
    case 'cluster-scoped':
      return 'its objects lie in no namespace, and --cluster-scoped is false';
    case 'served by another group':
      return 'the same objects are collected in another group or version';
    default:
      return `not among the types to collect; --add-types ${type} collects it`;
  }
}
