import type {OwnerCycles} from './owner-cycles.ts';
import type {OwnerGraph} from './owner-graph.ts';

/**
 * Objects that a tree starts with, in order of adding: those without a collected owner, and of each cycle that nothing
 * outside owns the object that was added first. From these every object is reached.
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
