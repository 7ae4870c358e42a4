import {Buffer, isUtf8} from 'node:buffer';
import {constants} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';

import {asBuffer} from '@firefly/core';

import {type JsonSpan, scanJson, skipWhite} from '../json/scan-json.ts';
import {createListSplitter} from '../list/list-splitter.ts';
import {MalformedListError} from '../list/malformed-list-error.ts';
import {contentOf} from './folder-format.ts';
import {ReplayError} from './replay-error.ts';

/** One JSON text of a file, or why there is none in its place. */
export type FolderDocument =
  | {
      readonly kind: 'json';
      readonly where: string;
      /** Valid for as long as it is held. */
      readonly bytes: Buffer;
      readonly span: JsonSpan;
      /** Where the values of the wanted paths lie. */
      readonly found: ReadonlyMap<string, JsonSpan>;
    }
  | {readonly kind: 'unreadable'; readonly where: string; readonly reason: string};

/** What is read of a file. */
export interface ReadDocumentsOptions {
  /** Values to find in each text, as `scanJson` has them. */
  readonly paths: readonly string[];
  readonly signal: AbortSignal;
  /** Told of bytes that were read. Default: nobody is. */
  readonly onBytes?: (bytes: number) => void;
}

/** A file that is not in lines is read whole. */
const largestFile = 256 * 1024 * 1024;
const longestLine = 64 * 1024 * 1024;
const newline = 0x0a;
/** What an item is, it says itself. */
const ofAnyType = {group: '', version: '', kind: '', resource: '', namespaced: true};

/**
 * The JSON texts of a file, a few at a time: one a line in `*.ndjson`, else one behind the other.
 *
 * @throws {ReplayError} where the file cannot be read, is empty, or is no text in UTF-8.
 */
export async function* readFolderDocuments(
  path: string,
  options: ReadDocumentsOptions,
): AsyncGenerator<readonly FolderDocument[], void, void> {
  const {signal, onBytes = () => {}} = options;
  signal.throwIfAborted();
  try {
    let isEmpty = true;
    for await (const documents of readTexts(path, {...options, onBytes})) {
      isEmpty &&= documents.length === 0;
      yield documents;
    }
    if (isEmpty) throw new ReplayError(path, 'it is empty');
  } catch (error) {
    signal.throwIfAborted();
    throw ReplayError.of(path, error);
  }
}

/**
 * What a file of JSON holds, as `understand` reads it; that is asked for `undefined` where there is no such file.
 *
 * @throws {ReplayError} where it cannot be read, is no JSON, or holds something else.
 */
export async function readJson<T>(path: string, understand: (value: unknown) => T): Promise<T> {
  let text: string | undefined;
  try {
    text = (await readWhole(path)).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw ReplayError.of(path, error);
  }
  try {
    return understand(text === undefined ? undefined : JSON.parse(text));
  } catch (error) {
    throw ReplayError.of(path, error);
  }
}

async function readWhole(path: string, signal?: AbortSignal): Promise<Buffer> {
  const file = await openFile(path);
  try {
    if ((await file.stat()).size > largestFile)
      throw new ReplayError(path, 'it is larger than 256 MB; expected NDJSON, or several smaller files');
    return asUtf8(path, await file.readFile(signal === undefined ? {} : {signal}));
  } finally {
    await file.close();
  }
}

/** Does not wait for the other end of a pipe, and takes nothing but a file of the disk. */
async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const facts = await file.stat();
  if (facts.isFile()) return file;
  await file.close();
  throw new ReplayError(
    path,
    `it is ${facts.isDirectory() ? 'a directory' : 'no regular file'}; expected a file`,
  );
}

/**
 * The elements of one array of a dry run's document, which is as large as its cluster.
 *
 * @throws {ReplayError} where the file cannot be read, is no such document, or breaks off: the run failed.
 */
export async function* readArrayDocuments(
  path: string,
  name: 'objects' | 'helmReleases',
  {paths, signal, onBytes = () => {}}: ReadDocumentsOptions,
): AsyncGenerator<readonly FolderDocument[], void, void> {
  const splitter = createListSplitter({type: ofAnyType, itemsKey: name});
  const other = 'it is not what a dry run writes; expected {"objects":[…]}, or a directory';
  let number = 0;
  let isRead = false;
  try {
    const chunks = (await openFile(path)).createReadStream({highWaterMark: 256 * 1024, signal});
    let isFirst = true;
    for await (const piece of chunks as AsyncIterable<Buffer>) {
      onBytes(piece.length);
      const items = splitter.push(isFirst ? asUtf8(path, piece) : piece);
      isFirst = false;
      yield items.map(({bytes}) => documentOf(asBuffer(bytes), paths, `item ${++number} of ${name}`));
      if (splitter.strangeItems > 0) throw new ReplayError(path, other);
    }
    isRead = true;
    splitter.end();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof MalformedListError)) throw ReplayError.of(path, error);
    if (error.truncated && number > 0)
      throw new ReplayError(path, 'it breaks off, as the run that wrote it did');
    const lacksReleases = isRead && !error.truncated && name === 'helmReleases';
    throw new ReplayError(
      path,
      lacksReleases ? 'it holds no Helm releases: the contract "objects" has none' : other,
    );
  }
}

async function* readTexts(
  path: string,
  options: Required<ReadDocumentsOptions>,
): AsyncGenerator<readonly FolderDocument[], void, void> {
  if (contentOf(path) === 'lines') {
    yield* readLines(path, options);
    return;
  }
  const bytes = await readWhole(path, options.signal);
  options.onBytes(bytes.length);
  yield textsIn(bytes, options.paths);
}

async function* readLines(
  path: string,
  {paths, signal, onBytes}: Required<ReadDocumentsOptions>,
): AsyncGenerator<readonly FolderDocument[], void, void> {
  // Closed with the stream, however the loop over it ends.
  const chunks = (await openFile(path)).createReadStream({highWaterMark: 256 * 1024, signal});
  let number = 0;
  let begun: Buffer[] = [];
  let length = 0;
  const lineOf = (last: Buffer): FolderDocument[] => {
    number++;
    length += last.length;
    const line =
      length > longestLine ? undefined : begun.length === 0 ? last : Buffer.concat([...begun, last]);
    begun = [];
    length = 0;
    const where = `line ${number}`;
    if (line === undefined) return [{kind: 'unreadable', where, reason: 'is longer than 64 MB'}];
    return skipWhite(line, 0) === line.length ? [] : [documentOf(line, paths, where)];
  };
  let isFirst = true;
  for await (const piece of chunks as AsyncIterable<Buffer>) {
    onBytes(piece.length);
    const chunk = isFirst ? asUtf8(path, piece) : piece;
    isFirst = false;
    const documents: FolderDocument[] = [];
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      documents.push(...lineOf(chunk.subarray(from, end)));
      from = end + 1;
    }
    length += chunk.length - from;
    // Of a line that is too long nothing more is kept.
    if (length > longestLine) begun = [];
    else if (from < chunk.length) begun.push(chunk.subarray(from));
    if (documents.length > 0) yield documents;
  }
  yield lineOf(Buffer.alloc(0));
}

function documentOf(line: Buffer, paths: readonly string[], where: string): FolderDocument {
  if (!isUtf8(line)) return {kind: 'unreadable', where, reason: 'is no text in UTF-8'};
  const scan = scanJson(line, paths);
  return scan.kind === 'json' && scan.next === line.length
    ? {kind: 'json', where, bytes: line, span: scan.span, found: scan.found}
    : {kind: 'unreadable', where, reason: 'is not one JSON text'};
}

/** What stands behind something that is no JSON cannot be told. */
function textsIn(bytes: Buffer, paths: readonly string[]): FolderDocument[] {
  const documents: FolderDocument[] = [];
  const unreadable = (at: number, reason: string): FolderDocument => {
    let line = 1;
    for (let end = bytes.indexOf(newline); end !== -1 && end < at; end = bytes.indexOf(newline, end + 1))
      line++;
    return {kind: 'unreadable', where: `what begins in line ${line}`, reason};
  };
  if (!isUtf8(bytes)) return [unreadable(0, 'is no text in UTF-8')];
  for (let at = skipWhite(bytes, 0); at < bytes.length;) {
    const scan = scanJson(bytes, paths, at);
    if (scan.kind === 'malformed') return [...documents, unreadable(at, 'is not JSON')];
    documents.push({kind: 'json', where: 'it', bytes, span: scan.span, found: scan.found});
    at = scan.next;
  }
  return documents;
}

/**
 * The first bytes of a file without the byte order mark that some editors put in front of UTF-8: it is no part of the
 * JSON. JSON begins with two characters of ASCII at least, so that a zero among the first two bytes tells UTF-16, which
 * `>` writes in Windows PowerShell, where no mark does.
 */
function asUtf8(path: string, beginning: Buffer): Buffer {
  const [first, second, third] = beginning;
  if (first === 0xef && second === 0xbb && third === 0xbf) return beginning.subarray(3);
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isMarked || first === 0 || second === 0)
    throw new ReplayError(path, 'it is UTF-16; expected UTF-8 (in PowerShell: | Out-File -Encoding utf8)');
  if (first === 0x1f && second === 0x8b)
    throw new ReplayError(path, 'it is gzip; expected it unpacked (gunzip)');
  return beginning;
}
