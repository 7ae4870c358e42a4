import {
  CollectorError,
  type DiscoveryFailure,
  parseApiVersion,
  type ResourceType,
  type ResourceTypeRecord,
} from '@firefly/core';
import {readdir} from 'node:fs/promises';
import {join} from 'node:path';

import {contentOf} from './folder-format.ts';
import {guessResourceName} from './guess-resource-name.ts';
import {type FolderObject, readFolderFile} from './read-folder-file.ts';
import {ReplayError} from './replay-error.ts';

/** A type of which objects lie in the folder, and the files in which they do. */
export interface FolderType {
  readonly type: ResourceType;
  readonly files: readonly string[];
}

/** What lies in a folder. */
export interface FolderContent {
  readonly types: readonly FolderType[];
  /** What cannot be read, one row a file. */
  readonly failures: readonly DiscoveryFailure[];
}

/**
 * The names in the folder, those that begin with a dot left out.
 *
 * @throws {ReplayError} where it cannot be read, or has no file that could be of a dry run or of kubectl.
 */
export async function namesIn(folder: string): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted();
  } catch (error) {
    throw ReplayError.of(folder, error);
  }
  if (names.every((name) => contentOf(name) === 'unknown'))
    throw new ReplayError(
      folder,
      'no .ndjson or .json file is in it; expected those of a dry run or of kubectl',
    );
  return names;
}

/**
 * Reads every file of objects once, so that all that is wrong with one is known before anything is sent.
 *
 * @param records What the cluster served, where the folder tells it: says which types have namespaces.
 */
export async function inspectFolder(
  folder: string,
  names: readonly string[],
  {records, signal}: {readonly records: readonly ResourceTypeRecord[]; readonly signal: AbortSignal},
): Promise<FolderContent> {
  const types = new Map<string, {type: ResourceType; readonly files: string[]}>();
  const failures: DiscoveryFailure[] = [];
  const recorded = new Map(
    records.map(({apiVersion, kind, namespaced}) => [`${apiVersion} ${kind}`, namespaced]),
  );
  for (const name of names) {
    const content = contentOf(name);
    if (content === 'record') continue;
    const failed = (message: string, expected?: boolean) => {
      const row = {subject: 'file', name, message, code: 'K8S_REPLAY'} as const;
      failures.push(expected === undefined ? row : {...row, expected});
    };
    const path = join(folder, name);
    if (content === 'unknown') {
      failed(`${path} is not read: its name ends neither in .json nor in .ndjson.`, true);
      continue;
    }
    const inFile = new Map<string, ResourceType>();
    let bad: {readonly first: string; readonly more: number} | undefined;
    try {
      for await (const parts of readFolderFile(path, {signal})) {
        for (const part of parts) {
          if (part.kind === 'object') noteType(inFile, part, recorded);
          else bad = {first: bad?.first ?? part.reason, more: bad === undefined ? 0 : bad.more + 1};
        }
      }
      if (bad !== undefined) {
        const more = bad.more === 0 ? '' : `, nor is what else it has of that kind (${bad.more} more)`;
        const read = inFile.size === 0 ? 'cannot be read' : 'is read in part';
        failed(`${path} ${read}: ${bad.first}${more}.`);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CollectorError)) throw error;
      failed(error.message);
    }
    for (const [key, type] of inFile) {
      const known = types.get(key);
      const named = inFile.size === 1 ? {...type, resource: pluralFrom(name, type)} : type;
      if (known === undefined) types.set(key, {type: named, files: [path]});
      else {
        known.files.push(path);
        if (type.namespaced) known.type = {...known.type, namespaced: true};
      }
    }
  }
  return {types: [...types.values()], failures};
}

/** The record says whether a type has namespaces; where there is none, an object that lies in one does. */
function noteType(
  types: Map<string, ResourceType>,
  {apiVersion, objectKind: kind, hasNamespace}: FolderObject,
  recorded: ReadonlyMap<string, boolean>,
): void {
  const key = `${apiVersion} ${kind}`;
  const known = types.get(key);
  if (known !== undefined && (known.namespaced || !hasNamespace)) return;
  types.set(key, {
    ...parseApiVersion(apiVersion),
    kind,
    resource: guessResourceName(kind),
    namespaced: recorded.get(key) ?? hasNamespace,
  });
}

/** A dry run names each file by its type; other names tell nothing. */
function pluralFrom(name: string, {group, resource}: ResourceType): string {
  const base = name.replace(/\.(?:nd)?json$/i, '');
  return group !== '' && base.endsWith(`.${group}`) ? base.slice(0, -group.length - 1) : resource;
}
