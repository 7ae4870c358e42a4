import {createRawObject} from '../create-raw-object.ts';
import type {Spool, SpoolRequest} from '../spool/spool.ts';
import type {StreamItem} from '../stream-item.ts';
import {findRoots} from './forest-roots.ts';
import type {ObjectTable} from './object-table.ts';
import {findOwnerCycles} from './owner-cycles.ts';
import {buildOwnerGraph} from './owner-graph.ts';
import {createOversizedTreeItem, createTreeItem} from './tree-item.ts';
import {measureTrees} from './tree-lengths.ts';
import {createTreeWriter, type TreeWriter} from './tree-writer.ts';

/** One batch: large enough for the disk to be asked for several objects at once, small beside a page in flight. */
const batchBytes = 1_000_000;
const batchItems = 1000;

/** Kinds whose objects are trees even without children. */
const lonelyKinds = new Set(['Ingress', 'Provisioner']);

interface PlannedTree {
  readonly root: number;
  readonly byteLength: number;
  /** The tree's own bytes, or its root's alone where it is over the limit. */
  readonly bytesRead: number;
}

/** A forest whose collection has ended. */
export interface ReadTreesOptions {
  readonly objects: ObjectTable;
  /** Holds the objects' bytes; nothing is appended to it any more. */
  readonly spool: Spool;
  readonly maxTreeBytes: number;
  readonly signal: AbortSignal;
}

/** Plans the forest from the edges alone and then reads it tree by tree: what `ObjectForest.trees` documents. */
export async function* readTrees({
  objects,
  spool,
  maxTreeBytes,
  signal,
}: ReadTreesOptions): AsyncGenerator<readonly StreamItem[], void, void> {
  await spool.finish();
  const graph = buildOwnerGraph(objects.size, (child, visit) => objects.forEachOwner(child, visit));
  const cycles = findOwnerCycles(graph);
  const roots = findRoots(graph, cycles).filter(
    (root) =>
      graph.firstChild[root] !== graph.firstChild[root + 1] || lonelyKinds.has(objects.typeOf(root).kind),
  );
  const writer = createTreeWriter(objects, graph, roots);
  const lengths = measureTrees({graph, cycles, roots, limit: maxTreeBytes, nodeBytes: writer.nodeBytes});

  const plan = planBatches(roots, (root) => {
    const byteLength = lengths[root] as number;
    const bytesRead = byteLength > maxTreeBytes ? objects.locationOf(root).byteLength : byteLength;
    return {root, byteLength, bytesRead};
  });
  // The disk works on one batch while the one before it is sent, each in memory of its own.
  let target: TreeTarget = {bytes: Buffer.alloc(0)};
  let sent: TreeTarget = {bytes: Buffer.alloc(0)};
  let ahead: Promise<readonly StreamItem[]> | undefined;
  for (const batch of plan) {
    signal.throwIfAborted();
    const reading = readBatch(batch, {objects, spool, writer, maxTreeBytes, target});
    // Heard below, where the receiver comes that far.
    reading.catch(() => undefined);
    if (ahead !== undefined) yield await ahead;
    ahead = reading;
    [target, sent] = [sent, target];
  }
  signal.throwIfAborted();
  if (ahead !== undefined) yield await ahead;
}

/** Trees in their order, as many at once as one batch takes. */
function* planBatches(
  roots: readonly number[],
  planOf: (root: number) => PlannedTree,
): Generator<readonly PlannedTree[], void, void> {
  let batch: PlannedTree[] = [];
  let bytes = 0;
  for (const root of roots) {
    const tree = planOf(root);
    batch.push(tree);
    bytes += tree.bytesRead;
    if (bytes < batchBytes && batch.length < batchItems) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Memory for one batch, kept for a later one. */
interface TreeTarget {
  bytes: Buffer;
}

interface TreeReading {
  readonly objects: ObjectTable;
  readonly spool: Spool;
  readonly writer: TreeWriter;
  readonly maxTreeBytes: number;
  readonly target: TreeTarget;
}

/** The trees of one batch lie in one piece of memory; what the disk holds of them is asked for all at once. */
async function readBatch(
  batch: readonly PlannedTree[],
  reading: TreeReading,
): Promise<readonly StreamItem[]> {
  const {objects, spool, writer, maxTreeBytes} = reading;
  const bytesRead = batch.reduce((sum, tree) => sum + tree.bytesRead, 0);
  if (reading.target.bytes.byteLength < bytesRead) reading.target.bytes = Buffer.allocUnsafeSlow(bytesRead);
  const target = reading.target.bytes;
  const requests: SpoolRequest[] = [];
  const items: (() => StreamItem)[] = [];
  let offset = 0;
  for (const {root, byteLength, bytesRead} of batch) {
    const type = objects.typeOf(root);
    const location = objects.locationOf(root);
    const oversized = byteLength > maxTreeBytes;
    const gaps = oversized ? [{...location, offset}] : writer.write(root, target, offset);
    for (const gap of gaps) {
      requests.push({
        position: gap.position,
        target: target.subarray(gap.offset, gap.offset + gap.byteLength),
      });
    }
    const own = gaps[0]?.offset ?? offset;
    const object = createRawObject(type, target.subarray(own, own + location.byteLength));
    const bytes = target.subarray(offset, offset + bytesRead);
    items.push(() =>
      oversized
        ? createOversizedTreeItem(byteLength, maxTreeBytes, object.describe())
        : createTreeItem(bytes, object),
    );
    offset += bytesRead;
  }
  await spool.read(requests);
  return items.map((item) => item());
}
