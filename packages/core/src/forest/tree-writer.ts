import type {ObjectLocation, ObjectTable} from './object-table.ts';
import type {OwnerGraph} from './owner-graph.ts';
import {walkTree} from './tree-walk.ts';

/** A gap in a tree's JSON, for the bytes of one object. */
export interface ObjectGap extends ObjectLocation {
  /** Where the gap starts in the target. */
  readonly offset: number;
}

/** Writes `{"uid":…,"kind":…,"object":…,"children":[…]}`; the objects' own bytes are left to its caller. */
export interface TreeWriter {
  /** Bytes of one node without its children and the commas between them. */
  readonly nodeBytes: (number: number) => number;
  /** Writes the tree below `root` at `offset`, all but the objects, and tells the gaps, the root's first. */
  write(root: number, target: Buffer, offset: number): ObjectGap[];
}

const head = '{"uid":';
const childrenHead = Buffer.from(',"children":[');
const tail = Buffer.from(']}');
const comma = 0x2c;

/** A writer for the trees of one forest. */
export function createTreeWriter(objects: ObjectTable, graph: OwnerGraph): TreeWriter {
  const onPath = new Uint8Array(graph.size);
  const kindJson = new Map<string, string>();
  const kindJsonOf = (number: number) => {
    const {kind} = objects.typeOf(number);
    let json = kindJson.get(kind);
    if (json === undefined) {
      json = `,"kind":${JSON.stringify(kind)},"object":`;
      kindJson.set(kind, json);
    }
    return json;
  };
  const fixedBytes = head.length + childrenHead.length + tail.length;

  return {
    nodeBytes(number) {
      const kindBytes = Buffer.byteLength(kindJsonOf(number));
      return fixedBytes + objects.uidJsonBytesOf(number) + kindBytes + objects.locationOf(number).byteLength;
    },
    write(root, target, offset) {
      const gaps: ObjectGap[] = [];
      let at = offset;
      walkTree(graph, root, onPath, {
        enter(number, separated) {
          if (separated) target[at++] = comma;
          at += target.write(head + objects.uidJsonOf(number) + kindJsonOf(number), at);
          const location = objects.locationOf(number);
          gaps.push({...location, offset: at});
          at += location.byteLength;
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
