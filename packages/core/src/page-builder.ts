import {PagePart} from './page-part.ts';
import type {Page, PageFormat} from './page.ts';
import type {StreamItem, StreamName} from './stream-item.ts';

export interface PageBuilderOptions {
  readonly stream: StreamName;
  readonly format: PageFormat;
  /** A page is closed once the JSON of its items passes this many bytes; one item alone may pass it. */
  readonly pageBytes: number;
  /** Where released bodies wait to be used again: builders of one run share one. Default: one of its own. */
  readonly spareBodies?: Buffer[];
  /** Told once for each page whose body is needed no more. */
  readonly onRelease?: () => void;
}

/** Collects items into the bodies of requests. */
export interface PageBuilder {
  /** Copies the item; returns the page that it completed, if it did. */
  add(item: StreamItem): Page | undefined;
  /** The page begun, however small; undefined when nothing was added since the last one. */
  finish(): Page | undefined;
}

/** Buffers kept for the next pages: as many as wait to be compressed at once, and the one that is filled. */
const SPARE_BUFFERS = 4;
const ROOM_FOR_LAST_ITEM = 64 * 1024;

/**
 * Builds pages by copying each item once, straight into the body of its request. Released bodies are used again, so
 * that memory is bounded by the pages under way.
 */
export function createPageBuilder(options: PageBuilderOptions): PageBuilder {
  return new CopyingPageBuilder(options);
}

const COMMA = 0x2c;

class CopyingPageBuilder implements PageBuilder {
  readonly #options: PageBuilderOptions;
  readonly #spare: Buffer[];
  #buffer: Buffer | undefined;
  #length = 0;
  #offsets: number[] = [];
  #itemBytes = 0;

  constructor(options: PageBuilderOptions) {
    this.#options = options;
    this.#spare = options.spareBodies ?? [];
  }

  add(item: StreamItem): Page | undefined {
    const {format, pageBytes} = this.#options;
    const before = format.before?.(item);
    const wrapping = 1 + (before?.length ?? 0) + (format.after?.length ?? 0);
    const buffer = this.#room(item.byteLength + wrapping + format.tail.length);
    let at = this.#length;
    if (this.#offsets.length > 0) buffer[at++] = COMMA;
    const offset = at;
    if (before !== undefined) {
      buffer.set(before, at);
      at += before.length;
    }
    item.copyTo(buffer, at);
    at += item.byteLength;
    if (format.after !== undefined) {
      buffer.set(format.after, at);
      at += format.after.length;
    }
    // Only now, so that an item that throws while it is copied leaves no trace in the page.
    this.#offsets.push(offset);
    this.#length = at;
    this.#itemBytes += item.byteLength;
    return this.#itemBytes > pageBytes ? this.finish() : undefined;
  }

  finish(): Page | undefined {
    const buffer = this.#buffer;
    if (buffer === undefined || this.#offsets.length === 0) return undefined;
    const {stream, format, onRelease} = this.#options;
    buffer.set(format.tail, this.#length);
    const page = new PagePart({
      stream,
      format,
      body: buffer.subarray(0, this.#length + format.tail.length),
      offsets: this.#offsets,
      itemBytes: this.#itemBytes,
      release: () => {
        if (this.#spare.length < SPARE_BUFFERS) this.#spare.push(buffer);
        onRelease?.();
      },
    });
    this.#buffer = undefined;
    this.#offsets = [];
    this.#itemBytes = 0;
    this.#length = 0;
    return page;
  }

  /** The buffer of this page, with room for so many bytes more. */
  #room(bytes: number): Buffer {
    const {format, pageBytes} = this.#options;
    const {head} = format;
    if (this.#buffer === undefined) {
      const needed = head.length + pageBytes;
      this.#buffer = this.#spareOf(needed) ?? Buffer.allocUnsafeSlow(needed + ROOM_FOR_LAST_ITEM);
      this.#buffer.set(head, 0);
      this.#length = head.length;
    }
    if (this.#length + bytes > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(
        Math.max(this.#length + bytes, Math.ceil(this.#buffer.length * 1.25)),
      );
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    return this.#buffer;
  }

  /** Pages of other streams have other heads, so a spare body may be too small. */
  #spareOf(bytes: number): Buffer | undefined {
    const index = this.#spare.findIndex(({length}) => length >= bytes);
    return index === -1 ? undefined : this.#spare.splice(index, 1)[0];
  }
}
