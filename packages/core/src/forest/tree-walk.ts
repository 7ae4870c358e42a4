import type {OwnerGraph} from './owner-graph.ts';

/** What to do below the object that was just entered; `past` it is not left either. */
export type Descent = 'into' | 'past' | 'stop';

/** Is told of every object on the way, in the order in which a tree's JSON has them. */
export interface TreeVisitor {
  /** @param separated whether a sibling of it was entered before it. */
  enter(number: number, separated: boolean): Descent;
  /** All that stands under the object was entered. */
  leave(number: number): void;
}

/**
 * Walks down from `root`, children in order of adding. An object that is its own ancestor is left out there, so that
 * cycles end; one with several owners is entered under each. Walks with a stack of its own: depth costs memory only.
 *
 * @param onPath a 0 for each object; it is used while walking and all 0 again afterwards.
 */
export function walkTree(graph: OwnerGraph, root: number, onPath: Uint8Array, visitor: TreeVisitor): void {
  const {firstChild, children} = graph;
  const path: number[] = [];
  const cursors: number[] = [];
  const separated: boolean[] = [];

  const enter = (number: number, after: boolean): Descent => {
    const descent = visitor.enter(number, after);
    if (descent === 'into') {
      onPath[number] = 1;
      path.push(number);
      cursors.push(firstChild[number] as number);
      separated.push(false);
    }
    return descent;
  };

  let descent = enter(root, false);
  while (descent !== 'stop') {
    const depth = path.length - 1;
    if (depth < 0) return;
    const top = path[depth] as number;
    const cursor = cursors[depth] as number;
    if (cursor === firstChild[top + 1]) {
      path.pop();
      cursors.pop();
      separated.pop();
      onPath[top] = 0;
      visitor.leave(top);
      continue;
    }
    cursors[depth] = cursor + 1;
    const child = children[cursor] as number;
    if (onPath[child] === 1) continue;
    descent = enter(child, separated[depth] as boolean);
    separated[depth] = true;
  }
  for (const number of path) onPath[number] = 0;
}
