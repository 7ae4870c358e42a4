import type {Page, PageFormat} from './page.ts';
import type {ItemDescription, StreamName} from './stream-item.ts';

interface PagePartOptions {
  readonly stream: StreamName;
  readonly format: PageFormat;
  readonly body: Uint8Array;
  readonly offsets: readonly number[];
  readonly itemBytes: number;
  readonly release?: () => void;
}

/** A finished page over one buffer. */
export class PagePart implements Page {
  readonly stream: StreamName;
  readonly format: PageFormat;
  readonly offsets: readonly number[];
  readonly itemBytes: number;
  readonly body: Uint8Array;
  readonly #release: (() => void) | undefined;
  #released = false;

  constructor(options: PagePartOptions) {
    this.stream = options.stream;
    this.format = options.format;
    this.body = options.body;
    this.offsets = options.offsets;
    this.itemBytes = options.itemBytes;
    this.#release = options.release;
  }

  describe(index: number): ItemDescription {
    const start = this.offsets[index] ?? 0;
    return describeItem(Buffer.from(this.body.subarray(start, endOfItem(this, index))).toString('utf8'));
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#release?.();
  }
}

/** Where the n-th item ends in the body: before the comma, or before the tail. */
export function endOfItem(page: Pick<Page, 'offsets' | 'body' | 'format'>, index: number): number {
  const next = page.offsets[index + 1];
  return next === undefined ? page.body.length - page.format.tail.length : next - 1;
}

/**
 * The items [from, to) of a page whose body is at hand (again), as a page of its own: what is left of a page that the
 * receiver found too large. Copies; nothing to release.
 */
export function slicePage(page: Omit<Page, 'describe' | 'release'>, from: number, to: number): Page {
  const {stream, format, offsets, body} = page;
  const start = offsets[from] ?? 0;
  const items = body.subarray(start, endOfItem(page, to - 1));
  const wrapping =
    (page.body.length - format.head.length - format.tail.length - page.itemBytes) / offsets.length;
  return new PagePart({
    stream,
    format,
    body: Buffer.concat([format.head, items, format.tail]),
    offsets: offsets.slice(from, to).map((offset) => offset - start + format.head.length),
    itemBytes: Math.max(0, Math.round(items.length - wrapping * (to - from))),
  });
}

/** Items are objects, releases, trees, or objects wrapped with their kind: each names itself somewhere on top. */
function describeItem(json: string): ItemDescription {
  const item = JSON.parse(json) as Described;
  const object = item.object ?? item;
  const name = object.metadata?.name ?? object.name ?? '';
  const namespace = object.metadata?.namespace ?? object.namespace;
  return {
    kind: object.kind ?? item.kind ?? '',
    name,
    ...(namespace === undefined ? {} : {namespace}),
  };
}

interface Described {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly metadata?: {readonly name?: string; readonly namespace?: string};
  readonly object?: Described;
}
