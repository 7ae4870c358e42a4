import type {ResourceType} from './resource-type.ts';
import type {StreamItem, StreamName} from './stream-item.ts';

/**
 * How a contract frames the items of one stream: `head item,item,… tail`, each item optionally wrapped.
 * The framing is the sink's; the bytes between are the items' own.
 */
export interface PageFormat {
  /** Everything before the first item: `{"objects":[`. */
  readonly head: Uint8Array;
  /** Everything after the last item: `]}`. */
  readonly tail: Uint8Array;
  /** What stands before one item inside the array: `{"kind":"Pod","object":`. */
  readonly before?: (item: StreamItem) => Uint8Array;
  /** What stands after one item: `}`. */
  readonly after?: Uint8Array;
}

/** One request's worth of items: the finished body, and where each item lies in it. */
export interface Page {
  /** The stream that all its items are of. */
  readonly stream: StreamName;
  /** The type of all its objects, where the sink asked for pages by type. */
  readonly type?: ResourceType;
  /** What stands around them in `body`. */
  readonly format: PageFormat;
  /** The whole request body, uncompressed. A view that is valid until `release()`. */
  readonly body: Uint8Array;
  /** Offset in `body` of each item, wrapping included. */
  readonly offsets: readonly number[];
  /** Bytes of the items' own JSON: what the page budget counts. */
  readonly itemBytes: number;
  /**
   * Gives the body's memory back to the page builder; nobody may read `body` afterwards. Called by the sink as soon as
   * it has what it needs: few bodies are held at once, and the pipeline waits for one that is not given back. At the
   * latest it is given back when `write` settles; calling it again does nothing.
   */
  release(): void;
}
