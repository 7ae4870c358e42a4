import type {StreamName} from '@firefly/core';
import type {Accepted, AcceptedPage} from './accepted.ts';
import type {FireflySettings} from './firefly-options.ts';
import {createPageFolder} from './page-folder.ts';
import {itemBytes, itemRange, type PageShape} from './read-page.ts';
import type {ScannedPage} from './scan-page.ts';

/** A page as it is handed over to be kept. */
export interface NewPage extends Pick<
  AcceptedPage,
  'contract' | 'clusterId' | 'runId' | 'idempotencyKey' | 'sentBytes' | 'compressed'
> {
  readonly bytes: Buffer;
  readonly shape: PageShape;
  readonly scanned: ScannedPage;
}

export interface AcceptedBook extends Accepted {
  add(page: NewPage): AcceptedPage;
  /** Counts one more request for a page that is already here. */
  addDuplicate(page: AcceptedPage): void;
  addMetadata(metadata: Readonly<Record<string, unknown>>, bytes: Buffer): void;
}

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

/** Keeps accepted pages the way that `keep` says. A page is on disk before it is acknowledged. */
export function createAcceptedBook(keep: FireflySettings['keep']): AcceptedBook {
  const pages: Mutable<AcceptedPage>[] = [];
  const objects = new Map<string, Buffer>();
  const folder = typeof keep === 'object' ? createPageFolder(keep.folder) : undefined;
  let duplicates = 0;
  let resourceTypes: Buffer | undefined;
  let metadata: Readonly<Record<string, unknown>> | undefined;

  const ofStream = (stream: StreamName) => pages.filter((page) => page.stream === stream);

  function expectMemory(): void {
    if (keep === 'memory') return;
    throw new Error("The embedded Firefly keeps items only with keep: 'memory'.");
  }

  function add({bytes, shape, scanned, ...page}: NewPage): AcceptedPage {
    const items = keep === 'memory' ? scanned.items.map((item) => itemBytes(bytes, item, shape)) : undefined;
    const accepted: Mutable<AcceptedPage> = {
      ...page,
      number: pages.length + 1,
      stream: shape.stream,
      itemCount: scanned.items.length,
      kinds: countKinds(scanned),
      rawBytes: bytes.length,
      itemBytes: scanned.items.reduce((sum, item) => {
        const {start, end} = itemRange(item, shape);
        return sum + end - start;
      }, 0),
      duplicates: 0,
      body: items === undefined ? undefined : bytes,
      items,
      file: undefined,
    };
    accepted.file = folder?.write(accepted, bytes);
    const types = scanned.members.get('k8sTypes');
    if (types !== undefined) resourceTypes = bytes.subarray(types.start, types.end);
    if (items !== undefined) {
      for (const [index, item] of scanned.items.entries()) {
        const uid = shape.stream === 'objects' ? item.object?.uid : undefined;
        const kept = items[index];
        if (uid !== undefined && kept !== undefined) objects.set(uid, kept);
      }
    }
    pages.push(accepted);
    return accepted;
  }

  return {
    pages,
    get duplicates() {
      return duplicates;
    },
    get resourceTypes() {
      return resourceTypes;
    },
    get metadata() {
      return metadata;
    },
    add,
    addDuplicate(page) {
      duplicates++;
      const own = pages[page.number - 1];
      if (own !== undefined) own.duplicates++;
    },
    addMetadata(value, bytes) {
      metadata = value;
      folder?.writeMetadata(bytes);
    },
    counts(stream) {
      const counts = new Map<string, number>();
      for (const {kinds} of ofStream(stream)) {
        for (const [kind, count] of Object.entries(kinds)) counts.set(kind, (counts.get(kind) ?? 0) + count);
      }
      return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    totals(stream) {
      const own = ofStream(stream);
      const sum = (of: (page: AcceptedPage) => number) => own.reduce((total, page) => total + of(page), 0);
      return {
        pages: own.length,
        items: sum((page) => page.itemCount),
        rawBytes: sum((page) => page.rawBytes),
        itemBytes: sum((page) => page.itemBytes),
        sentBytes: sum((page) => page.sentBytes),
        uncompressedPages: sum((page) => (page.compressed ? 0 : 1)),
      };
    },
    items(stream) {
      expectMemory();
      return ofStream(stream).flatMap((page) => page.items ?? []);
    },
    object(uid) {
      expectMemory();
      return objects.get(uid);
    },
    objectsByUid() {
      expectMemory();
      return objects;
    },
  };
}

function countKinds({items}: ScannedPage): Record<string, number> {
  // A map: a plain object would make something else of the kind `__proto__`.
  const kinds = new Map<string, number>();
  for (const {kind = 'HelmRelease'} of items) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return Object.fromEntries(kinds);
}
