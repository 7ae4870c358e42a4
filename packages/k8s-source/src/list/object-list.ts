import type {RawObject} from '@firefly/core';

/** Which objects of a type, and how they are asked for. */
export interface ListOptions {
  /** Only this namespace of a namespaced type. Default: the source's `watchNamespaces`, else all. */
  readonly namespace?: string;
  /** `app=web,tier!=cache`, as `kubectl get -l` takes it. The API server filters. */
  readonly labelSelector?: string;
  /** `spec.nodeName=node-1`, as `kubectl get --field-selector` takes it. The API server filters. */
  readonly fieldSelector?: string;
  /**
   * Objects that one page may have, as in the Kubernetes API; all pages are read. Default: the source's `listLimit` to
   * begin with, then what makes pages of about 4 MB.
   */
  readonly limit?: number;
  /** Ends it: what waits rejects with its reason. Default: nothing does. */
  readonly signal?: AbortSignal;
  /**
   * Told why the list is not complete, in place of the error that is thrown at its end otherwise. Not of a type that
   * does not exist, nor of a cluster that cannot be reached: those are always thrown.
   */
  readonly onFailure?: (error: Error & {readonly code: string}) => void;
}

/** An object of a list, whose `parse` gives what the list was said to be of. */
export interface ListedObject<T> extends RawObject {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what JSON holds, only its reader knows
  parse<U = T>(): U;
}

/** One page of a list. */
export interface ObjectPage<T> {
  /** None of them was on an earlier page. */
  readonly objects: readonly ListedObject<T>[];
  /** The moment that the page shows: for a watch that goes on from here. All pages of a list have the same, unless its snapshot expired on the way. */
  readonly resourceVersion: string | undefined;
  /** Objects behind this page, as the server tells it: an estimate, and missing where there is a selector. */
  readonly remainingItemCount: number | undefined;
  /** The namespace that it is of, where the list is read one by one; undefined for the whole cluster's. */
  readonly namespace: string | undefined;
}

/** The objects of one type. Nothing is asked before it is read, and each reading asks anew. */
export interface ObjectList<T> extends AsyncIterable<ListedObject<T>> {
  /** The same, page by page. What came of a page that broke off is one, too. */
  pages(): AsyncGenerator<ObjectPage<T>, void, void>;
  /**
   * How many there are, without reading them: from the server's own count where it gives one (an estimate as
   * Kubernetes defines it, exact with etcd), else by listing their metadata.
   */
  count(): Promise<number>;
}
