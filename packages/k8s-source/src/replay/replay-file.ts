import {apiVersionOf, parseApiVersion, type ResourceType, type ResourceTypeRecord} from '@firefly/core';
import {readFile, stat} from 'node:fs/promises';
import {basename} from 'node:path';

import {asUtf8} from './as-utf8.ts';
import {guessResourceName} from './guess-resource-name.ts';
import {readLines} from './read-lines.ts';
import {ReplayError} from './replay-error.ts';

/** A file whose content is known: which types its objects have. */
export type ReplayFile =
  | {readonly kind: 'ndjson'; readonly path: string; readonly type: ResourceType}
  | {
      readonly kind: 'list';
      readonly path: string;
      /** A single object stands alone in the file. */
      readonly single: boolean;
      /** What the list itself says its items are; items may say otherwise. */
      readonly listType: ResourceType;
      /** The type of each item. */
      readonly types: readonly ResourceType[];
    };

/** A list has to be parsed once to be understood; a larger one has to come as NDJSON. */
const LARGEST_LIST = 256 * 1024 * 1024;

interface ObjectHead {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: {readonly namespace?: unknown} | null;
  readonly items?: unknown;
}

/**
 * Looks into a file of objects: the first line of NDJSON, or a whole list of `kubectl get -o json`.
 *
 * @param records What the cluster served, where the directory tells it: says which types have namespaces.
 * @returns undefined for a file without objects.
 * @throws {ReplayError} for anything else.
 */
export async function inspectReplayFile(
  path: string,
  records: readonly ResourceTypeRecord[],
  signal: AbortSignal,
): Promise<ReplayFile | undefined> {
  try {
    return path.endsWith('.ndjson')
      ? await inspectLines(path, records, signal)
      : await inspectList(path, records, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw ReplayError.of(path, error);
  }
}

async function inspectLines(
  path: string,
  records: readonly ResourceTypeRecord[],
  signal: AbortSignal,
): Promise<ReplayFile | undefined> {
  for await (const line of readLines(path, signal)) {
    const type = typeOf(JSON.parse(line.toString('utf8')) as ObjectHead, {}, records);
    if (type === undefined) throw new ReplayError(path, 'its first line is no Kubernetes object');
    return {kind: 'ndjson', path, type: {...type, resource: pluralFrom(basename(path, '.ndjson'), type)}};
  }
  return undefined;
}

async function inspectList(
  path: string,
  records: readonly ResourceTypeRecord[],
  signal: AbortSignal,
): Promise<ReplayFile | undefined> {
  if ((await stat(path)).size > LARGEST_LIST)
    throw new ReplayError(path, 'it is larger than 256 MB; expected NDJSON, or several smaller files');
  const content = JSON.parse(asUtf8(path, await readFile(path, {signal})).toString('utf8')) as ObjectHead;
  if (!Array.isArray(content.items)) {
    const type = typeOf(content, {}, records);
    if (type === undefined) throw new ReplayError(path, 'it is no Kubernetes object, nor a list of them');
    return {kind: 'list', path, single: true, listType: type, types: [type]};
  }
  const {apiVersion, kind: listKind = ''} = content;
  const head = {apiVersion, kind: typeof listKind === 'string' ? listKind.replace(/List$/, '') : ''};
  const types = content.items.map((item: ObjectHead, index) => {
    const type = typeOf(item, head, records);
    if (type === undefined) throw new ReplayError(path, `item ${index + 1} is no Kubernetes object`);
    return type;
  });
  const [listType] = types;
  return listType === undefined ? undefined : {kind: 'list', path, single: false, listType, types};
}

function typeOf(
  {apiVersion: own, kind: ownKind, metadata}: ObjectHead,
  list: {readonly apiVersion?: unknown; readonly kind?: string},
  records: readonly ResourceTypeRecord[],
): ResourceType | undefined {
  const apiVersion = own ?? list.apiVersion;
  const kind = ownKind ?? list.kind;
  if (typeof apiVersion !== 'string' || apiVersion === '' || typeof kind !== 'string' || kind === '')
    return undefined;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const record = records.find((one) => one.apiVersion === apiVersion && one.kind === kind);
  return {
    ...parseApiVersion(apiVersion),
    kind,
    resource: guessResourceName(kind),
    namespaced: record?.namespaced ?? metadata.namespace !== undefined,
  };
}

/** A dry run names each file by its type; other names tell nothing. */
function pluralFrom(name: string, {group, resource}: ResourceType): string {
  if (group === '') return /^[a-z0-9-]+$/.test(name) ? name : resource;
  return name.endsWith(`.${group}`) ? name.slice(0, -group.length - 1) : resource;
}

/** What an object of this type says of itself where its first two keys are these, as lists and dry runs have them. */
export function usualBeginning(type: ResourceType): string {
  return `{"apiVersion":${JSON.stringify(apiVersionOf(type))},"kind":${JSON.stringify(type.kind)}`;
}
