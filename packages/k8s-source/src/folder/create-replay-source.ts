import {
  apiVersionOf,
  CollectorError,
  type DiscoveryFailure,
  parseTypeName,
  type Plan,
  type RawObject,
  type Reading,
  type ReadingOutcome,
  resourceTypeName,
  resourceTypeRecord,
  type ResourceType,
  type Source,
  type StreamName,
} from '@firefly/core';
import {join} from 'node:path';

import type {DiscoveredResource} from '../discovery/discovered-resource.ts';
import {type SelectionReason, selectTypes, type SelectionRules} from '../discovery/select-types.ts';
import {namespaceMatch} from '../namespace-patterns.ts';
import {createSentLog} from '../list/sent-log.ts';
import {folderFiles} from './folder-format.ts';
import {readFolderRecord, recordedGaps} from './folder-record.ts';
import {type FolderType, inspectFolder, namesIn} from './inspect-folder.ts';
import {readJson} from './read-folder-documents.ts';
import {type FolderObject, readFolderFile} from './read-folder-file.ts';
import {readResourceTypes} from './read-records.ts';
import {refusePart} from './refuse-part.ts';
import {replayHelmReleases} from './replay-helm-releases.ts';

/** Which folder, and what of it is read. */
export interface ReplaySourceOptions extends SelectionRules {
  /** What a dry run's `--output-dir` wrote, or `*.json` of `kubectl get -o json`: lists or single objects. */
  readonly folder: string;
  /** Only namespaced objects of these namespaces (`namespaceMatch`), and cluster-scoped ones. */
  readonly watchNamespaces?: readonly string[];
  /** Namespaces whose objects are left out; without effect beside `watchNamespaces`. */
  readonly ignoreNamespaces?: readonly string[];
  /** Whether `helm-releases.ndjson` is read, where releases are wanted. Default true. */
  readonly helmReleases?: boolean;
  /**
   * Whether a folder that holds a part of a cluster is read all the same. Default false: a receiver takes what it is
   * given for all that there is.
   */
  readonly allowPart?: boolean;
  /** Told of every namespace in the folder before anything else is read. Default: they are not read for this. */
  readonly onNamespace?: (namespace: RawObject) => void;
  /** Told once a run of the types that lie in the folder, and of what could not be read; what it throws ends the run. */
  readonly onDiscovered?: (
    resources: readonly DiscoveredResource[],
    failures: readonly DiscoveryFailure[],
  ) => void;
  /** Told of each type that lies in the folder and is not selected, and why. */
  readonly onLeftOut?: (name: string, reason: SelectionReason) => void;
}

/**
 * A folder in place of a cluster: the objects that somebody handed over, byte for byte. Types are selected by the same
 * rules as a cluster's; what cannot be read is a row of the report.
 */
export function createReplaySource(options: ReplaySourceOptions): Source {
  const {folder, allowPart = false} = options;
  return {
    async open({signal}) {
      signal.throwIfAborted();
      const names = await namesIn(folder);
      const record = await readFolderRecord(folder);
      if (!allowPart) refusePart(folder, record.narrowings, options);
      return {
        cluster: record.report.cluster,
        async plan(streams) {
          const plan = await planOf(options, names, {streams, signal});
          const wanted = {streams, reading: (name: string) => isWanted(name, streams, options)};
          return {...plan, failures: [...recordedGaps(record, wanted), ...plan.failures]};
        },
        async close() {},
      };
    },
  };
}

async function planOf(
  options: ReplaySourceOptions,
  names: readonly string[],
  {streams, signal}: {readonly streams: ReadonlySet<StreamName>; readonly signal: AbortSignal},
): Promise<Plan> {
  const {folder, onDiscovered, onLeftOut, helmReleases = true} = options;
  const records = await readJson(join(folder, folderFiles.resourceTypes), readResourceTypes);
  const {types, failures} = await inspectFolder(folder, names, {records, signal});
  onDiscovered?.(
    types.map(({type}) => asDiscovered(type)),
    failures,
  );
  await readNamespaces(options, types, signal);
  const decisions = new Map(
    selectTypes(
      types.map(({type}) => asDiscovered(type)),
      options,
    ).map(({resource, collected, reason}) => [keyOf(resource), {collected, reason}]),
  );
  const isChosen = (type: ResourceType) => decisions.get(keyOf(type))?.collected === true;
  for (const {type} of types) {
    // Without a decision of its own, it is another version of a type that has one.
    const {reason = 'served by another group'} = decisions.get(keyOf(type)) ?? {};
    if (!isChosen(type)) onLeftOut?.(resourceTypeName(type), reason);
  }
  const objects = types
    .filter(({type}) => isChosen(type))
    .map((found): Reading => ({
      name: resourceTypeName(found.type),
      type: found.type,
      read: (readSignal) => readFiles(options, found, readSignal),
    }));
  const releases =
    helmReleases && names.includes(folderFiles.helmReleases)
      ? [replayHelmReleases(join(folder, folderFiles.helmReleases))]
      : [];
  return {
    readings: [...(streams.has('helmReleases') ? releases : []), ...(streams.has('objects') ? objects : [])],
    resourceTypes: records.length > 0 ? records : types.map(({type}) => resourceTypeRecord(type)),
    failures,
  };
}

/** Those that cannot be read nobody is told of: what lies in them is then not known to be wanted. */
async function readNamespaces(
  options: ReplaySourceOptions,
  types: readonly FolderType[],
  signal: AbortSignal,
): Promise<void> {
  const {onNamespace} = options;
  if (onNamespace === undefined) return;
  for (const found of types.filter(({type}) => type.kind === 'Namespace' && type.group === ''))
    for await (const objects of readFiles(options, found, signal)) objects.forEach(onNamespace);
}

/** A type of a folder as discovery would tell it. */
export function asDiscovered(type: ResourceType): DiscoveredResource {
  return {...type, verbs: ['list'], shortNames: [], categories: [], singularName: '', versionRank: 0};
}

/** Whether the reading of this name would be one of the replay's, had the folder something of it. */
function isWanted(name: string, streams: ReadonlySet<StreamName>, options: ReplaySourceOptions): boolean {
  if (name === 'helm releases') return streams.has('helmReleases') && options.helmReleases !== false;
  const type = {...parseTypeName(name), version: '', kind: '', namespaced: true};
  return (
    streams.has('objects') && selectTypes([asDiscovered(type)], options).some(({collected}) => collected)
  );
}

function keyOf(type: ResourceType): string {
  return `${apiVersionOf(type)} ${type.kind}`;
}

async function* readFiles(
  options: ReplaySourceOptions,
  {type, files}: FolderType,
  signal: AbortSignal,
): AsyncGenerator<readonly RawObject[], ReadingOutcome, void> {
  // An object may lie in several files, or twice in one, and is sent once.
  const sent = createSentLog();
  const key = keyOf(type);
  const includes = namespaceMatch(options);
  let listPages = 0;
  let listBytes = 0;
  let items = 0;
  const onBytes = (bytes: number) => (listBytes += bytes);
  try {
    for (const file of files) {
      for await (const parts of readFolderFile(file, {signal, onBytes})) {
        const objects = parts
          .filter((part) => part.kind === 'object' && `${part.apiVersion} ${part.objectKind}` === key)
          .map((part) => (part as FolderObject).as(type));
        const kept = sent.add(objects).filter(({namespace = ''}) => namespace === '' || includes(namespace));
        items += kept.length;
        if (kept.length > 0) yield kept;
      }
      listPages++;
    }
    return {kind: 'complete', listPages, listBytes};
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CollectorError)) throw error;
    return {kind: items > 0 ? 'partial' : 'failed', error, listPages, listBytes};
  }
}
