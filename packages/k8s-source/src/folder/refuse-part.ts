import {defaultResources, type SelectionRules} from '../discovery/select-types.ts';
import {matchNamespaces} from '../namespace-patterns.ts';
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

function missingObjects({types, limit, result}: FolderNarrowing): string[] {
  return [
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
  const removed = (selection.removeTypes ?? []).filter((name) => names(wanted, name) || wantsCustom);
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

function allowed({resources = defaultResources, addTypes = []}: SelectionRules): ReadonlySet<string> {
  return new Set([...resources, ...addTypes]);
}

/** Whether a list names a type: as it is, or one of the two without the group. */
function names(list: ReadonlySet<string>, name: string): boolean {
  if (list.has(name) || list.has(pluralOf(name))) return true;
  return !name.includes('.') && [...list].some((listed) => pluralOf(listed) === name);
}

function pluralOf(name: string): string {
  return name.split('.')[0] ?? name;
}

function missingNamespaces(
  {watchNamespaces, ignoreNamespaces = []}: FolderNarrowing,
  choice: ReplayChoice,
): string[] {
  const chosen = choice.watchNamespaces ?? [];
  if (watchNamespaces !== undefined) {
    if (watchNamespaces.toSorted().join(' ') === chosen.toSorted().join(' ')) return [];
    const noun = watchNamespaces.length === 1 ? 'namespace' : 'namespaces';
    return [`the ${noun} ${watchNamespaces.join(' and ')} alone`];
  }
  const isChosen = matchNamespaces(chosen);
  const missing = ignoreNamespaces.filter((namespace) =>
    chosen.length === 0 ? choice.ignoreNamespaces?.includes(namespace) !== true : isChosen(namespace),
  );
  return missing.length === 0 ? [] : [`nothing of the namespaces ${missing.join(' and ')}`];
}
