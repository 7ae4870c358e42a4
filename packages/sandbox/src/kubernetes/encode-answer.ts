import {Readable} from 'node:stream';
import {constants, createGzip} from 'node:zlib';
import type {Answer} from '../loopback/answer.ts';
import type {LoopbackExchange} from '../loopback/loopback-exchange.ts';
import {prettyJson} from './pretty-json.ts';

/** Responses above this size are compressed for those who ask (k8s.io/apiserver, defaultGzipThresholdBytes). */
const gzipThreshold = 128 * 1024;
const prettyUserAgent = /^(curl|Wget|Mozilla\/5\.0)/;

/** Indents for people, and compresses what is large and asked for; what a fault will spoil stays as it is. */
export async function encodeAnswer(
  answer: Answer,
  exchange: LoopbackExchange,
  isFaulty: boolean,
): Promise<Answer> {
  const headers: Answer['headers'] = {'cache-control': 'no-cache, private', ...answer.headers};
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  const isPretty = isJson && answer.verbatim !== true && wantsPretty(exchange);
  const body = isPretty ? prettyJson(answer.body) : answer.body;
  const plain: Answer = {
    status: answer.status,
    headers,
    body,
    ...(isPretty || answer.recycle === undefined ? {} : {recycle: answer.recycle}),
  };
  if (isFaulty || !/\bgzip\b/.test(exchange.headers['accept-encoding'] ?? '')) return plain;

  const iterator = iterate(body);
  const beginning: Uint8Array[] = [];
  let size = 0;
  while (size <= gzipThreshold) {
    const next = await iterator.next();
    if (next.done === true) return {...plain, body: beginning};
    beginning.push(next.value);
    size += next.value.length;
  }
  const gzip = createGzip({level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024});
  return {
    status: answer.status,
    headers: {...headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding'},
    body: Readable.from(chain(beginning, iterator)).compose(gzip),
  };
}

/** k8s.io/apiserver, isPrettyPrint: the parameter decides, else the user agent. */
function wantsPretty({url, headers}: LoopbackExchange): boolean {
  const parameter = new URLSearchParams(url.split('?')[1]).get('pretty') ?? '';
  if (parameter !== '') return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(parameter);
  return prettyUserAgent.test(headers['user-agent'] ?? '');
}

async function* chain(
  beginning: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* beginning;
  yield* rest;
}

async function* iterate(chunks: Answer['body']): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
