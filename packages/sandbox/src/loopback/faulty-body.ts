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
  const hold = async () => {
    await turnstile.pass(closed);
    if (closed.aborted) throw new BrokenConnection();
  };
  if (action.kind === 'slow') {
    const size = action.pieceBytes ?? 1024;
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += size) {
        await hold();
        yield chunk.subarray(start, start + size);
      }
    }
    return;
  }
  const offset = offsetOf(action);
  let isMet = offset === undefined;
  for await (const {bytes, isBefore} of splitAt(chunks, offset ?? 'headers')) {
    if (isBefore || isMet) {
      yield bytes;
      continue;
    }
    isMet = true;
    if (action.kind === 'truncate') return;
    if (action.kind === 'reset') throw new BrokenConnection();
    if (action.kind === 'hang') await hold();
    const copy = Uint8Array.from(bytes);
    // A bare control character is allowed neither inside nor outside of a JSON string.
    if (action.kind === 'malformed') copy[0] = 1;
    yield copy;
  }
}

/** Where the fault befalls the body; undefined when it leaves it alone. */
function offsetOf(action: Fault): Offset | 'headers' | undefined {
  switch (action.kind) {
    case 'reset':
    case 'hang':
      return action.afterBytes;
    case 'truncate':
      return action.afterBytes ?? 'half';
    case 'malformed':
      return action.atByte ?? 'half';
    case 'answer':
    case 'call':
    case 'slow':
      return undefined;
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
