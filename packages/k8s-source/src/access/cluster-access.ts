import type {ProxySetting, TlsOptions} from '@firefly/http';

/** How to reach a cluster's API server and with what rights. */
export interface ClusterAccess {
  /** Where the API server is; a path in it (Rancher, Teleport) goes before every request's path. */
  readonly url: URL;
  readonly tls: TlsOptions;
  /** `proxy-url` of the kubeconfig; without it the environment decides. */
  readonly proxy?: ProxySetting;
  /** Namespace of the context or of the service account: the one that its user surely may know of. */
  readonly namespace?: string;
  /** On the pod network, where bandwidth is cheaper than the API server's CPU. */
  readonly inCluster: boolean;
  /** What a person should know of this way, in sentences: that it is not safe. */
  readonly warnings?: readonly string[];
  /**
   * Headers that authenticate a request. Reads the token file or runs the plugin again when what it knows has aged, or
   * when the server `refused` these headers (401) and no newer ones are known; once, however many ask at the same time.
   */
  credentials(options?: {readonly refused?: Credentials}): Promise<Credentials>;
}

/** Header names, in lower case, and values; several lines of one name are a list. */
export type Credentials = Readonly<Record<string, string | string[]>>;
