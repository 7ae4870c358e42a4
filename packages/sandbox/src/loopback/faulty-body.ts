import type {Answer} from './answer.ts';
import type {LoopbackExchange} from './loopback-exchange.ts';
import type {Fault, Offset} from './fault.ts';
import type {ArmedFault} from './fault-book.ts';

/** Thrown in mid-body by a fault that breaks the connection, or when a client that it holds up went away. */
export class BrokenConnection extends Error {
  override readonly name = 'BrokenConnection';
}

/** A body as a fault leaves it. */
export async function* faultyBody(
  chunks: Answer['body'],
  {action, turnstile}: ArmedFault<Fault>,
  {closed}: LoopbackExchange,
): AsyncGenerator<Uint8Array> {
  switch (action.kind) {
    case 'reset':
      if (action.afterBytes !== undefined) {
        yield* upTo(chunks, action.afterBytes);
        throw new BrokenConnection();
      }
      break;
    case 'truncate':
      yield* upTo(chunks, action.afterBytes ?? 'half');
      return;
    case 'hang':
      if (action.afterBytes !== undefined) {
        let isHeld = false;
        for await (const {bytes, isBefore} of splitAt(chunks, action.afterBytes)) {
          if (!isBefore && !isHeld) {
            isHeld = true;
            await turnstile.pass(closed);
            if (closed.aborted) throw new BrokenConnection();
          }
          yield bytes;
        }
        return;
      }
      break;
    case 'malformed': {
      let isBroken = false;
      for await (const {bytes, isBefore} of splitAt(chunks, action.atByte ?? 'half')) {
        const copy = Uint8Array.from(bytes);
        // A bare control character is allowed neither inside nor outside of a JSON string.
        if (!isBefore && !isBroken) copy[0] = 1;
        isBroken ||= !isBefore;
        yield copy;
      }
      return;
    }
    case 'slow': {
      const size = action.pieceBytes ?? 1024;
      for await (const chunk of chunks) {
        for (let start = 0; start < chunk.length; start += size) {
          await turnstile.pass(closed);
          if (closed.aborted) throw new BrokenConnection();
          yield chunk.subarray(start, start + size);
        }
      }
      return;
    }
    case 'answer':
    case 'call':
      break;
    default:
      action satisfies never;
  }
  yield* chunks;
}

async function* upTo(chunks: Answer['body'], offset: Offset | 'headers'): AsyncGenerator<Uint8Array> {
  for await (const {bytes, isBefore} of splitAt(chunks, offset)) {
    if (!isBefore) return;
    yield bytes;
  }
}

/** The chunks, the one that the offset lies in cut in two. */
async function* splitAt(chunks: Answer['body'], offset: Offset | 'headers') {
  let left = typeof offset === 'number' ? offset : offset === 'headers' ? 0 : undefined;
  for await (const chunk of chunks) {
    left ??= chunk.length >>> 1;
    const before = chunk.subarray(0, left);
    const after = chunk.subarray(left);
    left -= before.length;
    if (before.length > 0) yield {bytes: before, isBefore: true};
    if (after.length > 0) yield {bytes: after, isBefore: false};
  }
}
