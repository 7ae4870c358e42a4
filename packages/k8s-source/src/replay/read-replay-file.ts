import {Buffer} from 'node:buffer';

import {apiVersionOf, type ResourceType} from '@firefly/core';

import {createListSplitter} from '../list/list-splitter.ts';
import type {ScannedObject} from '../list/scanned-object.ts';
import {ndjsonAsList} from './ndjson-as-list.ts';
import {readChunks} from './read-chunks.ts';
import {ReplayError} from './replay-error.ts';
import {type ReplayFile, usualBeginning} from './replay-file.ts';

const encoder = new TextEncoder();

/**
 * The objects of one type in a file, byte for byte, in batches that are valid until the next one.
 *
 * @throws {MalformedListError} where it is not JSON, or ends early.
 * @throws {ReplayError} where the file cannot be read, or a line is of another type than the file's name says.
 */
export async function* readReplayFile(
  file: ReplayFile,
  type: ResourceType,
  {signal, onBytes}: {readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void},
): AsyncGenerator<readonly ScannedObject[], void, void> {
  signal.throwIfAborted();
  const splitter = createListSplitter({
    type: file.kind === 'ndjson' ? file.type : file.listType,
    reuseBuffer: true,
  });
  const isWanted = file.kind === 'ndjson' ? ofOneType(file.path, type) : ofItems(file.types, type);
  try {
    for await (const pieces of bodyOf(file, signal, onBytes)) {
      const objects = splitter.push(pieces).filter(isWanted);
      if (objects.length > 0) yield objects;
    }
    splitter.end();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'syscall' in error) throw ReplayError.of(file.path, error);
    throw error;
  } finally {
    splitter.close();
  }
}

async function* bodyOf(
  file: ReplayFile,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): AsyncGenerator<readonly Uint8Array[], void, void> {
  const chunks = chunksOf(file.path, signal, onBytes);
  if (file.kind === 'ndjson') {
    yield* ndjsonAsList(chunks);
    return;
  }
  if (file.single) yield [encoder.encode('{"items":[')];
  for await (const chunk of chunks) yield [chunk];
  if (file.single) yield [encoder.encode(']}')];
}

async function* chunksOf(
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer, void, void> {
  for await (const chunk of readChunks(path, signal)) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Compares bytes; parses only where an object begins otherwise. */
function ofOneType(path: string, type: ResourceType): (object: ScannedObject) => boolean {
  const beginning = Buffer.from(usualBeginning(type));
  return (object) => {
    if (beginning.compare(object.bytes, 0, beginning.length) === 0) return true;
    const {apiVersion, kind} = object.parse() as {apiVersion?: unknown; kind?: unknown};
    if (apiVersion === apiVersionOf(type) && kind === type.kind) return true;
    throw new ReplayError(path, `it holds ${type.kind} and another kind; expected one kind a file`);
  };
}

function ofItems(types: readonly ResourceType[], wanted: ResourceType): (object: ScannedObject) => boolean {
  let index = 0;
  return () => {
    const type = types[index++];
    return type !== undefined && type.kind === wanted.kind && apiVersionOf(type) === apiVersionOf(wanted);
  };
}
