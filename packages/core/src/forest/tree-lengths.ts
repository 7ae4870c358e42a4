import type {OwnerCycles} from './owner-cycles.ts';
import type {OwnerGraph} from './owner-graph.ts';
import {walkTree} from './tree-walk.ts';

/** A forest's shape and the lengths of its single nodes. */
export interface TreeLengthsOptions {
  readonly graph: OwnerGraph;
  readonly cycles: OwnerCycles;
  /** Objects that trees start with. */
  readonly roots: readonly number[];
  /** Trees longer than this are not built, so that their exact length may stay unknown. */
  readonly limit: number;
  /** Bytes of an object's node without its children and the commas between them. */
  readonly nodeBytes: (number: number) => number;
}

/**
 * Bytes of the tree below each object, by arithmetic alone: nothing is read or expanded.
 *
 * What stands under several owners is counted once and added many times, so the time is that of one pass even where
 * the tree would have more nodes than memory. Only the inside of a cycle depends on the way into it: it is walked for
 * each object by which it is entered, and no further than `limit`. So the length is exact up to `limit`; beyond
 * it, it is exact where no cycle is below, otherwise a lower bound; it never passes Number.MAX_SAFE_INTEGER.
 *
 * Inner objects of a cycle that nothing outside owns stay 0: no tree needs their length.
 */
export function measureTrees(options: TreeLengthsOptions): Float64Array {
  const {graph, cycles, limit, nodeBytes} = options;
  const {size, firstChild, children} = graph;
  const {component, inCycle, childrenFirst} = cycles;
  const lengths = new Float64Array(size);
  const entered = findEntered(options);
  const onPath = new Uint8Array(size);

  const sumOfChildren = (number: number) => {
    const start = firstChild[number] as number;
    const end = firstChild[number + 1] as number;
    let sum = Math.max(0, end - start - 1);
    for (let at = start; at < end; at++) sum += lengths[children[at] as number] as number;
    return sum;
  };
  const walkCycle = (entry: number) => {
    let sum = 0;
    walkTree(graph, entry, onPath, {
      enter(number, separated) {
        const outside = component[number] !== component[entry];
        sum += (separated ? 1 : 0) + (outside ? (lengths[number] as number) : nodeBytes(number));
        if (sum > limit) return 'stop';
        return outside ? 'past' : 'into';
      },
      leave() {},
    });
    return Math.min(Number.MAX_SAFE_INTEGER, sum);
  };

  for (const number of childrenFirst) {
    if (!inCycle(number)) {
      lengths[number] = Math.min(Number.MAX_SAFE_INTEGER, nodeBytes(number) + sumOfChildren(number));
    } else if (entered[number] === 1) {
      lengths[number] = walkCycle(number);
    }
  }
  return lengths;
}

/** Objects of cycles that a root or an owner outside the cycle leads to. */
function findEntered({graph, cycles, roots}: TreeLengthsOptions): Uint8Array {
  const {size, firstChild, children} = graph;
  const {component} = cycles;
  const entered = new Uint8Array(size);
  for (const root of roots) entered[root] = 1;
  for (let owner = 0; owner < size; owner++) {
    const end = firstChild[owner + 1] as number;
    for (let at = firstChild[owner] as number; at < end; at++) {
      const child = children[at] as number;
      if (component[child] !== component[owner]) entered[child] = 1;
    }
  }
  return entered;
}
