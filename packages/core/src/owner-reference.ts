/** One entry of `metadata.ownerReferences`, as far as collecting needs it. */
export interface OwnerReference {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}
