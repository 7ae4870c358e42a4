import {gzipSync} from 'node:zlib';
import {CollectorError} from '@firefly/core';
import type {
  HelmObjectReference,
  HelmStorage,
  MetadataListOutcome,
  MetadataQuery,
  ObjectOutcome,
} from '../../src/helm/helm-storage.ts';

export class FakeStorageError extends CollectorError {
  override readonly name = 'FakeStorageError';
  readonly code = 'FAKE_STORAGE';
}

export interface FakeRevision {
  readonly namespace: string;
  readonly release: string;
  readonly revision: number;
  readonly status: string;
  /** The release's JSON; by default one that names itself. */
  readonly text?: string;
  /** Instead of the gzipped release. */
  readonly payload?: Uint8Array;
}

export interface FakeHelmStorage extends HelmStorage {
  /** What is stored now, keyed by namespace and object name; tests may change it at any time. */
  readonly objects: Map<string, FakeRevision>;
  readonly queries: MetadataQuery[];
  readonly gets: string[];
  listOutcome: MetadataListOutcome;
  /** Called before a GET is answered; what it returns is the answer. */
  onGet: (key: string) => Promise<ObjectOutcome | undefined> | ObjectOutcome | undefined;
  /** GETs under way at once, at most. */
  mostInFlight: number;
  inFlight: number;
}

export const keyOf = ({namespace, release, revision}: FakeRevision) =>
  `${namespace}/sh.helm.release.v1.${release}.v${revision}`;

/** The stored JSON of a revision. */
export const textOf = (one: FakeRevision) =>
  one.text ??
  JSON.stringify({
    name: one.release,
    info: {status: one.status},
    version: one.revision,
    namespace: one.namespace,
  });

/** An API server that holds Helm's objects and refuses queries that Helm's storage would not understand. */
export function createFakeHelmStorage(
  resource: 'secrets' | 'configmaps',
  revisions: readonly FakeRevision[],
): FakeHelmStorage {
  const objects = new Map(revisions.map((one) => [keyOf(one), one]));
  const metadataOf = (one: FakeRevision) => ({
    namespace: one.namespace,
    name: keyOf(one).slice(one.namespace.length + 1),
    labels: {owner: 'helm', name: one.release, version: String(one.revision), status: one.status},
  });
  const matches = (one: FakeRevision, {namespace, labelSelector}: MetadataQuery) => {
    const selected = /^owner=helm(?:,name=(?<name>[^,]+))?$/.exec(labelSelector);
    if (selected === null) throw new Error(`unexpected label selector ${labelSelector}`);
    const name = selected.groups?.['name'];
    return (namespace ?? one.namespace) === one.namespace && (name ?? one.release) === one.release;
  };
  const storage: FakeHelmStorage = {
    objects,
    queries: [],
    gets: [],
    listOutcome: {kind: 'complete', listPages: 2, listBytes: 1000},
    onGet: () => undefined,
    inFlight: 0,
    mostInFlight: 0,
    async *listMetadata(query, signal) {
      signal.throwIfAborted();
      storage.queries.push(query);
      const expected = resource === 'secrets' ? 'type=helm.sh/release.v1' : undefined;
      if (query.fieldSelector !== expected) throw new Error('unexpected query');
      const items = [...objects.entries()]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([, revision]) => revision)
        .filter((revision) => matches(revision, query))
        .map(metadataOf);
      if (storage.listOutcome.kind === 'forbidden' || storage.listOutcome.kind === 'failed')
        return storage.listOutcome;
      const half = Math.ceil(items.length / 2);
      yield items.slice(0, half);
      yield items.slice(half);
      return storage.listOutcome;
    },
    async getObject(reference: HelmObjectReference, signal: AbortSignal) {
      signal.throwIfAborted();
      const key = `${reference.namespace}/${reference.name}`;
      storage.gets.push(key);
      storage.mostInFlight = Math.max(storage.mostInFlight, ++storage.inFlight);
      try {
        const answer = await storage.onGet(key);
        if (answer !== undefined) return answer;
        const found = objects.get(key);
        return found === undefined ? {kind: 'not-found'} : {kind: 'found', bytes: objectOf(found)};
      } finally {
        storage.inFlight--;
      }
    },
  };
  const objectOf = (one: FakeRevision) => {
    const inner = Buffer.from(one.payload ?? gzipSync(textOf(one))).toString('base64');
    const release = resource === 'secrets' ? Buffer.from(inner).toString('base64') : inner;
    return Buffer.from(JSON.stringify({metadata: metadataOf(one), data: {release}}));
  };
  return storage;
}
