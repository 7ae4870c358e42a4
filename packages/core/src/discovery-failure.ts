/** One thing of which nothing or not all is known, so that objects of it may be missing. */
export interface DiscoveryFailure {
  /**
   * What `name` names: a `group` of APIs with its version; a `type`, as kubectl names it; a `file` of a folder that is
   * read in place of a cluster, or the `folder` itself, where the run that wrote it left a gap.
   */
  readonly subject: 'group' | 'type' | 'file' | 'folder';
  /** `metrics.k8s.io/v1beta1`, `widgets.example.com`, `pods.ndjson`. */
  readonly name: string;
  /** Why, in a sentence. */
  readonly message: string;
  /** Stable code of what went wrong, where it has one. */
  readonly code?: string;
  /**
   * The gap is there in every run of this user on this cluster, or holds nothing that anybody asked for by name: a run
   * that withholds what is incomplete goes on in spite of it. Default false.
   */
  readonly expected?: boolean;
}
