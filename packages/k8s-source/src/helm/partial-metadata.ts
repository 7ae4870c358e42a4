/**
 * As much of one item's `metadata` in a `PartialObjectMetadataList` as finding revisions needs.
 * Every field may be missing: anybody who may write a Secret may label it.
 */
export interface PartialMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}
