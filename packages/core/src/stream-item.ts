import type {OwnerReference} from './owner-reference.ts';
import type {ResourceType} from './resource-type.ts';

/** What flows from a source to a sink. The names are the ones that the wire gives to the arrays that hold them. */
export type StreamName = 'objects' | 'helmReleases' | 'k8sTrees';

/** What a person needs to find an item again: for warnings and rows of the report. */
export interface ItemDescription {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/**
 * One item of a stream: JSON text of known length that can be written into a page without becoming a JavaScript
 * object first. Valid only until the reading that produced it is asked for its next batch, unless its docs say more.
 */
export interface StreamItem {
  readonly stream: StreamName;
  /** Length of the JSON text in bytes. */
  readonly byteLength: number;
  /** Writes the JSON text to `target` at `offset`; the caller made room for `byteLength` bytes. */
  copyTo(target: Uint8Array, offset: number): void;
  /** Of a release: the object that it was read from, of which metadata is there at least. */
  readonly origin?: RawObject;
  /** What to call it in a warning; read from the bytes, so it costs something. */
  describe(): ItemDescription;
}

/**
 * A Kubernetes object as the API server sent it, with `apiVersion` and `kind` in front where a list left them out.
 *
 * `bytes` and everything that is read from it lie in a buffer that the source may use again: copy what must outlive
 * the batch. Nothing is parsed until it is asked for.
 */
export interface RawObject extends StreamItem {
  readonly stream: 'objects';
  /** The type that its list was asked by. */
  readonly type: ResourceType;
  /** `metadata.name`; empty where there is none. */
  readonly name: string;
  /** Absent for objects of cluster-scoped types. */
  readonly namespace: string | undefined;
  /** `metadata.uid`; a few aggregated APIs serve objects without one. */
  readonly uid: string | undefined;
  /** `metadata.ownerReferences`; empty where there are none. */
  readonly ownerReferences: readonly OwnerReference[];
  /** The whole JSON text, `apiVersion` and `kind` included. */
  readonly bytes: Uint8Array;
  /**
   * JSON.parse of `bytes`, anew at each call. Numbers lose what a double cannot hold: never send what this returns.
   *
   * @typeParam T What the caller expects; nothing checks it.
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what JSON holds, only its reader knows
  parse<T = unknown>(): T;
}

/** Whether an item is an object of the cluster, and no release or tree. */
export function isRawObject(item: StreamItem): item is RawObject {
  return item.stream === 'objects';
}
