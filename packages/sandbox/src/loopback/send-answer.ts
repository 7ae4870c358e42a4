import type {Answer} from './answer.ts';
import type {LoopbackExchange} from './loopback-exchange.ts';
import type {Fault} from './fault.ts';
import type {ArmedFault} from './fault-book.ts';
import {faultyBody} from './faulty-body.ts';

/** Up to this size Go's server still knows the length when it sends the headers. */
const largestWithLength = 2048;

export interface SendOptions {
  /** Spoils the body. */
  readonly fault: ArmedFault<Fault> | undefined;
  /** Called before the last bytes go out: from then on the client may count this request as over. */
  readonly beforeEnd: () => void;
}

/**
 * Sends an answer with back-pressure, a short one in one piece and within this turn of the event loop. Returns the
 * bytes of the body as sent; rejects when the connection breaks.
 */
export async function sendAnswer(
  exchange: LoopbackExchange,
  answer: Answer,
  {fault, beforeEnd}: SendOptions,
): Promise<number> {
  const chunks = fault === undefined ? answer.body : faultyBody(answer.body, fault, exchange);
  const recycle = fault === undefined ? answer.recycle : undefined;
  const iterator = iterate(chunks);
  // A body that may be held up must not hold up its headers.
  const early = fault !== undefined && isHeldUp(fault.action);
  if (early) {
    exchange.start(answer.status, answer.headers);
    exchange.flush();
  }
  // The beginning decides whether the length is known.
  const beginning: Uint8Array[] = [];
  let size = 0;
  let done = false;
  const enough = early ? -1 : largestWithLength;
  while (!done && size <= enough) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else {
      beginning.push(next.value);
      size += next.value.length;
    }
  }
  if (done && size <= largestWithLength) {
    const length = answer.status === 204 ? {} : {'content-length': String(size)};
    exchange.start(answer.status, {...answer.headers, ...length});
    beforeEnd();
    exchange.end(size === 0 ? undefined : Buffer.concat(beginning));
    return size;
  }
  if (!early) exchange.start(answer.status, answer.headers);
  let sent = 0;
  // One write ahead: the next chunk is made while the connection takes this one.
  let previous = Promise.resolve();
  const write = async (chunk: Uint8Array) => {
    const current = exchange.write(chunk).then(() => recycle?.(chunk));
    // Awaited one turn later; a connection that breaks in between must not count as unhandled.
    current.catch(() => undefined);
    await previous;
    previous = current;
    sent += chunk.length;
  };
  for (const chunk of beginning) await write(chunk);
  if (!done) for await (const chunk of iterator) await write(chunk);
  await previous;
  beforeEnd();
  exchange.end();
  return sent;
}

function isHeldUp(action: Fault): boolean {
  return (
    action.kind === 'slow' ||
    ((action.kind === 'hang' || action.kind === 'reset') && action.afterBytes !== undefined)
  );
}

async function* iterate(chunks: Answer['body']): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
