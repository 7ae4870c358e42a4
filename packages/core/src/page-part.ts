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
    return describeItem(
      Buffer.from(this.body.subarray(start, endOfItem(this, index))).toString('utf8'),
      this.stream,
    );
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#release?.();
  }
}

/** Where the n-th item ends in the body: before the comma, or before the tail. */
function endOfItem(page: Pick<Page, 'offsets' | 'body' | 'format'>, index: number): number {
  const next = page.offsets[index + 1];
  return next === undefined ? page.body.length - page.format.tail.length : next - 1;
}

/**
 * Items are objects, releases, trees, or objects wrapped with their kind: each names itself somewhere on top. Only what
 * has no metadata of its own can be a wrapper: a custom resource may well have a field `object`.
 */
function describeItem(json: string, stream: StreamName): ItemDescription {
  const item = JSON.parse(json) as Described;
  const object = item.metadata === undefined ? (item.object ?? item) : item;
  const name = object.metadata?.name ?? object.name ?? '';
  const namespace = object.metadata?.namespace ?? object.namespace;
  // A Helm release has no kind; this is what its source calls it.
  const kind = object.kind ?? item.kind ?? (stream === 'helmReleases' ? 'HelmRelease' : '');
  return {kind, name, ...(namespace === undefined ? {} : {namespace})};
}

interface Described {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly metadata?: {readonly name?: string; readonly namespace?: string};
  readonly object?: Described;
}
