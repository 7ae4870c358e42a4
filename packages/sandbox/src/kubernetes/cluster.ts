import type {ApiGroup} from './api-group.ts';
import {groupVersion, type ResourceDefinition} from './resource-definition.ts';

/** What the API server serves: definitions, and objects that need not all be in memory. */
export interface Cluster {
  /** In the order of discovery. */
  readonly groups: readonly ApiGroup[];
  readonly resources: readonly ResourceDefinition[];
  /** The newest resource version; only ever grows. */
  readonly resourceVersion: number;
  /** Moves the resource version on, as any write anywhere in a cluster does. Returns the new one. */
  advance(): number;
  /**
   * The objects of one resource as they stood at a resource version, the newest by default.
   * Undefined for a resource version that lies in the future.
   */
  read(definition: ResourceDefinition, resourceVersion?: number): ResourceTable | undefined;
}

/** The objects of one resource at one moment, in etcd's order (bytes of `namespace/name`). */
export interface ResourceTable {
  readonly length: number;
  /** No object's JSON is longer than this many bytes. */
  readonly largest: number;
  /** `namespace/name`, or `name` for cluster-scoped resources. */
  keyAt(index: number): string;
  /**
   * Writes the object's JSON, as it stands in a list's items, in one served version; returns the end offset.
   * The caller made room for `largest` bytes.
   */
  write(index: number, version: string, target: Buffer, offset: number): number;
}

/**
 * Turns an object that was just written from `offset` to `end` into another version: custom resources are converted by
 * changing `apiVersion` alone (conversion strategy None). Returns the new end; another name may be 64 bytes longer.
 */
export function convertWritten(
  {custom, group, versions}: ResourceDefinition,
  version: string,
  {target, offset, end}: {readonly target: Buffer; readonly offset: number; readonly end: number},
): number {
  const opening = '{"apiVersion":"';
  const start = offset + opening.length;
  if (!custom || version === versions[0] || target.toString('latin1', offset, start) !== opening) return end;
  const storedEnd = target.indexOf('"', start);
  const served = Buffer.from(groupVersion(group, version));
  target.copyWithin(start + served.length, storedEnd, end);
  served.copy(target, start);
  return end + start + served.length - storedEnd;
}

/** One object's JSON as it stands in a list's items: built-in resources leave out `kind` and `apiVersion`. */
export function objectAt(table: ResourceTable, index: number, version: string): Buffer {
  const target = Buffer.allocUnsafe(table.largest);
  return target.subarray(0, table.write(index, version, target, 0));
}

/** Index of the first object whose key is not less than `key`. */
export function lowerBound(table: ResourceTable, key: string): number {
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table.keyAt(middle) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
