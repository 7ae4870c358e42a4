import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Http2ServerRequest, Http2ServerResponse} from 'node:http2';

/** One request and its response, over HTTP/1.1 or HTTP/2 alike, as far as faults need to reach into it. */
export interface LoopbackExchange {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly protocol: 'http/1.1' | 'h2';
  /** Names in lower case; repeated headers are joined. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborts when the client is gone or the response ended. */
  readonly closed: AbortSignal;
  /** Whether nobody is there to take an answer. */
  readonly isGone: boolean;
  /** What was read of the body so far, as sent. */
  received(): Buffer;
  readonly receivedBytes: number;
  /** Whether the whole body was read. */
  readonly isComplete: boolean;
  /** The whole body; undefined when the client hung up before its end. */
  readBody(): Promise<Buffer | undefined>;
  /** Resolves as soon as something of the body came, or its end. */
  readSome(): Promise<void>;
  start(status: number, headers: Readonly<Record<string, string>>): void;
  /** Sends the headers now instead of with the first bytes of the body. */
  flush(): void;
  /** Resolves once the connection took the bytes; rejects when it is gone. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the response, with these last bytes. */
  end(bytes?: Uint8Array): void;
  /** Sends the first bytes of an answer and breaks the connection. */
  breakAnswer(): void;
  /** Breaks the connection with a TCP reset, as a crashed server would. */
  reset(): void;
}

/** Wraps what node's HTTP servers hand over. `resetConnection` breaks the TCP connection below it. */
export function wrapExchange(
  incoming: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
  resetConnection: () => void,
): LoopbackExchange {
  const chunks: Buffer[] = [];
  let receivedBytes = 0;
  let isComplete = false;
  let isReading = false;
  const closed = new AbortController();
  const some = Promise.withResolvers<void>();
  const body = Promise.withResolvers<Buffer | undefined>();
  response.once('close', () => closed.abort());
  // A broken connection is no error here: whoever reads is told by `undefined`, whoever writes by a rejection.
  response.on('error', () => closed.abort());
  incoming.on('error', () => undefined);
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
    if (isReading) return;
    isReading = true;
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

  function isGone(): boolean {
    // A socket that was destroyed in this turn of the event loop has not said so yet.
    return closed.signal.aborted || response.destroyed || incoming.socket.destroyed;
  }

  function reset(): void {
    closed.abort();
    resetConnection();
  }

  // Unread request bodies keep an HTTP/2 stream open after its client gave it up.
  if (incoming.method === 'GET') startReading();
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    protocol: incoming.httpVersionMajor === 2 ? 'h2' : 'http/1.1',
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value = '']) => [name, [value].flat().join(', ')]),
    ),
    closed: closed.signal,
    get isGone() {
      return isGone();
    },
    received: join,
    get receivedBytes() {
      return receivedBytes;
    },
    get isComplete() {
      return isComplete;
    },
    readBody() {
      startReading();
      return body.promise;
    },
    readSome() {
      startReading();
      return some.promise;
    },
    start(status, headers) {
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    },
    flush() {
      if ('stream' in response) response.writeHead(response.statusCode);
      else response.flushHeaders();
    },
    write(bytes) {
      const {promise, resolve, reject} = Promise.withResolvers<void>();
      const gone = () => reject(new Error('The client is gone.'));
      if (isGone()) gone();
      closed.signal.addEventListener('abort', gone, {once: true});
      const written = (error?: Error | null) => {
        closed.signal.removeEventListener('abort', gone);
        if (error) reject(error);
        else resolve();
      };
      if ('stream' in response) response.write(bytes, written);
      else response.write(bytes, written);
      return promise;
    },
    end(bytes) {
      if (bytes === undefined) response.end();
      else response.end(bytes);
    },
    breakAnswer() {
      if ('stream' in response) reset();
      else {
        closed.abort();
        const {socket} = incoming;
        socket.end('HTTP/1.1 204 No Con', () => socket.destroy());
      }
    },
    reset,
  };
}
