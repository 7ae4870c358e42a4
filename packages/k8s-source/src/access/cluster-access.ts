import type {TlsOptions} from '@firefly/http';

/** How to reach a cluster's API server and with what rights. */
export interface ClusterAccess {
  /** Where the API server is; a path in it (Rancher, Teleport) goes before every request's path. */
  readonly url: URL;
  readonly tls: TlsOptions;
  /** `proxy-url` of the kubeconfig; without it the environment decides. */
  readonly proxy?: string;
  /** Namespace of the context or of the service account: the one that its user surely may know of. */
  readonly namespace?: string;
  /** On the pod network, where bandwidth is cheaper than the API server's CPU. */
  readonly inCluster: boolean;
  /**
   * Headers that authenticate a request. Reads the token file or runs the plugin again when what it knows has aged;
   * `renew` (after a 401) makes it do so at once.
   */
  credentials(options?: {readonly renew?: boolean}): Promise<Readonly<Record<string, string>>>;
}
