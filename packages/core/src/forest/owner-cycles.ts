import type {OwnerGraph} from './owner-graph.ts';

/**
 * Which objects own each other in a circle: the graph's strongly connected components. An object in no cycle is a
 * component by itself.
 */
export interface OwnerCycles {
  /** Number of an object's component. */
  readonly component: Int32Array;
  /** Whether an object is part of a cycle. */
  readonly inCycle: (number: number) => boolean;
  /** Every object, each component in one piece, children's components before their parents'. */
  readonly childrenFirst: Int32Array;
}

/** Tarjan's algorithm with a stack of its own, since chains of owners may be longer than the runtime's: one pass. */
export function findOwnerCycles(graph: OwnerGraph): OwnerCycles {
  const {size, firstChild, children} = graph;
  const component = new Int32Array(size).fill(-1);
  const childrenFirst = new Int32Array(size);
  /** 1 where the object is part of a cycle: a byte each, where a million components' sizes would take 8. */
  const cyclic = new Uint8Array(size);
  let components = 0;
  /** Order of discovery from 1 on; 0 where undiscovered. */
  const discovered = new Int32Array(size);
  /** The earliest object on the stack that is reachable. */
  const low = new Int32Array(size);
  const cursor = firstChild.slice(0, size);
  const path: number[] = [];
  /** Objects whose component is still open, in order of discovery. */
  const open: number[] = [];
  let discoveries = 0;
  let placed = 0;

  const enter = (number: number) => {
    discovered[number] = low[number] = ++discoveries;
    path.push(number);
    open.push(number);
  };
  const close = (number: number) => {
    const start = placed;
    let member: number | undefined;
    do {
      member = open.pop();
      if (member === undefined) break;
      component[member] = components;
      childrenFirst[placed++] = member;
    } while (member !== number);
    components++;
    if (placed - start > 1) for (let at = start; at < placed; at++) cyclic[childrenFirst[at] as number] = 1;
  };

  for (let start = 0; start < size; start++) {
    if (discovered[start] !== 0) continue;
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const at = cursor[top] as number;
      if (at < (firstChild[top + 1] as number)) {
        cursor[top] = at + 1;
        const child = children[at] as number;
        if (discovered[child] === 0) enter(child);
        else if (component[child] === -1)
          low[top] = Math.min(low[top] as number, discovered[child] as number);
        continue;
      }
      path.pop();
      if (low[top] === discovered[top]) close(top);
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[top] as number);
    }
  }
  return {component, childrenFirst, inCycle: (number) => cyclic[number] === 1};
}
