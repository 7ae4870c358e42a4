import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Answer} from './answer.ts';

/** One request and its answer on one connection, as far as faults need to reach into it. */
export interface Exchange {
  /** What was read of the body so far, as sent. */
  received(): Buffer;
  readonly receivedBytes: number;
  /** Whether the whole body was read. */
  readonly isComplete: boolean;
  /** Resolves when the answer went out or the connection broke. */
  readonly closed: Promise<void>;
  readonly isClosed: boolean;
  /** The whole body; undefined when the client hung up before its end. */
  readBody(): Promise<Buffer | undefined>;
  /** Resolves as soon as something of the body came, or its end. */
  readSome(): Promise<void>;
  /** Sends the answer; false when nobody is there to take it. */
  answer(answer: Answer): boolean;
  /** Sends the first bytes of an answer and breaks the connection. */
  breakAnswer(): void;
  /** Breaks the connection with a TCP reset. */
  reset(): void;
}

export function createExchange(incoming: IncomingMessage, response: ServerResponse): Exchange {
  const chunks: Buffer[] = [];
  let receivedBytes = 0;
  let isClosed = false;
  let isComplete = false;
  const closed = Promise.withResolvers<void>();
  const some = Promise.withResolvers<void>();
  const body = Promise.withResolvers<Buffer | undefined>();
  response.once('close', () => {
    isClosed = true;
    closed.resolve();
  });
  // A broken connection is no error here: whoever reads is told by `undefined`.
  incoming.on('error', () => {});
  // Listened to from the start: a client may hang up before anybody reads.
  incoming.once('close', () => {
    some.resolve();
    body.resolve(undefined);
  });

  function join(): Buffer {
    const [first] = chunks;
    return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
  }

  function startReading(): void {
    if (incoming.listenerCount('data') > 0) return;
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      receivedBytes += chunk.length;
      some.resolve();
    });
    incoming.once('end', () => {
      isComplete = true;
      body.resolve(join());
    });
  }

  function reset(): void {
    isClosed = true;
    const {socket} = incoming;
    // A TLS socket has no TCP handle of its own to reset.
    if ('encrypted' in socket) socket.destroy();
    else socket.resetAndDestroy();
  }

  return {
    received: join,
    get receivedBytes() {
      return receivedBytes;
    },
    get isComplete() {
      return isComplete;
    },
    closed: closed.promise,
    get isClosed() {
      return isClosed;
    },
    readBody() {
      startReading();
      return body.promise;
    },
    readSome() {
      startReading();
      return some.promise;
    },
    answer(answer) {
      // A socket that was destroyed in this turn of the event loop has not said so yet.
      if (isClosed || response.destroyed || incoming.socket.destroyed) return false;
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
      return true;
    },
    breakAnswer() {
      isClosed = true;
      const socket: Socket = incoming.socket;
      socket.end('HTTP/1.1 204 No Con', () => socket.destroy());
    },
    reset,
  };
}
