import type {Cluster} from './cluster.ts';

/** An object as a test writes it; what a real API server would fill in (uid, times, versions) is filled in. */
export interface PlainObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/**
 * An object given as JSON text that is served byte for byte: for numbers and escapes that JavaScript would not keep.
 * `json` is what stands in a list's items, so without `kind` and `apiVersion` for built-in resources.
 */
export interface RawEntry {
  /** `widgets.example.com`, `pods`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
  readonly json: string;
}

/** Names one object. `resource` is its `plural` or `plural.group`. */
export interface ObjectName {
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A cluster of explicit objects. Each change moves the resource version on; older versions stay readable. */
export interface EditableCluster extends Cluster {
  /** Adds or replaces. Throws when no resource is known for its kind. */
  put(object: PlainObject | RawEntry): void;
  /** Throws when there is no such object: a test that deletes nothing tests nothing. */
  delete(name: ObjectName): void;
}
