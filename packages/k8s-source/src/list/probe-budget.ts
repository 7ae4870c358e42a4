/** Lists that are tried although no rule allows them: on clusters of a thousand namespaces nearly all are refused. */
export interface ProbeBudget {
  /** Takes one probe of a namespace; false where none is left, or where the namespace always refused. */
  take(namespace: string): boolean;
  /** Tells what came of a probe. */
  answered(namespace: string, isRefused: boolean): void;
}

/** In one run. */
const mostProbes = 2000;
/** After so many 403 in a row the next type is not tried in that namespace. */
const mostRefusals = 10;

/** A budget that is whole. */
export function createProbeBudget(): ProbeBudget {
  let left = mostProbes;
  const refusals = new Map<string, number>();
  return {
    take(namespace) {
      if (left === 0 || (refusals.get(namespace) ?? 0) >= mostRefusals) return false;
      left--;
      return true;
    },
    answered(namespace, isRefused) {
      if (isRefused) refusals.set(namespace, (refusals.get(namespace) ?? 0) + 1);
      else refusals.delete(namespace);
    },
  };
}
