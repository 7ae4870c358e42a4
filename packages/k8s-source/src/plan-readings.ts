import {
  apiVersionOf,
  defaultLimits,
  parseApiVersion,
  parseTypeName,
  type Plan,
  type RawObject,
  type Reading,
  resourceTypeName,
  type ResourceType,
  type SourceContext,
  type StreamName,
} from '@firefly/core';

import {isApplicationType, withApplicationReleases} from './argo-cd-applications.ts';
import type {Connected} from './cluster-connection.ts';
import {chooseNamespaces, type NamespaceChoice, type NamespaceScope} from './choose-namespaces.ts';
import {asksForGroup} from './discovery/asks-for-group.ts';
import {namesInResources} from './discovery/default-types.ts';
import {discover} from './discovery/discover.ts';
import type {Discovery} from './discovery/discovery-record.ts';
import {indexTypes} from './discovery/index-types.ts';
import {selectTypes, type SelectionRules} from './discovery/select-types.ts';
import {UnknownTypeError} from './discovery/unknown-type-error.ts';
import {helmReleasesReading} from './helm-releases-reading.ts';
import type {KubernetesSourceOptions} from './kubernetes-source.ts';
import {type ReadPage, readType, type ReadTypeOptions} from './list/read-type.ts';
import {selectorsOf, type TypeSelectors} from './selectors-of.ts';
import {sourceDefaults} from './source-defaults.ts';

/** Options whose lists are lists. */
export type SourceRules = Omit<KubernetesSourceOptions, keyof SelectionRules | keyof NamespaceChoice> &
  SelectionRules &
  NamespaceChoice;

/** How a cluster is read, and for whom. */
export interface PlanContext extends Connected {
  readonly options: SourceRules;
  readonly signal: AbortSignal;
  readonly warn?: SourceContext['warn'];
  readonly reuseBuffers: boolean;
}

/** What the lists of all types have in common, and the namespaces that they are narrowed to. */
export async function readingDefaults(
  context: PlanContext,
  onNamespace?: (namespace: RawObject) => void,
): Promise<{
  readonly defaults: Omit<ReadTypeOptions, 'type' | 'signal'>;
  readonly scope: NamespaceScope;
}> {
  const {api, options, reuseBuffers} = context;
  const {listLimit = sourceDefaults.listLimit, onProgress} = options;
  const scope = await chooseNamespaces({...context, choice: options, onNamespace});
  const defaults = {
    api,
    permittedNamespaces: scope.permitted,
    namespaces: scope.paths,
    includesNamespace: scope.paths === undefined ? scope.includes : undefined,
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
  return {defaults, scope};
}

/** Finds out what there is to read of a cluster, as the options select it. */
export async function planReadings(
  streams: ReadonlySet<StreamName>,
  context: PlanContext,
): Promise<Plan & {readonly unknown: () => readonly UnknownTypeError[]}> {
  const {api, options, signal} = context;
  const {defaults: shared, scope} = await readingDefaults(context, options.onNamespace);
  const discovery = await discover(api, signal);
  const {resources, types: resourceTypes, failures} = discovery;
  options.onDiscovered?.(resources, failures);
  const types = selectTypes(resources, options)
    .filter(({collected}) => collected)
    .map(({resource: {group, version, kind, resource, namespaced}}): ResourceType => {
      return {group, version, kind, resource, namespaced};
    });
  // A dead API is no gap of this run where nobody asked for what it serves.
  const asksFor = asksForGroup(options, resources);
  const unasked = new Set(
    failures.flatMap(({subject, name}) => {
      const group = subject === 'group' ? parseApiVersion(name).group : parseTypeName(name).group;
      return asksFor(group) ? [] : [name];
    }),
  );
  const selectorOf = selectorsOf(options.selectors ?? {}, resources);
  const readings = types.map((type): Reading => ({
    name: resourceTypeName(type),
    type,
    optional: unasked.has(apiVersionOf(type)),
    read: (readSignal) => readType({...shared, ...selectorOf(type), type, signal: readSignal}),
  }));
  const {helmDriver, helmReleases = true, itemBytes = defaultLimits.itemBytes} = options;
  const helm = helmReleases ? [helmReleasesReading(helmDriver, itemBytes, shared)] : [];
  return {
    readings: forStreams(readings, streams, {helm, itemBytes}),
    resourceTypes,
    ...narrowedTo(
      options,
      scope,
      Object.fromEntries(types.map((type) => [resourceTypeName(type), selectorOf(type)])),
    ),
    failures: failures.map((failure) => (unasked.has(failure.name) ? {...failure, expected: true} : failure)),
    unknown: () => unknownTypes(options, discovery),
  };
}

/** What a run leaves out of a cluster beside types and namespaces that it was told to leave out. */
function narrowedTo(
  {clusterScoped = true, namespaceSelector}: SourceRules,
  {names}: NamespaceScope,
  selectors: TypeSelectors,
): Pick<Plan, 'narrowedTo'> {
  const selected = Object.entries(selectors).filter(([, selector]) => Object.keys(selector).length > 0);
  if (names === undefined && clusterScoped && selected.length === 0) return {};
  return {
    narrowedTo: {
      ...(names === undefined ? {} : {namespaces: names}),
      ...(namespaceSelector === undefined ? {} : {namespaceSelector}),
      clusterScoped,
      ...(selected.length === 0 ? {} : {selectors: Object.fromEntries(selected)}),
    },
  };
}

/** Types that were named and that the cluster does not have; what the project's lists name, few clusters have. */
function unknownTypes(
  {resources, addTypes = [], selectors = {}}: SourceRules,
  {resources: all, failures}: Discovery,
) {
  const index = indexTypes(all);
  const unread = failures.map(({name}) => name);
  const usual = namesInResources(['default+recent']);
  return [...namesInResources(resources), ...addTypes, ...Object.keys(selectors)]
    .filter((name) => !usual.includes(name) && index.find(name).length === 0)
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
