import {type FileHandle, open, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';

import {
  CollectorError,
  messageOf,
  type Page,
  type Sink,
  type SinkSession,
  type WriteReceipt,
} from '@firefly/core';

/** A file could not be written: a full disk, a folder that is not there. */
export class NdjsonUnwritableError extends CollectorError {
  override readonly name = 'NdjsonUnwritableError';
  override readonly code = 'NDJSON_UNWRITABLE';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`${path} cannot be written: ${messageOf(cause)}`);
    this.path = path;
  }
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/**
 * A sink that writes `objects.ndjson` in a folder that exists: one object a line. The file has its name once it is
 * complete; until then it is `objects.ndjson.partial`, and a run that does not succeed removes it.
 */
export function createNdjsonSink(folder: string): Sink {
  return {
    async open({signal}) {
      signal.throwIfAborted();
      const path = join(folder, 'objects.ndjson');
      const partial = `${path}.partial`;
      const file = await orUnwritable(partial, () => open(partial, 'w'));
      return {kind: 'ready', session: new NdjsonSession({path, partial, file, signal})};
    },
  };
}

interface NdjsonFile {
  /** The name of the finished file, and its name until then. */
  readonly path: string;
  readonly partial: string;
  readonly file: FileHandle;
  readonly signal: AbortSignal;
}

class NdjsonSession implements SinkSession {
  readonly protocol = 'ndjson';
  readonly streams = new Set(['objects'] as const);
  // One page at a time: lines of two pages must not mix. Large objects are welcome in a file.
  readonly limits = {
    pageBytes: 1_000_000,
    itemBytes: 100_000_000,
    pagesInFlight: {objects: 1, helmReleases: 1, k8sTrees: 1},
  };
  readonly #output: NdjsonFile;

  constructor(output: NdjsonFile) {
    this.#output = output;
  }

  /** Nothing in front of the first object, a line's end after the last one. */
  format() {
    return {head: new Uint8Array(), tail: Uint8Array.of(newline)};
  }

  announce() {}

  async write(page: Page): Promise<WriteReceipt> {
    const {partial, file, signal} = this.#output;
    signal.throwIfAborted();
    const {body} = page;
    toLines(page);
    await orUnwritable(partial, () => file.appendFile(body));
    const sentBytes = body.byteLength;
    // Not before the file system has it all: the next page may be built in the same memory.
    page.release();
    return {requests: 1, sentBytes, retries: 0, oversized: []};
  }

  async commit() {
    const {path, partial, file} = this.#output;
    await orUnwritable(path, async () => {
      await file.sync();
      await file.close();
      await rename(partial, path);
    });
  }

  /** Never throws, also after a commit that failed half-way: what is left of the file is not worth a word. */
  async abort() {
    const {partial, file} = this.#output;
    await file.close().catch(() => undefined);
    await rm(partial, {force: true}).catch(() => undefined);
  }
}

/**
 * Turns the commas between the page's items into line ends, in place: the body is the sink's until it gives it back.
 * An object that was written over several lines is put on one: outside of strings a line end means no more than a
 * space, and in strings JSON has none.
 */
function toLines({body, offsets}: Page): void {
  const inside = body.subarray(0, -1);
  for (const white of [newline, carriageReturn]) {
    for (let at = inside.indexOf(white); at !== -1; at = inside.indexOf(white, at + 1)) inside[at] = space;
  }
  for (const offset of offsets.slice(1)) body[offset - 1] = newline;
}

async function orUnwritable<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new NdjsonUnwritableError(path, error);
  }
}
