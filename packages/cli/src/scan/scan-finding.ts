/**
 * A place in what a run would send that looks like a secret. The value is not in it. Its texts are as they may be shown:
 * they are compared with what a baseline holds, which was shown once.
 */
export interface ScanFinding {
  /** The type as kubectl names it, `releases.helm.sh` for a Helm release. */
  readonly type: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
  /** Where in the object, through all documents that it lies in. */
  readonly path: string;
  /** What told. */
  readonly detector: string;
}

/** The object of a finding on one line: `configmaps shop/settings`. */
export function objectOf({type, namespace, name}: ScanFinding): string {
  return `${type} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
