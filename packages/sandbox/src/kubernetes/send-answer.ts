import {pipeline} from 'node:stream/promises';
import {Readable} from 'node:stream';
import {constants, createGzip} from 'node:zlib';
import type {Answer} from './answer.ts';
import type {Exchange} from './exchange.ts';
import type {ArmedFault} from './fault-injector.ts';
import {faultyBody} from './faulty-body.ts';
import {prettyJson} from './pretty-json.ts';

/** Up to this size Go's server still knows the length when it sends the headers. */
const largestWithLength = 2048;
/** Responses above this size are compressed for those who ask (k8s.io/apiserver, defaultGzipThresholdBytes). */
const gzipThreshold = 128 * 1024;
const prettyUserAgent = /^(curl|Wget|Mozilla\/5\.0)/;

/**
 * Sends an answer with back-pressure: indented for people, compressed when large and asked for, spoilt when a fault
 * says so. Returns the bytes of the body as sent; rejects when the connection breaks.
 */
export async function sendAnswer(
  exchange: Exchange,
  answer: Answer,
  fault: ArmedFault | undefined,
): Promise<number> {
  const json = answer.headers['content-type']?.startsWith('application/json') === true;
  const plain =
    json && answer.verbatim !== true && wantsPretty(exchange) ? prettyJson(answer.body) : answer.body;
  const chunks = fault === undefined ? plain : faultyBody(plain, fault, exchange);
  const recycle = chunks === answer.body ? answer.recycle : undefined;
  const iterator = iterate(chunks);

  // The beginning decides on the headers: whether the length is known, whether compressing is worth it.
  const beginning: Uint8Array[] = [];
  let size = 0;
  let done = false;
  const mayCompress = fault === undefined && /\bgzip\b/.test(exchange.header('accept-encoding'));
  const enough = mayCompress ? gzipThreshold : largestWithLength;
  const headers: Record<string, string> = {'cache-control': 'no-cache, private', ...answer.headers};
  // A body that may be held up must not hold up its headers.
  const early = fault !== undefined && ['slow', 'hang', 'reset'].includes(fault.action.kind);
  if (early) {
    exchange.start(answer.status, headers);
    exchange.flush();
  }
  while (size <= (early ? -1 : enough) && !done) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else {
      beginning.push(next.value);
      size += next.value.length;
    }
  }
  const rest = chain(beginning, done ? undefined : iterator);
  if (mayCompress && size > gzipThreshold) {
    exchange.start(answer.status, {...headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding'});
    return sendCompressed(exchange, rest);
  }
  if (!early) {
    if (done && size <= largestWithLength) headers['content-length'] = String(size);
    exchange.start(answer.status, headers);
  }
  let sent = 0;
  // One write ahead: the next chunk is made while the connection takes this one.
  let previous = Promise.resolve();
  for await (const chunk of rest) {
    const current = exchange.write(chunk).then(() => recycle?.(chunk));
    // Awaited one turn later; a connection that breaks in between must not count as unhandled.
    current.catch(() => undefined);
    await previous;
    previous = current;
    sent += chunk.length;
  }
  await previous;
  exchange.end();
  return sent;
}

async function sendCompressed(exchange: Exchange, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let sent = 0;
  await pipeline(
    Readable.from(chunks),
    createGzip({level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024}),
    async (compressed: AsyncIterable<Uint8Array>) => {
      for await (const chunk of compressed) {
        await exchange.write(chunk);
        sent += chunk.length;
      }
    },
  );
  exchange.end();
  return sent;
}

/** k8s.io/apiserver, isPrettyPrint: the parameter decides, else the user agent. */
function wantsPretty(exchange: Exchange): boolean {
  const parameter = new URLSearchParams(exchange.url.split('?')[1]).get('pretty') ?? '';
  if (parameter !== '') return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(parameter);
  return prettyUserAgent.test(exchange.header('user-agent'));
}

async function* chain(
  beginning: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array> | undefined,
): AsyncGenerator<Uint8Array> {
  yield* beginning;
  for (;;) {
    const next = await rest?.next();
    if (next === undefined || next.done === true) return;
    yield next.value;
  }
}

async function* iterate(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
