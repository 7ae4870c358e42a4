import {createSpool, type Spool} from '@firefly/core';

/** Pages of one stream that are shown later: in memory up to a limit, in a temporary file beyond it. */
export interface DeferredArray {
  /** Copies it; resolves when it is time for more. */
  add(body: Uint8Array): Promise<void>;
  /** The bodies in the order in which they came; each is valid until the next. */
  bodies(): AsyncGenerator<Uint8Array, void, void>;
  /** Frees memory and file. */
  close(): Promise<void>;
}

/** An array that is still empty; nothing is allocated or opened before its first page. */
export function createDeferredArray(): DeferredArray {
  const pages: {readonly position: number; readonly length: number}[] = [];
  let spool: Spool | undefined;
  return {
    async add(body) {
      spool ??= createSpool();
      const position = spool.append({
        byteLength: body.byteLength,
        copyTo: (target, offset) => target.set(body, offset),
      });
      pages.push({position, length: body.byteLength});
      await spool.pace();
    },
    async *bodies() {
      if (spool === undefined) return;
      await spool.finish();
      for (const {position, length} of pages) {
        const body = new Uint8Array(length);
        await spool.read([{position, target: body}]);
        yield body;
      }
    },
    close: async () => spool?.close(),
  };
}
