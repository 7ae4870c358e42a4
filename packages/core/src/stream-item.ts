import type {RawObject} from './raw-object.ts';

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
