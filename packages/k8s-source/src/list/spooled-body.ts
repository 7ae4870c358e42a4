import {createSpool, type Spool, type SpoolOptions} from '@firefly/core';

/** The body of one page in pieces, each valid until the next; `return()` gives its connection back. */
export type PageBody = AsyncGenerator<Uint8Array, void, void>;

/** Bytes that wait in memory for a slow receiver, before the spool takes the rest. */
const memoryBytes = 8 * 1024 * 1024;

/**
 * A body that is read as fast as the server sends it, however slowly it is taken: a kube-apiserver ends an answer after
 * 60 s. What waits lies in memory, then in a spool; once that was begun, it is read after the server has sent all.
 *
 * @param open Asks for the page; the signal ends it when nobody wants the body any more.
 */
export async function* spooledBody(
  open: (signal: AbortSignal) => Promise<PageBody>,
  signal: AbortSignal,
  options: SpoolOptions = {},
): PageBody {
  const left = new AbortController();
  const body = await open(AbortSignal.any([signal, left.signal]));
  const queue: Buffer[] = [];
  let queuedBytes = 0;
  let spool: Spool | undefined;
  const spooled: {readonly position: number; readonly bytes: number}[] = [];
  let end: {readonly error?: unknown} | undefined;
  let wake = () => {};

  async function keep(piece: Uint8Array): Promise<void> {
    if (spool === undefined && queuedBytes + piece.length <= memoryBytes) {
      queue.push(Buffer.from(piece));
      queuedBytes += piece.length;
      return;
    }
    spool ??= createSpool({memoryBytes, ...options});
    await spool.pace();
    const entry = {
      byteLength: piece.length,
      copyTo: (target: Uint8Array, offset: number) => target.set(piece, offset),
    };
    spooled.push({position: spool.append(entry), bytes: piece.length});
  }

  /** Never rejects: what went wrong is thrown behind the bytes that came before it. */
  async function readAll(): Promise<void> {
    try {
      for await (const piece of body) {
        await keep(piece);
        wake();
      }
      end = {};
    } catch (error) {
      end = {error};
    }
    wake();
  }

  const reading = readAll();
  try {
    for (;;) {
      const piece = queue.shift();
      if (piece !== undefined) {
        queuedBytes -= piece.length;
        yield piece;
      } else if (end === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
      } else break;
    }
    await spool?.finish();
    for (const {position, bytes} of spooled) {
      const target = Buffer.allocUnsafe(bytes);
      await spool?.read([{position, target}]);
      yield target;
    }
    if ('error' in end) throw end.error;
  } finally {
    left.abort();
    await reading;
    await spool?.close();
  }
}
