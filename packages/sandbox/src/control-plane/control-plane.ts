export interface ControlPlaneOptions {
  /** Folder that holds the programs `etcd` and `kube-apiserver`: what `KUBEBUILDER_ASSETS` names. */
  readonly assets: string;
  /** Users beside `admin`, without any rights until RBAC objects give them some. Names of service accounts work too. */
  readonly users?: readonly string[];
  /** More flags for the API server: `--feature-gates=ListFromCacheSnapshot=false`. */
  readonly serverFlags?: readonly string[];
}

/** What the API server answered; `text` is its body to the byte. */
export interface ControlPlaneAnswer {
  readonly status: number;
  readonly text: string;
}

/** A real kube-apiserver with its etcd on loopback: no kubelet and no controllers, so that nothing happens by itself. */
export interface ControlPlane extends AsyncDisposable {
  readonly url: string;
  /** PEM of the certificate that vouches for `url`. */
  readonly ca: string;
  /** A kubeconfig for one of the users; JSON, which is YAML too. Default `admin`, who may do everything. */
  kubeconfig(user?: string): string;
  /**
   * Sends one request as a user. A `body` that is a string goes out as it is, anything else as JSON; the body of a
   * PATCH is a merge patch. Every status is an answer; only a broken connection rejects.
   */
  request(user: string, method: string, path: string, body?: unknown): Promise<ControlPlaneAnswer>;
  /** Ends both processes and removes their folder. Never throws; may be called twice. */
  stop(): Promise<void>;
}
