import {glob} from '@firefly/core';

import {isGlob} from './is-glob.ts';

/** Whether a namespace is one of those that patterns name. */
export type NamespaceMatch = (namespace: string) => boolean;

/**
 * Reads patterns: a name, a glob (`*` any text, `?` one character), and either with `!` before it for "not". A namespace
 * matches that one pattern without `!` names, or any where all have it, and no pattern with `!` does; so their order
 * does not matter.
 */
export function matchNamespaces(patterns: readonly string[]): NamespaceMatch {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const isWanted = wanted.length === 0 ? () => true : anyOf(wanted);
  const isUnwanted = anyOf(
    patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)),
  );
  return (namespace) => isWanted(namespace) && !isUnwanted(namespace);
}

/** There may be thousands of names, and each object's namespace is asked about. */
function anyOf(patterns: readonly string[]): NamespaceMatch {
  const names = new Set(patterns);
  const globs = patterns.filter(isGlob).map((pattern) => glob(pattern, '*?'));
  return (namespace) => names.has(namespace) || globs.some((fits) => fits(namespace));
}

/** The namespaces to watch, or else all but those to ignore: both as patterns. */
export function namespaceMatch({
  watchNamespaces = [],
  ignoreNamespaces = [],
}: {
  readonly watchNamespaces?: readonly string[];
  readonly ignoreNamespaces?: readonly string[];
}): NamespaceMatch {
  const ignored = matchNamespaces(ignoreNamespaces);
  return watchNamespaces.length > 0 || ignoreNamespaces.length === 0
    ? matchNamespaces(watchNamespaces)
    : (namespace) => !ignored(namespace);
}

/** Whether every pattern is a namespace's name, so that nobody has to list namespaces to know which are meant. */
export function areNames(patterns: readonly string[]): boolean {
  return patterns.every((pattern) => !pattern.startsWith('!') && !isGlob(pattern));
}
