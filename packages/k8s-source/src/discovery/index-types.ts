import {nearestName, resourceTypeName} from '@firefly/core';

import {isGlob} from '../is-glob.ts';
import type {DiscoveredResource} from './discovered-resource.ts';
import {typeGlob} from './type-glob.ts';

/** The types of a cluster, by the names that people use. */
export interface TypeIndex {
  /** Each type once: in the version that its group prefers, or in the best of those that it exists in. */
  readonly types: readonly DiscoveredResource[];
  /**
   * The types of a name, in the order of discovery: the first one is what `kubectl get NAME` takes. Empty where the
   * cluster has none.
   *
   * A name is a plural, a singular, a kind or a short name, in any case; behind it may stand its group (`deploy.apps`,
   * `pods.core` for the core group) or its version and group (`deployments.v1.apps`). A short name that is also a
   * plural or a kind means those. A glob (`*` any text, `?` one character) means every plural that it matches, in every
   * group, or in those that the part behind its first dot matches: `*.apps`, `pod*`, `*.*.example.com`.
   */
  find(name: string): readonly DiscoveredResource[];
  /** The name that somebody who typed `name` most likely meant. */
  nearest(name: string): string | undefined;
}

/** How a word names a type: of the types that it may name, those of the lowest rank are meant. */
type Rank = 'plural' | 'singular or kind' | 'short name';
const ranksInOrder: readonly Rank[] = ['plural', 'singular or kind', 'short name'];

/**
 * Indexes what discovery found: the one place that knows what a type may be called. Everything that takes a type's name
 * (`list`, `resources`, `addTypes`, `removeTypes`, the program's `--types`) asks it. The list must not change afterwards.
 */
export function indexTypes(discovered: readonly DiscoveredResource[]): TypeIndex {
  const known = indexes.get(discovered) ?? makeIndex(discovered);
  indexes.set(discovered, known);
  return known;
}

/** Of one discovery there is one index, however many ask for it. */
const indexes = new WeakMap<readonly DiscoveredResource[], TypeIndex>();

function makeIndex(discovered: readonly DiscoveredResource[]): TypeIndex {
  const best = new Map<string, DiscoveredResource>();
  const byWord = new Map<string, Map<Rank, DiscoveredResource[]>>();
  for (const resource of discovered) {
    const name = resourceTypeName(resource);
    const known = best.get(name);
    if (known === undefined || resource.versionRank < known.versionRank) best.set(name, resource);
    const singulars = new Set([resource.singularName.toLowerCase(), resource.kind.toLowerCase()]);
    add(byWord, resource.resource, 'plural', resource);
    for (const singular of singulars) add(byWord, singular, 'singular or kind', resource);
    for (const short of resource.shortNames) add(byWord, short, 'short name', resource);
  }
  const types = [...best.values()];
  let names: readonly string[] | undefined;

  return {
    types,
    find(name) {
      if (isGlob(name)) return types.filter(typeGlob(name));
      const [word = '', ...behind] = name.trim().toLowerCase().split('.');
      const ranks = byWord.get(word);
      for (const rank of ranksInOrder) {
        const found = narrow(ranks?.get(rank) ?? [], behind, best);
        if (found.length > 0) return found;
      }
      return [];
    },
    nearest(name) {
      names ??= [
        ...types.map(({resource}) => resource),
        ...types.map(qualifiedName),
        ...types.map(({kind}) => kind.toLowerCase()),
      ];
      return nearestName(name.trim(), names);
    },
  };
}

/** `deployments.apps`, `pods.core`: a plural with its group in any case. */
export function qualifiedName({group, resource}: Pick<DiscoveredResource, 'group' | 'resource'>): string {
  return `${resource}.${group === '' ? 'core' : group}`;
}

function add(
  byWord: Map<string, Map<Rank, DiscoveredResource[]>>,
  word: string,
  rank: Rank,
  resource: DiscoveredResource,
): void {
  if (word === '') return;
  const ranks = byWord.get(word.toLowerCase()) ?? new Map<Rank, DiscoveredResource[]>();
  byWord.set(word.toLowerCase(), ranks);
  const list = ranks.get(rank);
  if (list === undefined) ranks.set(rank, [resource]);
  else list.push(resource);
}

/** Those of a group, or of a version of one; each once, in its best version where none was said. */
function narrow(
  resources: readonly DiscoveredResource[],
  behind: readonly string[],
  best: ReadonlyMap<string, DiscoveredResource>,
): readonly DiscoveredResource[] {
  const inBestVersion = resources.filter((resource) => best.get(resourceTypeName(resource)) === resource);
  if (behind.length === 0) return inBestVersion;
  const asGroup = behind.join('.');
  const ofGroup = inBestVersion.filter(
    ({group}) => (group === '' ? 'core' : group.toLowerCase()) === asGroup,
  );
  if (ofGroup.length > 0) return ofGroup;
  const [asVersion, ...rest] = behind;
  return resources.filter(
    ({version, group}) => version.toLowerCase() === asVersion && group.toLowerCase() === rest.join('.'),
  );
}
