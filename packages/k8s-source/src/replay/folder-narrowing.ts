import {join} from 'node:path';

import {readJson} from './read-json.ts';
import {ReplayError} from './replay-error.ts';

/** Why a folder holds less than the cluster that it was read from: one row of its `narrowed-by.json`. */
export interface FolderNarrowing {
  /** These types alone. */
  readonly types?: readonly string[];
  /** So many objects of each type at most. */
  readonly limit?: number;
  /** This namespace alone, beside what has none. */
  readonly watchNamespace?: string;
  readonly ignoreNamespaces?: readonly string[];
  /** How the run ended, where that was no success; `unfinished` where it did not come to say. */
  readonly result?: string;
}

/** The namespaces that a replay is to read. */
export type NamespaceChoice = Pick<FolderNarrowing, 'watchNamespace' | 'ignoreNamespaces'>;

/**
 * All that made the folder less than its cluster; nothing for files of kubectl, which do not tell. A dry run writes
 * `narrowed-by.json` first and `report.json` last: where the second lacks, it was ended in between.
 *
 * @throws {ReplayError} where one of the two cannot be read.
 */
export async function readNarrowings(folder: string): Promise<readonly FolderNarrowing[]> {
  const recorded = await readJson<readonly FolderNarrowing[] | undefined>(
    join(folder, 'narrowed-by.json'),
    undefined,
  );
  const {result = recorded === undefined ? 'success' : 'unfinished'} = await readJson<{result?: string}>(
    join(folder, 'report.json'),
    {},
  );
  return [...(recorded ?? []), ...(result === 'success' ? [] : [{result}])];
}

/**
 * Refuses a folder that would be taken for a whole cluster and is none. A choice of namespaces does no harm where the
 * replay makes it as well: a run that reads the cluster may make it, too.
 *
 * @throws {ReplayError} that says what the folder holds.
 */
export function refusePart(
  folder: string,
  narrowings: readonly FolderNarrowing[],
  choice: NamespaceChoice,
): void {
  const namespaces = narrowings.flatMap((narrowing) => missingNamespaces(narrowing, choice));
  const others = narrowings.flatMap(missingObjects);
  if (namespaces.length + others.length === 0) return;
  const expected = others.length === 0 ? 'the same choice of namespaces here, or ' : '';
  throw new ReplayError(
    folder,
    `it holds ${[...others, ...namespaces].join(', ')}, and what it lacks would look deleted; ` +
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

function missingNamespaces(
  {watchNamespace, ignoreNamespaces = []}: FolderNarrowing,
  choice: NamespaceChoice,
): string[] {
  if (watchNamespace !== undefined)
    return watchNamespace === choice.watchNamespace ? [] : [`the namespace ${watchNamespace} alone`];
  const missing = ignoreNamespaces.filter((namespace) =>
    choice.watchNamespace === undefined
      ? choice.ignoreNamespaces?.includes(namespace) !== true
      : namespace === choice.watchNamespace,
  );
  return missing.length === 0 ? [] : [`nothing of the namespaces ${missing.join(' and ')}`];
}
