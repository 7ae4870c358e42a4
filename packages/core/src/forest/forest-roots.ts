import type {OwnerCycles} from './owner-cycles.ts';
import type {OwnerGraph} from './owner-graph.ts';

/**
 * The objects that trees start with, in order of adding: each without a collected owner, and the first object of each
 * cycle that has no owner outside it. Every object is reached from one of them.
 */
export function findRoots(graph: OwnerGraph, cycles: OwnerCycles): number[] {
  const {size, firstChild, children, owned} = graph;
  const {component, inCycle} = cycles;
  const settled = new Uint8Array(size);
  for (let owner = 0; owner < size; owner++) {
    const end = firstChild[owner + 1] as number;
    for (let at = firstChild[owner] as number; at < end; at++) {
      const childComponent = component[children[at] as number] as number;
      if (childComponent !== component[owner]) settled[childComponent] = 1;
    }
  }
  const roots: number[] = [];
  for (let number = 0; number < size; number++) {
    if (owned[number] === 0) {
      roots.push(number);
      continue;
    }
    const own = component[number] as number;
    if (!inCycle(number) || settled[own] === 1) continue;
    settled[own] = 1;
    roots.push(number);
  }
  return roots;
}
