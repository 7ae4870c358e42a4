import type {DiscoveredResource, SelectionReason, TypeSelector} from '@firefly/k8s-source';

/** Why a type is collected or not, in the words that people and programs are shown. */
export type TypeReason =
  | Exclude<SelectionReason, 'allowed' | 'not allowed'>
  | 'named'
  | 'not in the list'
  | 'denied'
  | 'cannot be listed';

/** What the settings say of a type, as it is shown: "allowed" would be read as a permission. */
export function shownReason(reason: SelectionReason): TypeReason {
  if (reason === 'allowed') return 'named';
  return reason === 'not allowed' ? 'not in the list' : reason;
}

/** One discovered type, what becomes of it in a run, and how many objects it has. */
export interface TypeRow {
  /** As `kubectl get` takes it: `pods`, `deployments.apps`. */
  readonly name: string;
  readonly resource: DiscoveredResource;
  readonly collected: boolean;
  readonly reason: TypeReason;
  /** What the settings alone say. */
  readonly rule: TypeReason;
  /** The name or glob by which a setting has it, or the group in which its objects are collected. */
  readonly by?: string;
  /** Which of its objects are read, where that is not all of them. */
  readonly selector?: TypeSelector;
  /** Which settings decided, in sentences, where somebody asked. */
  readonly explanation?: readonly string[];
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
