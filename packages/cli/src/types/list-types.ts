import {type DiscoveryFailure, mapInParallel, resourceTypeName} from '@firefly/core';
import {
  chooseNamespaces,
  discover,
  type DiscoveredResource,
  type SelectionReason,
  selectorsOf,
  selectTypes,
} from '@firefly/k8s-source';

import type {OpenCluster} from '../cluster/open-cluster.ts';
import {namespacesOf} from '../settings/namespaces-of.ts';
import {selectionOf} from '../settings/selection-of.ts';
import type {Settings} from '../settings/settings.ts';
import {countObjects} from './count-objects.ts';
import {type ObjectCount, shownReason, type TypeReason, type TypeRow} from './type-row.ts';

export interface ListedTypes {
  readonly rows: readonly TypeRow[];
  /** Everything that was discovered: every group and version. */
  readonly discovered: readonly DiscoveredResource[];
  readonly failures: readonly DiscoveryFailure[];
}

export interface ListTypesOptions {
  readonly settings: Settings;
  readonly signal: AbortSignal;
  /** Whether to ask for the number of objects: one request for each type. */
  readonly counts: boolean;
  readonly include: (row: TypeRow) => boolean;
}

/**
 * Every discovered type in the version that is collected, with what becomes of it in a run and why, ordered as the API
 * server names them. With counts, a type that may not be listed is told from one that cannot be; where only some
 * namespaces may be listed, theirs are counted.
 *
 * @throws {CollectorError} when discovery fails as a whole.
 */
export async function listTypes(cluster: OpenCluster, options: ListTypesOptions): Promise<ListedTypes> {
  const {api} = cluster;
  const {settings, signal, counts, include} = options;
  const {resources: discovered, failures} = await discover(api, signal);
  const selectorOf = selectorsOf(settings.selectors, discovered);
  const chosen = selectTypes(discovered, selectionOf(settings))
    .map(({resource, collected, reason, name: by}): TypeRow => {
      const rule = reasonOf(resource, reason);
      const selector = selectorOf(resource);
      return {
        name: resourceTypeName(resource),
        resource,
        collected,
        reason: rule,
        rule,
        ...(by === undefined ? {} : {by}),
        ...(Object.keys(selector).length === 0 ? {} : {selector}),
      };
    })
    .filter(include);
  if (!counts) return {rows: chosen, discovered, failures};

  const scope = await chooseNamespaces({...cluster, choice: namespacesOf(settings), signal});
  const {paths, includes = () => true, permitted} = scope;

  async function counted(row: TypeRow): Promise<TypeRow> {
    const {resource, collected} = row;
    if (!resource.verbs.includes('list')) return row;
    const names = resource.namespaced ? paths : undefined;
    if (names !== undefined && names.length > 1) {
      const namespaces = await countEach(row, names);
      const only =
        namespaces.length === names.length ? {} : {namespaces: namespaces.map(({namespace}) => namespace)};
      if (namespaces.length > 0) return {...row, ...only, count: sumOf(namespaces)};
    }
    const outcome = await countObjects(api, resource, {namespace: names?.[0], ...row.selector, signal});
    switch (outcome.kind) {
      case 'counted':
        return {...row, count: outcome.count};
      case 'failed':
        return {...row, ...(collected ? no('cannot be listed') : {}), message: outcome.message};
      case 'denied': {
        const namespaces = await listable(row);
        if (namespaces.length === 0)
          return {...row, ...(collected ? no('denied') : {}), message: outcome.message};
        return {...row, namespaces: namespaces.map(({namespace}) => namespace), count: sumOf(namespaces)};
      }
    }
  }

  async function listable(row: TypeRow): Promise<{namespace: string; count: ObjectCount}[]> {
    const {resource} = row;
    if (!resource.namespaced || paths !== undefined) return [];
    const {names, uncertain} = await permitted.for(resource);
    const namespaces = names
      .filter(includes)
      .filter((namespace) => !uncertain.has(namespace) || permitted.probes.take(namespace));
    return countEach(row, namespaces);
  }

  async function countEach(
    {resource, selector}: TypeRow,
    namespaces: readonly string[],
  ): Promise<{namespace: string; count: ObjectCount}[]> {
    const outcomes = await mapInParallel(namespaces, async (namespace) => ({
      namespace,
      outcome: await countObjects(api, resource, {namespace, ...selector, signal}),
    }));
    for (const {namespace, outcome} of outcomes)
      permitted.probes.answered(namespace, outcome.kind === 'denied');
    return outcomes.flatMap(({namespace, outcome}) =>
      outcome.kind === 'counted' ? [{namespace, count: outcome.count}] : [],
    );
  }

  return {rows: await mapInParallel(chosen, counted), discovered, failures};
}

function no(reason: TypeReason): Pick<TypeRow, 'collected' | 'reason'> {
  return {collected: false, reason};
}

function sumOf(counts: readonly {readonly count: ObjectCount}[]): ObjectCount {
  return {
    objects: counts.reduce((sum, {count}) => sum + count.objects, 0),
    orMore: counts.some(({count}) => count.orMore),
  };
}

/** That a type cannot be listed at all says more than that no list names it. */
function reasonOf({verbs}: DiscoveredResource, reason: SelectionReason): TypeReason {
  return reason === 'not allowed' && !verbs.includes('list') ? 'no list verb' : shownReason(reason);
}
