import {
  apiVersionOf,
  defaultLimits,
  parseApiVersion,
  type Plan,
  type Reading,
  resourceTypeName,
  type ResourceType,
  type SourceContext,
  type StreamName,
} from '@firefly/core';

import {isApplicationType, withApplicationReleases} from './argo-cd-applications.ts';
import type {Connected} from './cluster-connection.ts';
import {asksForGroup} from './discovery/asks-for-group.ts';
import {discover} from './discovery/discover.ts';
import type {Discovery} from './discovery/discovery-record.ts';
import {indexTypes} from './discovery/index-types.ts';
import {defaultResources, selectTypes, type SelectionRules} from './discovery/select-types.ts';
import {UnknownTypeError} from './discovery/unknown-type-error.ts';
import {helmReleasesReading} from './helm-releases-reading.ts';
import type {KubernetesSourceOptions} from './kubernetes-source.ts';
import {createPermittedNamespaces} from './list/permitted-namespaces.ts';
import {type ReadPage, readType, type ReadTypeOptions} from './list/read-type.ts';
import type {NamespaceMatch} from './namespace-patterns.ts';
import {readNamespaces} from './read-namespaces.ts';
import {sourceDefaults} from './source-defaults.ts';
import {type WatchedNamespaces, watchedNamespaces} from './watched-namespaces.ts';

/** Options whose lists are lists. */
export type SourceRules = Omit<
  KubernetesSourceOptions,
  keyof SelectionRules | 'watchNamespaces' | 'ignoreNamespaces'
> &
  SelectionRules & {
    readonly watchNamespaces?: readonly string[];
    readonly ignoreNamespaces?: readonly string[];
  };

/** How a cluster is read, and for whom. */
export interface PlanContext extends Connected {
  readonly options: SourceRules;
  readonly signal: AbortSignal;
  readonly warn?: SourceContext['warn'];
  readonly reuseBuffers: boolean;
}

/** What the lists of all types have in common, and the namespaces that they are narrowed to. */
export async function readingDefaults(context: PlanContext): Promise<{
  readonly defaults: Omit<ReadTypeOptions, 'type' | 'signal'>;
  readonly watched: WatchedNamespaces | undefined;
}> {
  const {api, access, options, signal, warn, reuseBuffers} = context;
  const {
    watchNamespaces = [],
    ignoreNamespaces = [],
    listLimit = sourceDefaults.listLimit,
    onProgress,
  } = options;
  const watched = await watchedNamespaces(api, watchNamespaces, {signal, warn});
  const ignored = new Set(watched === undefined ? ignoreNamespaces : []);
  const defaults = {
    api,
    permittedNamespaces: createPermittedNamespaces(api, access, signal),
    ...(watched?.byPath === true
      ? {namespaces: watched.names}
      : {includesNamespace: watched?.includes ?? (ignored.size === 0 ? undefined : isNot(ignored))}),
    limit: listLimit,
    reuseBuffers,
    ...(onProgress === undefined
      ? {}
      : {
          onPage: ({
            type,
            namespace,
            remainingItemCount: remaining,
            progress: {pages, items, bytes},
          }: ReadPage) =>
            onProgress({
              type,
              namespace,
              pages,
              items,
              bytes,
              ...(remaining === undefined ? {} : {remaining}),
            }),
        }),
  };
  return {defaults, watched};
}

function isNot(names: ReadonlySet<string>): NamespaceMatch {
  return (name) => !names.has(name);
}

/** Finds out what there is to read of a cluster, as the options select it. */
export async function planReadings(
  streams: ReadonlySet<StreamName>,
  context: PlanContext,
): Promise<Plan & {readonly unknown: readonly UnknownTypeError[]}> {
  const {api, options, signal} = context;
  const {defaults: shared, watched} = await readingDefaults(context);
  const discovery = await discover(api, signal);
  const {resources, types: resourceTypes, failures} = discovery;
  options.onDiscovered?.(resources, failures);
  const {onNamespace} = options;
  const names = watched?.byPath === true ? watched.names : undefined;
  if (onNamespace !== undefined) await readNamespaces(shared, {names, signal, onNamespace});
  const types = selectTypes(resources, options)
    .filter(({collected}) => collected)
    .map(({resource: {group, version, kind, resource, namespaced}}): ResourceType => {
      return {group, version, kind, resource, namespaced};
    });
  // A dead API is no gap of this run where nobody asked for what it serves.
  const asksFor = asksForGroup(options, resources);
  const unasked = new Set(
    failures.flatMap(({subject, name}) => {
      const group = subject === 'group' ? parseApiVersion(name).group : name.split('.').slice(1).join('.');
      return asksFor(group) ? [] : [name];
    }),
  );
  const readings = types.map((type): Reading => ({
    name: resourceTypeName(type),
    type,
    optional: unasked.has(apiVersionOf(type)),
    read: (readSignal) => readType({...shared, type, signal: readSignal}),
  }));
  const {helmDriver, helmReleases = true, itemBytes = defaultLimits.itemBytes} = options;
  const helm = helmReleases ? [helmReleasesReading(helmDriver, itemBytes, shared)] : [];
  return {
    readings: forStreams(readings, streams, {helm, itemBytes}),
    resourceTypes,
    ...narrowedTo(watched?.names, options.clusterScoped),
    failures: failures.map((failure) => (unasked.has(failure.name) ? {...failure, expected: true} : failure)),
    unknown: unknownTypes(options, discovery),
  };
}

/** What a run leaves out of a cluster beside types that it was told to leave out. */
function narrowedTo(names: readonly string[] | undefined, clusterScoped = true): Pick<Plan, 'narrowedTo'> {
  if (names === undefined && clusterScoped) return {};
  return {narrowedTo: {...(names === undefined ? {} : {namespaces: names}), clusterScoped}};
}

/** Types that were named and that the cluster does not have; what the default list names, few clusters have. */
function unknownTypes(
  {resources = [], addTypes = []}: SelectionRules,
  {resources: all, failures}: Discovery,
) {
  const index = indexTypes(all);
  const unread = failures.map(({name}) => name);
  return [...resources, ...addTypes]
    .filter((name) => !defaultResources.includes(name) && index.find(name).length === 0)
    .map((name) => new UnknownTypeError(name, index.nearest(name), unread));
}

function forStreams(
  readings: readonly Reading[],
  streams: ReadonlySet<StreamName>,
  {helm, itemBytes}: {readonly helm: readonly Reading[]; readonly itemBytes: number},
): readonly Reading[] {
  const objects = streams.has('objects') ? readings : [];
  if (!streams.has('helmReleases')) return objects;
  const applications = readings.filter(({type}) => type !== undefined && isApplicationType(type));
  return [
    // First: release payloads are slow to get, one by one, and go on beside the lists.
    ...helm,
    ...objects.filter((reading) => !applications.includes(reading)),
    ...applications.map((reading) => withApplicationReleases(reading, streams, itemBytes)),
  ];
}
