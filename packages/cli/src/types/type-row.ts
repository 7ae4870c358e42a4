import type {DiscoveredResource} from '@firefly/k8s-source';

/** Why a type is collected or not, in the words that people and programs are shown. */
export type TypeReason =
  | 'default list'
  | 'named'
  | 'added'
  | 'custom resource'
  | 'removed'
  | 'cluster-scoped'
  | 'no list verb'
  | 'not in the list'
  | 'served by another group'
  | 'denied'
  | 'cannot be listed';

/** One discovered type, what becomes of it in a run, and how many objects it has. */
export interface TypeRow {
  /** As `kubectl get` takes it: `pods`, `deployments.apps`. */
  readonly name: string;
  readonly resource: DiscoveredResource;
  readonly collected: boolean;
  readonly reason: TypeReason;
  /** Set where only these namespaces may be listed. */
  readonly namespaces?: readonly string[];
  /** What the API server said where the type cannot be listed. */
  readonly message?: string;
  /** Objects, or that there are more than these; absent where nobody could tell or nobody asked. */
  readonly count?: ObjectCount;
}

export interface ObjectCount {
  readonly objects: number;
  /** The server did not say how many remain. */
  readonly orMore: boolean;
}
