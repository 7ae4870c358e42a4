import {Buffer} from 'node:buffer';

import type {ResourceType} from '@firefly/core';

import {type JsonSpan, scanJson, stringAt} from '../json/scan-json.ts';
import {ScannedObject} from '../list/scanned-object.ts';
import {
  type FolderDocument,
  readArrayDocuments,
  readFolderDocuments,
  type ReadDocumentsOptions,
} from './read-folder-documents.ts';

/** One object of a file, with the type that it says of itself, or that its list says of it. */
export interface FolderObject {
  readonly kind: 'object';
  readonly apiVersion: string;
  readonly objectKind: string;
  readonly hasNamespace: boolean;
  /** The object, byte for byte, `apiVersion` and `kind` in front where its list left them out. */
  as(type: ResourceType): ScannedObject;
}

/** Something in a file that is no object. */
export interface UnreadablePart {
  readonly kind: 'unreadable';
  /** What is wrong, and where: `line 7 is not one JSON text`. */
  readonly reason: string;
}

const objectPaths = [
  'apiVersion',
  'kind',
  'metadata',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'metadata.ownerReferences',
];
const paths = [...objectPaths, 'items'];

/**
 * The objects of a file: each text is one, or a list of them.
 *
 * @throws {ReplayError} where the file cannot be read.
 */
export async function* readFolderFile(
  path: string,
  options: Omit<ReadDocumentsOptions, 'paths'>,
): AsyncGenerator<readonly (FolderObject | UnreadablePart)[], void, void> {
  for await (const documents of readFolderDocuments(path, {...options, paths}))
    yield documents.flatMap((document) => [...partsOf(document)]);
}

/**
 * The objects of a dry run's document.
 *
 * @throws {ReplayError} where it cannot be read, is something else, or breaks off.
 */
export async function* readDryRunObjects(
  path: string,
  options: Omit<ReadDocumentsOptions, 'paths'>,
): AsyncGenerator<readonly (FolderObject | UnreadablePart)[], void, void> {
  for await (const documents of readArrayDocuments(path, 'objects', {...options, paths: objectPaths}))
    yield documents.flatMap((document) => [...partsOf(document)]);
}

function* partsOf(document: FolderDocument): Generator<FolderObject | UnreadablePart, void, void> {
  const {where} = document;
  if (document.kind === 'unreadable') {
    yield {kind: 'unreadable', reason: `${where} ${document.reason}`};
    return;
  }
  const {bytes, span, found} = document;
  const kind = stringAt(bytes, found.get('kind'));
  const items = found.get('items');
  if (items === undefined || bytes[items.start] !== 0x5b || !/(?:^|List)$/.test(kind ?? '')) {
    yield objectOf({bytes, span, found, where});
    return;
  }
  const list = {apiVersion: stringAt(bytes, found.get('apiVersion')), kind: kind?.replace(/List$/, '')};
  let index = 1;
  for (let at = items.start + 1; ;) {
    const item = scanJson(bytes, objectPaths, at);
    // The list was found to be JSON, so that only its end can stand there: it is empty.
    if (item.kind === 'malformed') return;
    yield objectOf({bytes, span: item.span, found: item.found, where: `item ${index++} of ${where}`, list});
    if (bytes[item.next] !== 0x2c) return;
    at = item.next + 1;
  }
}

interface ObjectText {
  readonly bytes: Buffer;
  readonly span: JsonSpan;
  readonly found: ReadonlyMap<string, JsonSpan>;
  readonly where: string;
  readonly list?: {readonly apiVersion: string | undefined; readonly kind: string | undefined};
}

function objectOf({bytes, span, found, where, list}: ObjectText): FolderObject | UnreadablePart {
  // One that is there and no text is the object's own fault, and stands in the way of its list's.
  const own = {apiVersion: found.get('apiVersion'), kind: found.get('kind')};
  const apiVersion = own.apiVersion === undefined ? list?.apiVersion : stringAt(bytes, own.apiVersion);
  const objectKind = own.kind === undefined ? list?.kind : stringAt(bytes, own.kind);
  const metadata = found.get('metadata');
  const isObject = metadata !== undefined && bytes[metadata.start] === 0x7b;
  if (!apiVersion || !objectKind || !isObject)
    return {kind: 'unreadable', reason: `${where} is no Kubernetes object, nor a list of them`};
  const lacks = [
    ...(own.apiVersion === undefined ? [`"apiVersion":${JSON.stringify(apiVersion)},`] : []),
    ...(own.kind === undefined ? [`"kind":${JSON.stringify(objectKind)},`] : []),
  ];
  const head = lacks.length === 0 ? undefined : Buffer.from(`{${lacks.join('')}`);
  return {
    kind: 'object',
    apiVersion,
    objectKind,
    hasNamespace: found.has('metadata.namespace'),
    as: (type) =>
      new ScannedObject({
        type,
        buffer: bytes,
        start: span.start,
        end: span.end,
        head,
        spans: spansOf(bytes, span.start, found),
      }),
  };
}

/** As the scan of a list notes them: from the object's first byte; 0 for what is missing, or no text. */
function spansOf(bytes: Buffer, origin: number, found: ReadonlyMap<string, JsonSpan>) {
  const of = (path: string, first: number) => {
    const span = found.get(path);
    return span === undefined || bytes[span.start] !== first
      ? {start: 0, end: 0}
      : {start: span.start - origin, end: span.end - origin};
  };
  const name = of('metadata.name', 0x22);
  const namespace = of('metadata.namespace', 0x22);
  const uid = of('metadata.uid', 0x22);
  const owners = of('metadata.ownerReferences', 0x5b);
  return {
    nameStart: name.start,
    nameEnd: name.end,
    namespaceStart: namespace.start,
    namespaceEnd: namespace.end,
    uidStart: uid.start,
    uidEnd: uid.end,
    ownerReferencesStart: owners.start,
    ownerReferencesEnd: owners.end,
  };
}
