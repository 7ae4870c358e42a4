import type {Answer} from '../loopback/answer.ts';
import {giveChunk, takeChunk} from './chunk-pool.ts';
import {lowerBound, type ResourceTable} from './cluster.ts';
import {encodeContinueToken} from './continue-token.ts';
import {goJson} from './go-json.ts';
import type {ListQuery} from './list-query.ts';
import {objectMetadata, partialObjectMetadata} from './object-metadata.ts';
import {groupVersion, type ResourceDefinition} from './resource-definition.ts';
import {topLevelValue} from './top-level-value.ts';

/** One page to make. */
export interface ListPageOptions {
  readonly definition: ResourceDefinition;
  readonly version: string;
  readonly namespace: string | undefined;
  readonly table: ResourceTable;
  readonly resourceVersion: number;
  readonly query: ListQuery;
  /** Identifies the list in its continue tokens. */
  readonly list: string;
  /** Only metadata was asked for: PartialObjectMetadataList. */
  readonly partial: boolean;
}

const comma = 0x2c;

/** One page of a list. The page's end is found first (the metadata may stand before the items), bytes are made later. */
export function listResponse(options: ListPageOptions): Answer {
  const {definition, version, partial} = options;
  const page = findPage(options);
  const apiVersion = partial ? 'meta.k8s.io/v1' : groupVersion(definition.group, version);
  const kind = partial ? 'PartialObjectMetadataList' : `${definition.kind}List`;
  const sorted = definition.custom && !partial;
  const metadata = goJson(sorted ? sortedMetadata(page.metadata) : page.metadata);
  const [head, tail] = sorted
    ? [`{"apiVersion":"${apiVersion}","items":[`, `],"kind":"${kind}","metadata":${metadata}}\n`]
    : [`{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":${metadata},"items":[`, ']}\n'];
  return {
    status: 200,
    headers: {'content-type': 'application/json'},
    body: bodyOf({...options, indexes: page.indexes, head, tail}),
    recycle: giveChunk,
  };
}

interface FoundPage {
  readonly indexes: Iterable<number>;
  readonly metadata: {
    readonly resourceVersion?: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

function findPage(options: ListPageOptions): FoundPage {
  const {definition, namespace, table, resourceVersion, query, list} = options;
  const prefix = namespace === undefined ? '' : `${namespace}/`;
  const from = lowerBound(table, prefix + (query.token?.start ?? ''));
  // '0' is the character after '/', so this is the end of the namespace.
  const to = namespace === undefined ? table.length : lowerBound(table, `${namespace}0`);
  const selective = query.labels !== undefined || query.fields !== undefined;
  // Resource version 0 is answered from the cache, which knows no pages.
  const limited = query.limit > 0 && query.resourceVersion !== 0 && definition.computed !== true;
  const limit = limited ? query.limit : Infinity;
  const [indexes, end] = selective
    ? select(options, from, to, limit)
    : [range(from, Math.min(to, from + limit)), Math.min(to, from + limit)];
  if (definition.computed === true) return {indexes, metadata: {}};
  if (end >= to) return {indexes, metadata: {resourceVersion: String(resourceVersion)}};
  const start = `${table.keyAt(end - 1).slice(prefix.length)}\0`;
  return {
    indexes,
    metadata: {
      resourceVersion: String(resourceVersion),
      continue: encodeContinueToken({resourceVersion, start, list}),
      ...(selective ? {} : {remainingItemCount: to - end}),
    },
  };
}

/** Lists of custom resources always have `continue`, empty at the end: unstructured lists know no "omitempty". */
function sortedMetadata({resourceVersion, remainingItemCount, continue: token = ''}: FoundPage['metadata']) {
  return {continue: token, remainingItemCount, resourceVersion};
}

function select(options: ListPageOptions, from: number, to: number, limit: number): [number[], number] {
  const {table, version, query} = options;
  const buffer = Buffer.allocUnsafe(table.largest);
  const found: number[] = [];
  let index = from;
  for (; index < to && found.length < limit; index++) {
    const json = buffer.subarray(0, table.write(index, version, buffer, 0));
    if (matches(json, query)) found.push(index);
  }
  return [found, index];
}

function matches(json: Buffer, {labels, fields}: ListQuery): boolean {
  if (labels !== undefined) {
    const own = objectMetadata(json)['labels'] as Readonly<Record<string, string>> | undefined;
    if (!labels(own ?? {})) return false;
  }
  return fields === undefined || fields((path) => fieldOf(json, path));
}

function fieldOf(json: Buffer, path: string): string {
  const [first = '', ...rest] = path.split('.');
  const text = topLevelValue(json, first);
  let value = text === undefined ? undefined : (JSON.parse(text.toString()) as unknown);
  for (const key of rest) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return typeof value === 'string' ? value : '';
}

function* range(from: number, to: number): Generator<number> {
  for (let index = from; index < to; index++) yield index;
}

interface BodyOptions extends ListPageOptions {
  readonly indexes: Iterable<number>;
  readonly head: string;
  readonly tail: string;
}

function* bodyOf({table, version, partial, indexes, head, tail}: BodyOptions): Generator<Uint8Array> {
  // Room for a comma, and for the longest object even in a fresh chunk; its partial form names its kind in addition.
  const room = table.largest + 128;
  const scratch = Buffer.allocUnsafe(partial ? table.largest : 0);
  let chunk = takeChunk(Math.max(room, head.length + tail.length));
  let used = chunk.write(head);
  let first = true;
  for (const index of indexes) {
    if (used + room > chunk.length) {
      yield chunk.subarray(0, used);
      chunk = takeChunk(room);
      used = 0;
    }
    if (!first) chunk[used++] = comma;
    first = false;
    if (partial) {
      const json = scratch.subarray(0, table.write(index, version, scratch, 0));
      used += chunk.write(partialObjectMetadata(json), used);
    } else {
      used = table.write(index, version, chunk, used);
    }
  }
  if (used + tail.length > chunk.length) {
    yield chunk.subarray(0, used);
    chunk = takeChunk(tail.length);
    used = 0;
  }
  used += chunk.write(tail, used);
  yield chunk.subarray(0, used);
}
