import type {ResourceType} from '@firefly/core';

/** One resource of one group and version, as discovery tells of it; subresources are not among them. */
export interface DiscoveredResource extends ResourceType {
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly singularName: string;
  /** Rank of the version in its group: 0 is the version that the group prefers. */
  readonly versionRank: number;
}
