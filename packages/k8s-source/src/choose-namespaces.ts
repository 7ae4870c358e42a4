import {mapInParallel, type RawObject} from '@firefly/core';

import type {ClusterAccess} from './access/cluster-access.ts';
import type {ApiServer} from './api/api-server.ts';
import {ApiStatusError} from './api/api-status-error.ts';
import {createNamespaceList, type NamespaceList} from './list/namespace-list.ts';
import {createPermittedNamespaces, type PermittedNamespaces} from './list/permitted-namespaces.ts';
import {areNames, namespaceMatch, type NamespaceMatch} from './namespace-patterns.ts';
import {NamespaceNotFoundError} from './namespace-not-found-error.ts';
import {NamespacesUnlistedError} from './namespaces-unlisted-error.ts';
import {NamespacesUnreadableError} from './namespaces-unreadable-error.ts';
import {requireNamespace} from './require-namespace.ts';

/** Up to so many namespaces that were looked for, each type costs one small list a namespace; beyond, one of the whole cluster. */
const mostByPath = 16;

/** Which namespaces are to be read. */
export interface NamespaceChoice {
  /** Of these alone (`matchNamespaces`). */
  readonly watchNamespaces?: readonly string[];
  /** Not of these (`matchNamespaces`); without effect beside `watchNamespaces`. */
  readonly ignoreNamespaces?: readonly string[];
  /** Only of those with these labels, as `kubectl get -l` takes it. */
  readonly namespaceSelector?: string;
}

/** What came of a choice. */
export interface NamespaceScope {
  /** The namespaces that it means, which exist; absent where it took no look at them. */
  readonly names?: readonly string[];
  /** Those that are asked for their own lists, for which permissions in exactly these are enough. Absent: all at once. */
  readonly paths?: readonly string[];
  /** Which namespaces' objects count in a list of the whole cluster. Absent: all. */
  readonly includes?: NamespaceMatch;
  /** Where a type may be listed whose list of the whole cluster is forbidden. */
  readonly permitted: PermittedNamespaces;
}

/** What a choice is made with. */
export interface ChooseNamespacesOptions {
  readonly api: ApiServer;
  readonly access: ClusterAccess;
  readonly choice: NamespaceChoice;
  readonly signal: AbortSignal;
  /** Told of each name that no namespace has, where others exist: it may have been deleted. */
  readonly warn?: ((message: string) => void) | undefined;
  /** Told of the metadata of every namespace that may be read, before anything else is. */
  readonly onNamespace?: ((namespace: RawObject) => void) | undefined;
}

/**
 * Finds the namespaces of a choice. Names cost one small request each, for which permissions in exactly these are
 * enough; all else one list of namespaces, which serves `onNamespace` and permissions as well.
 *
 * @throws {NamespaceNotFoundError} when there is none, {NamespacesUnlistedError} when a list is needed that cannot be
 * had, {NamespacesUnreadableError} when `onNamespace` cannot be told of all, and what `ApiServer.json` throws.
 */
export async function chooseNamespaces(options: ChooseNamespacesOptions): Promise<NamespaceScope> {
  const {api, access, choice, signal, onNamespace} = options;
  const labelSelector = choice.namespaceSelector;
  const list = createNamespaceList({api, signal, labelSelector, onNamespace});
  const scope = await scopeOf(options, list);
  if (onNamespace !== undefined && !isByName(choice)) {
    const {failure} = await list.read();
    if (failure !== undefined) throw new NamespacesUnreadableError(failure.message);
  }
  return {...scope, permitted: createPermittedNamespaces(api, access, {signal, namespaces: list})};
}

/** Whether each namespace is asked for by its name, and none is looked for. */
function isByName({watchNamespaces = [], namespaceSelector}: NamespaceChoice): boolean {
  return watchNamespaces.length > 0 && areNames(watchNamespaces) && namespaceSelector === undefined;
}

async function scopeOf(
  options: ChooseNamespacesOptions,
  list: NamespaceList,
): Promise<Omit<NamespaceScope, 'permitted'>> {
  const {choice, warn} = options;
  const {watchNamespaces = [], ignoreNamespaces = [], namespaceSelector} = choice;
  const isWatched = watchNamespaces.length > 0;
  const wanted = namespaceMatch(choice);
  if (!isWatched && namespaceSelector === undefined)
    return ignoreNamespaces.length === 0 ? {} : {includes: wanted};
  const names = isByName(choice)
    ? await existing(watchNamespaces, options)
    : (await allNames(list, namespaceSelector)).filter(wanted);
  if (names.length === 0)
    throw namespaceSelector === undefined
      ? new NamespaceNotFoundError(watchNamespaces.join(', '), 'watchNamespaces')
      : new NamespaceNotFoundError(namespaceSelector, 'namespaceSelector');
  const known = new Set(names);
  for (const pattern of watchNamespaces)
    if (areNames([pattern]) && !known.has(pattern) && namespaceSelector === undefined)
      warn?.(new NamespaceNotFoundError(pattern, 'watchNamespaces').message);
  const includes = (namespace: string) => known.has(namespace);
  const areNamed = isWatched && areNames(watchNamespaces);
  return areNamed || names.length <= mostByPath ? {names, includes, paths: names} : {names, includes};
}

/** Those of the names that exist, of which `onNamespace` is told. */
async function existing(
  names: readonly string[],
  {api, signal, onNamespace}: ChooseNamespacesOptions,
): Promise<string[]> {
  const found = await mapInParallel([...new Set(names)], async (name) => {
    try {
      const namespace = await requireNamespace(api, name, signal);
      if (!(namespace instanceof ApiStatusError)) onNamespace?.(namespace);
      else if (onNamespace !== undefined) throw new NamespacesUnreadableError(namespace.message);
      return [name];
    } catch (error) {
      if (error instanceof NamespaceNotFoundError) return [];
      throw error;
    }
  });
  return found.flat();
}

async function allNames(list: NamespaceList, selector: string | undefined): Promise<readonly string[]> {
  const {names, failure} = await list.read();
  if (failure !== undefined)
    throw new NamespacesUnlistedError(
      selector === undefined ? 'watchNamespaces' : 'namespaceSelector',
      failure,
    );
  return names;
}
