import type {ObjectLocation, ObjectTable} from './object-table.ts';
import type {OwnerGraph} from './owner-graph.ts';
import {walkTree} from './tree-walk.ts';

/** A gap in a tree's JSON, for bytes of the spool: an object's, and below the root those of its name behind it. */
export interface ObjectGap {
  readonly position: number;
  readonly byteLength: number;
  /** Where the gap starts in the target. */
  readonly offset: number;
}

/**
 * Writes `{"uid":…,"kind":…,"object":…,"name":…,"children":[…]}`, a root without the name; the objects' own bytes and
 * the names are left to its caller.
 */
export interface TreeWriter {
  /** Bytes of one node without its children and the commas between them. */
  readonly nodeBytes: (number: number) => number;
  /** Writes the tree below `root` at `offset`, all but the objects, and tells the gaps, the root's first. */
  write(root: number, target: Buffer, offset: number): ObjectGap[];
}

const head = Buffer.from('{"uid":');
const childrenHead = Buffer.from(',"children":[');
const tail = Buffer.from(']}');
const comma = 0x2c;

/** A writer for the trees of one forest, which start with `roots`. */
export function createTreeWriter(
  objects: ObjectTable,
  graph: OwnerGraph,
  roots: readonly number[],
): TreeWriter {
  const onPath = new Uint8Array(graph.size);
  const isRoot = new Uint8Array(graph.size);
  for (const root of roots) isRoot[root] = 1;
  const kindJson = new Map<string, Buffer>();
  const kindJsonOf = (number: number) => {
    const {kind} = objects.typeOf(number);
    let json = kindJson.get(kind);
    if (json === undefined) {
      json = Buffer.from(`,"kind":${JSON.stringify(kind)},"object":`);
      kindJson.set(kind, json);
    }
    return json;
  };
  const fixedBytes = head.length + childrenHead.length + tail.length;
  // No object stands both at the top of a tree and below another.
  const ownBytes = (number: number, {byteLength, namedByteLength}: ObjectLocation) =>
    isRoot[number] === 1 ? byteLength : namedByteLength;

  return {
    nodeBytes(number) {
      const kindBytes = kindJsonOf(number).length;
      const objectBytes = ownBytes(number, objects.locationOf(number));
      return fixedBytes + objects.uidJsonBytesOf(number) + kindBytes + objectBytes;
    },
    write(root, target, offset) {
      const gaps: ObjectGap[] = [];
      let at = offset;
      walkTree(graph, root, onPath, {
        enter(number, separated) {
          if (separated) target[at++] = comma;
          target.set(head, at);
          at = objects.writeUidJson(number, target, at + head.length);
          const kind = kindJsonOf(number);
          target.set(kind, at);
          at += kind.length;
          const location = objects.locationOf(number);
          const byteLength = ownBytes(number, location);
          gaps.push({position: location.position, byteLength, offset: at});
          at += byteLength;
          target.set(childrenHead, at);
          at += childrenHead.length;
          return 'into';
        },
        leave() {
          target.set(tail, at);
          at += tail.length;
        },
      });
      return gaps;
    },
  };
}
