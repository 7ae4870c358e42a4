import {parseTypeName} from '@firefly/core';

import {namesInResources} from '../discovery/default-types.ts';
import type {SelectionRules} from '../discovery/select-types.ts';
import {typeGlob} from '../discovery/type-glob.ts';
import {isGlob} from '../is-glob.ts';
import {areNames, namespaceMatch} from '../namespace-patterns.ts';
import type {FolderNarrowing} from './folder-format.ts';
import {ReplayError} from './replay-error.ts';

/** What a replay is to read. */
export type ReplayChoice = SelectionRules &
  Pick<FolderNarrowing, 'watchNamespaces' | 'ignoreNamespaces'> & {readonly helmReleases?: boolean};

/**
 * Refuses a folder that would be taken for a whole cluster and is none. A choice of types, releases or namespaces does
 * no harm where the replay makes it as well: a run that reads the cluster may make it, too.
 *
 * @throws {ReplayError} that says what the folder holds.
 */
export function refusePart(
  folder: string,
  narrowings: readonly FolderNarrowing[],
  choice: ReplayChoice,
): void {
  const chosen = narrowings.flatMap((narrowing) => [
    ...missingTypes(narrowing, choice),
    ...missingNamespaces(narrowing, choice),
  ]);
  const others = narrowings.flatMap(missingObjects);
  if (chosen.length + others.length === 0) return;
  const expected = others.length === 0 ? 'the same choice here, or ' : '';
  throw new ReplayError(
    folder,
    `it holds ${[...others, ...chosen].join(', ')}, and what it lacks would look deleted; ` +
      `expected ${expected}the folder of a whole dry run`,
    'cannot be taken for a whole cluster',
  );
}

function missingObjects({types, limit, namespaceSelector, selectors, result}: FolderNarrowing): string[] {
  return [
    ...(namespaceSelector === undefined ? [] : [`namespaces with the labels ${namespaceSelector} alone`]),
    ...(selectors === undefined ? [] : [`of ${selectors.join(' and ')} what selectors chose alone`]),
    ...(types === undefined ? [] : [`the types ${types.join(' and ')} alone`]),
    ...(limit === undefined ? [] : [`at most ${limit} objects of each type`]),
    ...(result === undefined ? [] : [`what a run left that did not succeed (${result})`]),
  ];
}

/** By the rules alone: which types the cluster had that were not chosen, the folder does not tell. */
function missingTypes({selection, helmReleases}: FolderNarrowing, choice: ReplayChoice): string[] {
  const releases = helmReleases === false && choice.helmReleases !== false ? ['no Helm releases'] : [];
  if (selection === undefined) return releases;
  const {removeTypes = []} = choice;
  const wanted = allowed(choice);
  const read = allowed(selection);
  const wantsCustom = choice.customResources !== false;
  // A name that is on no list may be a custom resource's.
  const removed = (selection.removeTypes ?? []).filter(
    (name) => wantsCustom || names(wanted, name) || [...wanted].some((one) => matches(name, one)),
  );
  const missing = [...new Set([...[...wanted].filter((name) => !names(read, name)), ...removed])].filter(
    (name) => !removeTypes.includes(name),
  );
  const [first] = missing;
  const custom = selection.customResources === false && wantsCustom;
  const clusterScoped = selection.clusterScoped === false && choice.clusterScoped !== false;
  return [
    ...(first === undefined
      ? []
      : [`nothing of ${missing.length === 1 ? first : `${missing.length} types (${first}, …)`}`]),
    ...(custom ? ['no custom resources'] : []),
    ...(clusterScoped ? ['nothing that lies in no namespace'] : []),
    ...releases,
  ];
}

function allowed({resources, addTypes = []}: SelectionRules): ReadonlySet<string> {
  return new Set([...namesInResources(resources), ...addTypes]);
}

/** Whether a list names a type: as it is, one of the two without the group, or one of them as a glob. */
function names(list: ReadonlySet<string>, name: string): boolean {
  const pluralOf = (one: string) => parseTypeName(one).resource;
  if (list.has(name) || list.has(pluralOf(name))) return true;
  return [...list].some(
    (listed) => (!name.includes('.') && pluralOf(listed) === name) || matches(listed, name),
  );
}

function matches(glob: string, name: string): boolean {
  return isGlob(glob) && typeGlob(glob)(parseTypeName(name));
}

function missingNamespaces(
  {watchNamespaces, ignoreNamespaces = []}: FolderNarrowing,
  choice: ReplayChoice,
): string[] {
  const chosen = choice.watchNamespaces ?? [];
  if (watchNamespaces !== undefined) {
    if (areSame(watchNamespaces, chosen)) return [];
    const noun = watchNamespaces.length === 1 ? 'namespace' : 'namespaces';
    return [`the ${noun} ${watchNamespaces.join(' and ')} alone`];
  }
  const alsoIgnored = chosen.length === 0 ? (choice.ignoreNamespaces ?? []) : [];
  if (areSame(ignoreNamespaces, alsoIgnored)) return [];
  const isRead = namespaceMatch(choice);
  // Which namespaces two patterns have in common, nobody knows.
  const missing = areNames([...ignoreNamespaces, ...alsoIgnored])
    ? ignoreNamespaces.filter(isRead)
    : ignoreNamespaces;
  return missing.length === 0 ? [] : [`nothing of the namespaces ${missing.join(' and ')}`];
}

function areSame(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join(' ') === other.toSorted().join(' ');
}
