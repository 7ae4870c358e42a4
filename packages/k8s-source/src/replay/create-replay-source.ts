import {
  apiVersionOf,
  CollectorError,
  type DiscoveryFailure,
  type Plan,
  type RawObject,
  type Reading,
  type ReadingOutcome,
  resourceTypeName,
  resourceTypeRecord,
  type ResourceType,
  type ResourceTypeRecord,
  type Source,
  type StreamName,
} from '@firefly/core';
import {readdir} from 'node:fs/promises';
import {join} from 'node:path';

import type {DiscoveredResource} from '../discovery/discovered-resource.ts';
import {type SelectionReason, selectTypes, type SelectionRules} from '../discovery/select-types.ts';
import {createSentLog} from '../list/sent-log.ts';
import {refusePart} from './folder-narrowing.ts';
import {readFolderRecord} from './folder-record.ts';
import {readJson} from './read-json.ts';
import {readReplayFile} from './read-replay-file.ts';
import {recordedGaps} from './recorded-gaps.ts';
import {ReplayError} from './replay-error.ts';
import {inspectReplayFile, type ReplayFile} from './replay-file.ts';
import {replayHelmReleases} from './replay-helm-releases.ts';

/** Which folder, and what of it is read. */
export interface ReplaySourceOptions extends SelectionRules {
  /** What a dry run's `--output-dir` wrote, or `*.json` of `kubectl get -o json`: lists or single objects. */
  readonly folder: string;
  /** Only namespaced objects of this namespace, and cluster-scoped ones. */
  readonly watchNamespace?: string;
  /** Namespaces whose objects are left out; without effect beside `watchNamespace`. */
  readonly ignoreNamespaces?: readonly string[];
  /** Whether `helm-releases.ndjson` is read, where releases are wanted. Default true. */
  readonly helmReleases?: boolean;
  /**
   * Whether a folder that holds a part of a cluster is read all the same. Default false: a receiver takes what it is
   * given for all that there is.
   */
  readonly allowPart?: boolean;
  /** Told of each type that lies in the folder and is not selected, and why. */
  readonly onLeftOut?: (name: string, reason: SelectionReason) => void;
}

/** Files beside the objects in what a dry run writes. */
const HELM_RELEASES = 'helm-releases.ndjson';
const NOT_OBJECTS = new Set([
  HELM_RELEASES,
  'object-trees.ndjson',
  'resource-types.json',
  'narrowed-by.json',
  'report.json',
]);

/**
 * A folder in place of a cluster: the objects that somebody handed over, byte for byte. Types are selected by the same
 * rules as a cluster's; a file that cannot be read is a row of the report.
 */
export function createReplaySource(options: ReplaySourceOptions): Source {
  const {folder, allowPart = false} = options;
  return {
    async open({signal}) {
      signal.throwIfAborted();
      const names = await filesIn(folder);
      const {report, narrowings} = await readFolderRecord(folder);
      if (!allowPart) refusePart(folder, narrowings, options);
      const unsuccessful = narrowings
        .flatMap(({result}) => result ?? [])
        .map((result) => `the run that wrote it did not succeed (${result}): objects may be missing`);
      return {
        cluster: report.cluster ?? {},
        async plan(streams) {
          const plan = await planOf(options, names, streams, signal);
          const gaps = recordedGaps(report, {streams, reading: (name) => isWanted(name, streams, options)});
          const known = new Set(gaps.map(({message}) => message));
          const failures = unsuccessful
            .filter((message) => !known.has(message))
            .map((message) => ({subject: 'folder', name: 'report.json', message}) as const);
          return {...plan, failures: [...failures, ...gaps, ...plan.failures]};
        },
        async close() {},
      };
    },
  };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = (await readdir(folder)).filter((name) => /\.(nd)?json$/.test(name)).toSorted();
  } catch (error) {
    throw ReplayError.of(folder, error);
  }
  if (names.length === 0)
    throw new ReplayError(
      folder,
      'no .ndjson or .json file is in it; expected those of a dry run or of kubectl',
    );
  return names;
}

interface FoundType {
  readonly type: ResourceType;
  readonly files: ReplayFile[];
}

async function planOf(
  options: ReplaySourceOptions,
  names: readonly string[],
  streams: ReadonlySet<StreamName>,
  signal: AbortSignal,
): Promise<Plan> {
  const {folder, onLeftOut, helmReleases = true} = options;
  const records = await readJson<readonly ResourceTypeRecord[]>(join(folder, 'resource-types.json'), []);
  const failures: DiscoveryFailure[] = [];
  const found = new Map<string, FoundType>();
  for (const name of names) {
    if (NOT_OBJECTS.has(name)) continue;
    try {
      const file = await inspectReplayFile(join(folder, name), records, signal);
      if (file !== undefined) addFile(found, file);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CollectorError)) throw error;
      failures.push({subject: 'file', name, message: error.message, code: error.code});
    }
  }
  const types = [...found.values()];
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
    .map(({type, files}): Reading => ({
      name: resourceTypeName(type),
      type,
      read: (readSignal) => readFiles(options, {type, files}, readSignal),
    }));
  const releases =
    helmReleases && names.includes(HELM_RELEASES) ? [replayHelmReleases(join(folder, HELM_RELEASES))] : [];
  return {
    readings: [...(streams.has('helmReleases') ? releases : []), ...(streams.has('objects') ? objects : [])],
    resourceTypes: records.length > 0 ? records : types.map(({type}) => resourceTypeRecord(type)),
    failures,
  };
}

/** A type of a folder as discovery would tell it. */
function asDiscovered(type: ResourceType): DiscoveredResource {
  return {...type, verbs: ['list'], shortNames: [], categories: [], singularName: '', versionRank: 0};
}

/** Whether the reading of this name would be one of the replay's, had the folder something of it. */
function isWanted(name: string, streams: ReadonlySet<StreamName>, options: ReplaySourceOptions): boolean {
  if (name === 'helm releases') return streams.has('helmReleases') && options.helmReleases !== false;
  const [resource = '', ...group] = name.split('.');
  const type = {group: group.join('.'), version: '', kind: '', resource, namespaced: true};
  return (
    streams.has('objects') && selectTypes([asDiscovered(type)], options).some(({collected}) => collected)
  );
}

function addFile(found: Map<string, FoundType>, file: ReplayFile): void {
  for (const type of file.kind === 'ndjson' ? [file.type] : file.types) {
    const known = found.get(keyOf(type));
    if (known === undefined) found.set(keyOf(type), {type, files: [file]});
    else if (known.files.at(-1) !== file) known.files.push(file);
  }
}

function keyOf(type: ResourceType): string {
  return `${apiVersionOf(type)} ${type.kind}`;
}

async function* readFiles(
  {watchNamespace, ignoreNamespaces = []}: ReplaySourceOptions,
  {type, files}: FoundType,
  signal: AbortSignal,
): AsyncGenerator<readonly RawObject[], ReadingOutcome, void> {
  // An object may lie in several files, and is sent once.
  const sent = createSentLog();
  if (files.length > 1) sent.expectRepeats();
  const ignored = new Set(watchNamespace === undefined ? ignoreNamespaces : []);
  let listPages = 0;
  let listBytes = 0;
  let items = 0;
  const onBytes = (bytes: number) => (listBytes += bytes);
  try {
    for (const file of files) {
      for await (const objects of readReplayFile(file, type, {signal, onBytes})) {
        const kept = sent
          .add(objects)
          .filter(
            ({namespace = ''}) =>
              namespace === '' ||
              (!ignored.has(namespace) && (watchNamespace === undefined || namespace === watchNamespace)),
          );
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
