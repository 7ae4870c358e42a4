/**
 * Who stands under whom, by object number. The children of `n` are `children[firstChild[n]]` up to, not including,
 * `children[firstChild[n + 1]]`, in order of adding and each once.
 */
export interface OwnerGraph {
  readonly size: number;
  readonly firstChild: Int32Array;
  readonly children: Int32Array;
  /** 1 where an object has a parent that was collected. */
  readonly owned: Uint8Array;
}

/**
 * Turns owners into children in two passes over the edges, one that counts and one that fills.
 *
 * @param forEachOwner calls back with each collected owner of a child; repetitions and the child itself are left out here.
 */
export function buildOwnerGraph(
  size: number,
  forEachOwner: (child: number, visit: (owner: number) => void) => void,
): OwnerGraph {
  const firstChild = new Int32Array(size + 1);
  const owned = new Uint8Array(size);
  forEachEdge(size, forEachOwner, (owner, child) => {
    firstChild[owner + 1] = valueAt(firstChild, owner + 1) + 1;
    owned[child] = 1;
  });
  for (let number = 0; number < size; number++) {
    firstChild[number + 1] = valueAt(firstChild, number + 1) + valueAt(firstChild, number);
  }

  const children = new Int32Array(valueAt(firstChild, size));
  const next = firstChild.slice();
  forEachEdge(size, forEachOwner, (owner, child) => {
    const at = valueAt(next, owner);
    next[owner] = at + 1;
    children[at] = child;
  });
  return {size, firstChild, children, owned};
}

function forEachEdge(
  size: number,
  forEachOwner: (child: number, visit: (owner: number) => void) => void,
  visit: (owner: number, child: number) => void,
): void {
  /** The last child that an owner was seen for: tells repetitions in constant time. */
  const seenFor = new Int32Array(size).fill(-1);
  for (let child = 0; child < size; child++) {
    forEachOwner(child, (owner) => {
      if (owner === child || seenFor[owner] === child) return;
      seenFor[owner] = child;
      visit(owner, child);
    });
  }
}

/** Every index is an object's number, hence in range. */
function valueAt(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}
