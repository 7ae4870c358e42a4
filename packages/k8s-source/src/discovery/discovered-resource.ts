import type {ResourceType} from '@firefly/core';

/** One resource of one group and version, as discovery tells of it; subresources are not among them. */
export interface DiscoveredResource extends ResourceType {
  /** What may be done with it where the user is allowed to: `list`, `get`. */
  readonly verbs: readonly string[];
  /** `po` for pods. */
  readonly shortNames: readonly string[];
  /** `all` for what `kubectl get all` shows. */
  readonly categories: readonly string[];
  /** `pod`; empty where the server says none. */
  readonly singularName: string;
  /** Rank of the version in its group: 0 is the version that the group prefers. */
  readonly versionRank: number;
  /** Whether it is a custom resource. Default: wherever its group is not one of kube-apiserver's own. */
  readonly custom?: boolean;
}
