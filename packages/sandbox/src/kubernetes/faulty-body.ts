import type {Exchange} from './exchange.ts';
import type {ArmedFault} from './fault-injector.ts';

/** Thrown in mid-body by a fault that breaks the connection. */
export class BrokenConnection extends Error {
  override readonly name = 'BrokenConnection';
}

/** A body as a fault leaves it. Ends early, quietly, when the client goes away while it is held up. */
export async function* faultyBody(
  chunks: Iterable<Uint8Array>,
  {action, turnstile}: ArmedFault,
  exchange: Exchange,
): AsyncGenerator<Uint8Array> {
  switch (action.kind) {
    case 'reset':
      for (const chunk of upTo(chunks, action.afterBytes)) yield chunk;
      throw new BrokenConnection();
    case 'truncate':
      yield* upTo(chunks, action.afterBytes);
      return;
    case 'hang':
      yield* upTo(chunks, action.afterBytes);
      await untilClosed(exchange);
      throw new BrokenConnection();
    case 'malformed':
      yield* withBrokenByte(chunks, action.atByte);
      return;
    case 'slow':
      for (const piece of pieces(chunks, action.pieceBytes ?? 1024)) {
        await turnstile.pass(exchange.closed);
        yield piece;
      }
      return;
    case 'status':
    case 'too-many-requests':
    case 'expired':
    case 'call':
      yield* chunks;
      return;
    default:
      action satisfies never;
  }
}

/** Resolves when the client gives up. */
export async function untilClosed({closed}: Exchange): Promise<void> {
  if (closed.aborted) return;
  const {promise, resolve} = Promise.withResolvers<void>();
  closed.addEventListener('abort', () => resolve(), {once: true});
  await promise;
}

function* upTo(
  chunks: Iterable<Uint8Array>,
  limit: number | 'headers' | 'nothing' | undefined,
): Generator<Uint8Array> {
  if (typeof limit === 'string') return;
  let left = limit;
  for (const chunk of chunks) {
    left ??= chunk.length >>> 1;
    const part = chunk.subarray(0, left);
    left -= part.length;
    if (part.length > 0) yield part;
    if (left === 0) return;
  }
}

function* withBrokenByte(chunks: Iterable<Uint8Array>, position: number | undefined): Generator<Uint8Array> {
  let start = 0;
  for (const chunk of chunks) {
    position ??= chunk.length >>> 1;
    const copy = Uint8Array.from(chunk);
    // A bare control character is allowed neither inside nor outside of a JSON string.
    if (position >= start && position < start + chunk.length) copy[position - start] = 1;
    start += chunk.length;
    yield copy;
  }
}

function* pieces(chunks: Iterable<Uint8Array>, size: number): Generator<Uint8Array> {
  for (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += size) yield chunk.subarray(start, start + size);
  }
}
