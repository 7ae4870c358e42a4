import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

import {
  CollectorError,
  createRawObject,
  type DiscoveryFailure,
  messageOf,
  parseApiVersion,
  type Plan,
  type RawObject,
  type Reading,
  type ReadingOutcome,
  resourceTypeRecord,
  type ResourceType,
  type ResourceTypeRecord,
  type Source,
} from '@firefly/core';

/** A file or a folder could not be read, or holds no JSON object. */
export class FolderUnreadableError extends CollectorError {
  override readonly name = 'FolderUnreadableError';
  override readonly code = 'FOLDER_UNREADABLE';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`${path} cannot be read: ${messageOf(cause)}`);
    this.path = path;
  }
}

/** Files in memory at once. */
const batchSize = 50;

/**
 * A source over files: one folder a type, named as `kubectl get` names it, one object a file, with `apiVersion` and
 * `kind` in it: `pods/web-1.json`, `deployments.apps/web.json`.
 */
export function createFolderSource(folder: string): Source {
  return {
    async open({signal}) {
      signal.throwIfAborted();
      const names = await foldersIn(folder);
      return {
        cluster: {},
        async plan(streams) {
          if (!streams.has('objects')) return {readings: [], resourceTypes: [], failures: []};
          return planOf(folder, names, signal);
        },
        async close() {},
      };
    },
  };
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, {withFileTypes: true});
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
  } catch (error) {
    throw new FolderUnreadableError(folder, error);
  }
}

/** What cannot be found out about one type is a row in the report, not the end of the run. */
async function planOf(folder: string, names: readonly string[], signal: AbortSignal): Promise<Plan> {
  const readings: Reading[] = [];
  const resourceTypes: ResourceTypeRecord[] = [];
  const failures: DiscoveryFailure[] = [];
  for (const name of names) {
    const path = join(folder, name);
    try {
      const names = (await readdir(path)).filter((file) => file.endsWith('.json')).toSorted();
      const files = names.map((file) => join(path, file));
      const [first] = files;
      if (first === undefined) continue;
      const type = await typeOf(name, first, signal);
      readings.push({name, type, read: (signal) => readObjects(type, files, signal)});
      resourceTypes.push(resourceTypeRecord(type));
    } catch (error) {
      signal.throwIfAborted();
      failures.push({subject: 'folder', name, message: new FolderUnreadableError(path, error).message});
    }
  }
  return {readings, resourceTypes, failures};
}

async function typeOf(name: string, file: string, signal: AbortSignal): Promise<ResourceType> {
  const {apiVersion, kind, metadata} = JSON.parse(await readFile(file, {encoding: 'utf8', signal})) as {
    apiVersion?: string;
    kind?: string;
    metadata?: {namespace?: string};
  };
  if (apiVersion === undefined || kind === undefined) throw new Error(`${file} is no Kubernetes object.`);
  const [resource = name] = name.split('.', 1);
  return {
    ...parseApiVersion(apiVersion),
    kind,
    resource,
    namespaced: metadata?.namespace !== undefined,
  };
}

/** A batch is valid until the next one is asked for. What fails is the outcome; only an abort is thrown. */
async function* readObjects(
  type: ResourceType,
  files: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly RawObject[], ReadingOutcome, void> {
  let listPages = 0;
  let listBytes = 0;
  for (let index = 0; index < files.length; index += batchSize) {
    signal.throwIfAborted();
    let batch: RawObject[];
    try {
      batch = await Promise.all(
        files.slice(index, index + batchSize).map((file) => readObject(type, file, signal)),
      );
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof FolderUnreadableError)) throw error;
      return {kind: listPages === 0 ? 'failed' : 'partial', error, listPages, listBytes};
    }
    listPages++;
    for (const {byteLength} of batch) listBytes += byteLength;
    yield batch;
  }
  return {kind: 'complete', listPages, listBytes};
}

/** The object's bytes as they lie in the file; they are parsed only to see that they are JSON. */
async function readObject(type: ResourceType, file: string, signal: AbortSignal): Promise<RawObject> {
  try {
    const bytes = await readFile(file, {signal});
    const object = createRawObject(type, bytes.subarray(0, bytes.lastIndexOf('}') + 1));
    object.parse();
    return object;
  } catch (error) {
    throw new FolderUnreadableError(file, error);
  }
}
