import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Http2ServerRequest, Http2ServerResponse} from 'node:http2';

/** One request and its response, over HTTP/1.1 or HTTP/2 alike. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly protocol: 'http/1.1' | 'h2';
  /** Aborts when the client is gone or the response ended. */
  readonly closed: AbortSignal;
  header(name: string): string;
  /** The whole request body; refuses to hold more than 1 MiB. */
  body(): Promise<Buffer>;
  start(status: number, headers: Readonly<Record<string, string>>): void;
  /** Sends the headers now instead of with the first bytes of the body. */
  flush(): void;
  /** Resolves once the connection took the bytes; rejects when it is gone. */
  write(bytes: Uint8Array): Promise<void>;
  end(): void;
  /** Breaks the connection as a crashed server would. */
  reset(): void;
}

const largestBody = 1024 * 1024;

/** Wraps what node's HTTP servers hand over. `reset` breaks the TCP connection below it. */
export function createExchange(
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
  reset: () => void,
): Exchange {
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  // The client's leaving is seen by `closed`; the event alone must not end the process.
  response.on('error', () => closed.abort());
  // Unread request bodies keep an HTTP/2 stream open after its client gave it up.
  if (request.method !== 'POST') request.resume();
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    protocol: request.httpVersionMajor === 2 ? 'h2' : 'http/1.1',
    closed: closed.signal,
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : (value ?? '');
    },
    async body() {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > largestBody) throw new RangeError('The request body is larger than 1 MiB.');
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
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
      if (closed.signal.aborted) return Promise.reject(new Error('The client is gone.'));
      const gone = () => reject(new Error('The client is gone.'));
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
    end() {
      response.end();
    },
    reset() {
      closed.abort();
      reset();
    },
  };
}
