import {createSpool, type SpoolOptions} from '../spool/spool.ts';
import type {RawObject, StreamItem} from '../stream-item.ts';
import {createObjectTable} from './object-table.ts';
import {readTrees} from './read-trees.ts';

/** Limits of a forest. */
export interface ObjectForestOptions {
  /** A tree whose JSON is longer than this is not built; the sink's `limits.itemBytes`. */
  readonly maxTreeBytes: number;
  /** Where the objects' bytes wait for the end of the collection. */
  readonly spool?: SpoolOptions;
}

/**
 * The trees `{uid, kind, object, name, children}` over all objects that were collected; a root has no `name`.
 *
 * A child stands under every object whose UID is in its owner references, and under what Kubernetes relates by name
 * alone: Endpoints under their Service, a PersistentVolume under its claim, a StatefulSet's claims under it. What has no
 * collected owner is a root; a root without children is left out unless its kind is Ingress or Provisioner. A cycle
 * that nothing outside owns starts with its object that was added first; no object is ever below itself.
 *
 * Because a child is repeated under each of its owners, the trees together may be larger than the objects: at most
 * the number of roots times `maxTreeBytes`.
 */
export interface ObjectForest {
  /**
   * Copies what the trees need of an object before it returns. The promise, where there is one, is to be awaited before
   * the next object: the disk is slower than the collection. Throws or rejects with SpoolError; every later call then
   * does. An object whose UID was added before is ignored.
   */
  add(object: RawObject): Promise<void> | undefined;
  /**
   * All trees, roots in order of adding and children too, in batches of about 1 MB that are valid until the next one
   * is asked for. Nothing is added afterwards, and it is called once.
   *
   * A tree over `maxTreeBytes` comes as an item that has a length and a description but throws OversizedTreeError
   * in `copyTo`. Its length is exact, or a lower bound where owners form a cycle in it.
   *
   * Throws SpoolError, or the signal's reason between two batches.
   */
  trees(signal: AbortSignal): AsyncGenerator<readonly StreamItem[], void, void>;
  /** Frees the memory and removes the temporary file. Rejects with SpoolError when it is left behind. */
  close(): Promise<void>;
}

/** An empty forest. It holds about 90 bytes of memory an object besides its spool, and 45 more while trees are made. */
export function createObjectForest(options: ObjectForestOptions): ObjectForest {
  const spool = createSpool(options.spool);
  const objects = createObjectTable(spool);
  return {
    add(object) {
      objects.add(object);
      return spool.pace();
    },
    trees: (signal) => readTrees({objects, spool, maxTreeBytes: options.maxTreeBytes, signal}),
    close: () => spool.close(),
  };
}
