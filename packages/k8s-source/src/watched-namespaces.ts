import {CollectorError} from '@firefly/core';

import type {ApiServer} from './api/api-server.ts';
import {CredentialsRefusedError} from './api/credentials-refused-error.ts';
import {listNamespaces} from './list/list-namespaces.ts';
import {areNames, matchNamespaces, type NamespaceMatch} from './namespace-patterns.ts';
import {NamespaceNotFoundError} from './namespace-not-found-error.ts';
import {NamespacesUnlistedError} from './namespaces-unlisted-error.ts';
import {requireNamespace} from './require-namespace.ts';

/** Up to so many namespaces that globs match, each type costs one small list a namespace; beyond, one of the whole cluster. */
const mostByPath = 16;

/** The namespaces that a run is narrowed to. */
export interface WatchedNamespaces {
  /** Those that exist. */
  readonly names: readonly string[];
  readonly includes: NamespaceMatch;
  /** Whether each is asked for its own lists, for which permissions in exactly these are enough. */
  readonly byPath: boolean;
}

/**
 * Finds the namespaces that `patterns` name; undefined for no pattern: all of them. Names cost one small request each,
 * globs and `!` one list of namespaces.
 *
 * @param warn Told of each name that no namespace has, where others exist: it may have been deleted.
 * @throws {NamespaceNotFoundError} when there is none, {NamespacesUnlistedError} when globs cannot be told, and what
 * `ApiServer.json` throws.
 */
export async function watchedNamespaces(
  api: ApiServer,
  patterns: readonly string[],
  {signal, warn}: {readonly signal: AbortSignal; readonly warn?: ((message: string) => void) | undefined},
): Promise<WatchedNamespaces | undefined> {
  if (patterns.length === 0) return undefined;
  const names = areNames(patterns)
    ? await existing(api, patterns, signal)
    : (await allNames(api, signal)).filter(matchNamespaces(patterns));
  if (names.length === 0) throw new NamespaceNotFoundError(patterns.join(', '), 'watchNamespaces');
  const byPath = areNames(patterns) || names.length <= mostByPath;
  for (const pattern of patterns)
    if (areNames([pattern]) && !names.includes(pattern))
      warn?.(new NamespaceNotFoundError(pattern, 'watchNamespaces').message);
  const known = new Set(names);
  return {names, includes: (namespace) => known.has(namespace), byPath};
}

async function existing(api: ApiServer, names: readonly string[], signal: AbortSignal): Promise<string[]> {
  const found = await Promise.all(
    [...new Set(names)].map(async (name) => {
      try {
        await requireNamespace(api, name, signal);
        return [name];
      } catch (error) {
        if (error instanceof NamespaceNotFoundError) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}

async function allNames(api: ApiServer, signal: AbortSignal): Promise<string[]> {
  try {
    return await Array.fromAsync(listNamespaces(api, signal));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CollectorError) || error instanceof CredentialsRefusedError) throw error;
    throw new NamespacesUnlistedError(error);
  }
}
