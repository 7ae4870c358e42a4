import {
  CollectorError,
  parseApiVersion,
  type RawObject,
  type ReadingOutcome,
  type ResourceType,
  type Source,
} from '@firefly/core';

import {selectTypes} from '../discovery/select-types.ts';
import {namespaceMatch} from '../namespace-patterns.ts';
import {asDiscovered, type ReplaySourceOptions} from './create-replay-source.ts';
import {guessResourceName} from './guess-resource-name.ts';
import {type FolderObject, readDryRunObjects} from './read-folder-file.ts';
import {ReplayError} from './replay-error.ts';
import {replayHelmReleases} from './replay-helm-releases.ts';

/** Which file, and what of it is read. */
export type DocumentSourceOptions = Omit<
  ReplaySourceOptions,
  'folder' | 'allowPart' | 'onNamespace' | 'onLeftOut'
> & {
  /** What a dry run wrote to standard output: `{"objects":[…]}`. */
  readonly file: string;
};

/**
 * The one document of a dry run in place of a cluster. It is read piece by piece, once for objects and once for
 * releases. It does not tell what it lacks: so it is for comparing, and not for sending.
 */
export function createDocumentSource(options: DocumentSourceOptions): Source {
  const {file, helmReleases = true} = options;
  return {
    async open({signal}) {
      signal.throwIfAborted();
      return {
        cluster: {},
        async plan(streams) {
          const objects = {
            name: 'objects',
            read: (readSignal: AbortSignal) => readObjects(options, readSignal),
          };
          const releases = replayHelmReleases(file, 'document');
          return {
            readings: [
              ...(streams.has('helmReleases') && helmReleases ? [releases] : []),
              ...(streams.has('objects') ? [objects] : []),
            ],
            resourceTypes: [],
            failures: [],
          };
        },
        async close() {},
      };
    },
  };
}

async function* readObjects(
  options: DocumentSourceOptions,
  signal: AbortSignal,
): AsyncGenerator<readonly RawObject[], ReadingOutcome, void> {
  const {file} = options;
  const includes = namespaceMatch(options);
  const typeOf = createChosenTypes(options);
  let listBytes = 0;
  let items = 0;
  let bad: string | undefined;
  const outcome = (error?: CollectorError): ReadingOutcome =>
    error === undefined
      ? {kind: 'complete', listPages: 1, listBytes}
      : {kind: items > 0 ? 'partial' : 'failed', error, listPages: 1, listBytes};
  try {
    for await (const parts of readDryRunObjects(file, {signal, onBytes: (bytes) => (listBytes += bytes)})) {
      const objects = parts.flatMap((part) => {
        if (part.kind === 'unreadable') bad ??= part.reason;
        const type = part.kind === 'object' ? typeOf(part) : undefined;
        return part.kind === 'unreadable' || type === undefined ? [] : [part.as(type)];
      });
      const kept = objects.filter(({namespace = ''}) => namespace === '' || includes(namespace));
      items += kept.length;
      if (kept.length > 0) yield kept;
    }
    return outcome(bad === undefined ? undefined : new ReplayError(file, bad, 'is not read whole'));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CollectorError)) throw error;
    return outcome(error);
  }
}

/** The type of an object, the same value for all of its kind; undefined where the rules leave it out. */
function createChosenTypes(
  options: DocumentSourceOptions,
): (object: FolderObject) => ResourceType | undefined {
  const known = new Map<string, ResourceType | undefined>();
  return ({apiVersion, objectKind: kind, hasNamespace: namespaced}) => {
    const key = `${apiVersion} ${kind}`;
    if (!known.has(key)) {
      const type = {...parseApiVersion(apiVersion), kind, resource: guessResourceName(kind), namespaced};
      const isChosen = selectTypes([asDiscovered(type)], options).some(({collected}) => collected);
      known.set(key, isChosen ? type : undefined);
    }
    return known.get(key);
  };
}
