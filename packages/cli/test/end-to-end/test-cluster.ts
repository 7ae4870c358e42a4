/** An object as tests write it; the server fills in what is its to give. */
export interface NewObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** What a user may do, as a rule of a ClusterRole, or of a Role in each of `namespaces`. */
export interface UserRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly namespaces?: readonly string[];
}

/** A cluster that the built collector is run against, whichever serves it. */
export interface TestCluster {
  readonly isReal: boolean;
  readonly url: string;
  /** What the collector must never show: every user's token. */
  readonly tokens: readonly string[];
  /** A GET as the administrator: the body's text. Throws at any status but 200. */
  get(path: string): Promise<string>;
  /** Creates an object and returns its uid. `spec` is JSON text for what JavaScript's numbers cannot say. */
  create(object: NewObject, spec?: string): Promise<string>;
  /** Path of a kubeconfig of a user; its context names `namespace`, where one is given. */
  kubeconfig(user?: string, namespace?: string): string;
  /** Throws where the server noticed that the API was used in an illegal way; a real one keeps no account of that. */
  stop(): Promise<void>;
}
