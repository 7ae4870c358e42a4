import {createGzip} from 'node:zlib';

/** As large as the collector's pages. */
const pageBytes = 1_200_000;

/** Compresses what it is given, page by page on Node's thread pool as the collector does, and throws the result away. */
export interface DiscardingGzip {
  /** Copies the bytes. */
  add(bytes: Uint8Array): void;
  /** Resolves once all of it was compressed. */
  end(): Promise<void>;
}

/** The least that a collector does with what it reads: level 1, and pages whose memory is used again. */
export function createDiscardingGzip(): DiscardingGzip {
  const spare: Buffer[] = [];
  const running = new Set<Promise<void>>();
  let page: Buffer = Buffer.allocUnsafe(pageBytes);
  let filled = 0;

  function compress(): void {
    const whole = page;
    const body = whole.subarray(0, filled);
    const gzip = createGzip({level: 1, chunkSize: 32 * 1024});
    const done = new Promise<void>((resolve, reject) => {
      gzip.on('error', reject).on('end', resolve).resume().end(body);
    }).finally(() => {
      spare.push(whole);
      running.delete(done);
    });
    running.add(done);
    page = spare.pop() ?? Buffer.allocUnsafe(pageBytes);
    filled = 0;
  }

  return {
    add(bytes) {
      if (filled + bytes.length > pageBytes) compress();
      page.set(bytes, filled);
      filled += bytes.length;
    },
    async end() {
      compress();
      await Promise.all(running);
    },
  };
}
