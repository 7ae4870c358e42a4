import {type BufferPool, createBufferPool} from './buffer-pool.ts';
import type {Page, PageFormat} from './page.ts';
import type {ResourceType} from './resource-type.ts';
import type {StreamItem, StreamName} from './stream-item.ts';

/** How the pages of one stream are framed, and when one is full. */
export interface PageBuilderOptions {
  /** The stream that all items are of. */
  readonly stream: StreamName;
  /** The type of all objects, where their pages are to name it. */
  readonly type?: ResourceType;
  /** What stands around the items. */
  readonly format: PageFormat;
  /** A page is closed once the JSON of its items passes this many bytes; one item alone may pass it. */
  readonly pageBytes: number;
  /** Where bodies come from: builders of one run share one. Default: one of its own. */
  readonly bodies?: BufferPool;
}

/** Collects items into the bodies of requests. */
export interface PageBuilder {
  /** Copies the item; returns the page that it completed, if it did. */
  add(item: StreamItem): Page | undefined;
  /** The page begun, however small; undefined when nothing was added since the last one. */
  finish(): Page | undefined;
}

const roomForLastItem = 64 * 1024;

/**
 * The bodies of a run's pages: as many are kept as wait to be compressed at once, and the one that is filled. One that
 * grew for a giant item is not.
 */
export function createBodyPool(pageBytes: number): BufferPool {
  return createBufferPool({maxSpare: 4, maxBytes: 2 * (pageBytes + roomForLastItem)});
}

/**
 * Builds pages by copying each item once, straight into the body of its request. Released bodies are used again, so
 * that memory is bounded by the pages under way.
 */
export function createPageBuilder(options: PageBuilderOptions): PageBuilder {
  return new CopyingPageBuilder(options);
}

const comma = 0x2c;

class CopyingPageBuilder implements PageBuilder {
  readonly #options: PageBuilderOptions;
  readonly #bodies: BufferPool;
  #buffer: Buffer | undefined;
  #length = 0;
  #offsets: number[] = [];
  #itemBytes = 0;

  constructor(options: PageBuilderOptions) {
    this.#options = options;
    this.#bodies = options.bodies ?? createBodyPool(options.pageBytes);
  }

  add(item: StreamItem): Page | undefined {
    const {format, pageBytes} = this.#options;
    const before = format.before?.(item);
    const wrapping = 1 + (before?.length ?? 0) + (format.after?.length ?? 0);
    const buffer = this.#room(item.byteLength + wrapping + format.tail.length);
    let at = this.#length;
    if (this.#offsets.length > 0) buffer[at++] = comma;
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
    const {stream, type, format} = this.#options;
    buffer.set(format.tail, this.#length);
    let isHeld = true;
    const page: Page = {
      stream,
      ...(type === undefined ? {} : {type}),
      format,
      body: buffer.subarray(0, this.#length + format.tail.length),
      offsets: this.#offsets,
      itemBytes: this.#itemBytes,
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#bodies.give(buffer);
      },
    };
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
      // Heads are short, but one that a sink makes of what it was told may be anything.
      this.#buffer = this.#bodies.take(Math.max(head.length, pageBytes + roomForLastItem));
      this.#buffer.set(head, 0);
      this.#length = head.length;
    }
    if (this.#length + bytes > this.#buffer.length) {
      const needed = Math.max(this.#length + bytes, Math.ceil(this.#buffer.length * 1.25));
      this.#buffer = this.#bodies.grow(this.#buffer, this.#length, needed);
    }
    return this.#buffer;
  }
}
