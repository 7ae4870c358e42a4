import {Buffer, isAscii, isUtf8} from 'node:buffer';

import {apiVersionOf, type ResourceType} from '@firefly/core';

import {hasHexDigits, simpleEscapes} from '../json/escapes.ts';
import {slabBytes, slabs} from '../slab-pool.ts';
import {everyToken} from './every-token.ts';
import {MalformedListError} from './malformed-list-error.ts';
import {type Patch, patchItem} from './patch-item.ts';
import {type MetadataSpans, ScannedObject} from './scanned-object.ts';

/** `metadata` of a list (`ListMeta` in the Kubernetes API). */
export interface ListMetadata {
  /** Token of the next page; absent or empty on the last one. */
  readonly continue?: string;
  /** The moment that the list shows. */
  readonly resourceVersion?: string;
  /** Objects on the pages that follow; servers leave it out where there is a selector, and may estimate it. */
  readonly remainingItemCount?: number;
}

/** What the list is of, and how its items are held. */
export interface ListSplitterOptions {
  /** The type that the list was asked by: its `apiVersion` and `kind` go into items that lack them. */
  readonly type: ResourceType;
  /** Key of an array whose items are to stay as they are: what they lack is not theirs to have. Default: `items`, of a list. */
  readonly itemsKey?: string;
  /**
   * Use one buffer again and again: what `push` returned is then valid until the next `push` only.
   * Without it each object stays valid for as long as it is held, and so does the 256 KB buffer around it.
   */
  readonly reuseBuffer?: boolean;
  /** An item longer than this is malformed. Default 64 MiB: etcd holds objects of 1.5 MB. */
  readonly maxItemBytes?: number;
}

/** Splits the body of one list response into its items. */
export interface ListSplitter {
  /**
   * Takes the next bytes, in one piece or several, cut anywhere, and returns the items that they complete.
   *
   * @throws {MalformedListError} for anything that is not JSON of a list.
   */
  push(bytes: Uint8Array | readonly Uint8Array[]): readonly ScannedObject[];
  /** The list's metadata: undefined until its bytes have come, which is before the items for built-in types. */
  readonly metadata: ListMetadata | undefined;
  /** Items so far that are no objects, and not null either; they are passed over. */
  readonly strangeItems: number;
  /**
   * Says that the body is complete.
   *
   * @throws {MalformedListError} with `truncated` when the list is not.
   */
  end(): ListMetadata;
  /** Gives a reused buffer back: what `push` returned is valid no more. Nothing may be called afterwards. */
  close(): void;
}

/**
 * A scanner over the bytes of a list: no item is ever parsed, yet every byte is checked against JSON's grammar
 * (RFC 8259), so that what is handed on is valid JSON. Any chunking, white space and key order will do.
 */
export function createListSplitter(options: ListSplitterOptions): ListSplitter {
  if (!isWarm) warmUp();
  return new ByteListSplitter(options);
}

let isWarm = false;

/**
 * V8 compiles the scan for what it has seen so far, and throws that away when something new comes along: half a dozen
 * times in the first 100 MB, a twentieth of a run's time. Whoever has seen everything is compiled once. Takes 4 ms.
 */
function warmUp(): void {
  isWarm = true;
  const text = Buffer.from(everyToken);
  const type = {group: '', version: 'v1', kind: 'A', resource: 'as', namespaced: true};
  // Whole, and cut everywhere.
  for (const length of [text.length, 1, 7, text.length]) {
    const splitter = new ByteListSplitter({type, reuseBuffer: true});
    for (let at = 0; at < text.length; at += length) splitter.push(text.subarray(at, at + length));
    splitter.end();
    splitter.close();
  }
}

/** What the grammar allows next; from `inKey` on, the scan stands inside a string. */
const valueExpected = 0;
const valueOrEnd = 1;
const keyOrEnd = 2;
const keyExpected = 3;
const colonExpected = 4;
const commaOrEnd = 5;
const done = 6;
const inKey = 7;
const inString = 8;

/** Which value, of those that matter here, follows the key just read. */
const noRole = 0;
const listItems = 1;
const listMetadata = 2;
const itemMetadata = 3;
const itemApiVersion = 4;
const itemKind = 5;
const metadataName = 6;
const metadataNamespace = 7;
const metadataUid = 8;
const metadataOwnerReferences = 9;

/** The keys of one object that matter, by their length: no two have the same. */
type Keys = readonly ({readonly name: string; readonly role: number} | undefined)[];

function keysOf(roles: Readonly<Record<string, number>>): Keys {
  const keys: {name: string; role: number}[] = [];
  for (const [name, role] of Object.entries(roles)) keys[name.length] = {name, role};
  return keys;
}

const listKeys = keysOf({items: listItems, metadata: listMetadata});
const itemKeys = keysOf({metadata: itemMetadata, apiVersion: itemApiVersion, kind: itemKind});
const metadataKeys = keysOf({
  name: metadataName,
  namespace: metadataNamespace,
  uid: metadataUid,
  ownerReferences: metadataOwnerReferences,
});

/** The bracket that opened a container; its closing one is two higher. */
const objectBrace = 0x7b;

/** Depths inside `{"items":[{"metadata":{…}}]}`. */
const listDepth = 1;
const itemsDepth = 2;
const itemDepth = 3;
const metadataDepth = 4;
/** As deep as Go's decoder goes. */
const maxDepth = 10_000;

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** No number that a Kubernetes API serves is longer; one that is counts as malformed. */
const longestLiteral = 4096;
/** Kept free behind the bytes: for a quote that ends the scan of any string, and the word that it is read with. */
const sentinelBytes = 4;

class ByteListSplitter implements ListSplitter {
  readonly #type: ResourceType;
  readonly #reuse: boolean;
  readonly #maxItemBytes: number;
  readonly #listKeys: Keys;
  /** Whether items get what they lack. */
  readonly #isList: boolean;
  readonly #apiVersion: string;
  readonly #kind: string;
  /** The item's head where it lacks both `apiVersion` and `kind` and has other keys: the case of built-in types. */
  readonly #usualHead: Uint8Array;

  /** Bytes of the buffer in [position, filled) are still to be scanned. */
  #buffer: Buffer;
  #words: DataView;
  #position = 0;
  #filled = 0;
  /** Reused buffers that became too small: views of the last batch may still look at them. */
  readonly #outgrown: Buffer[] = [];
  #isClosed = false;
  /** From here on the buffer is ASCII; what lies before may be, too. */
  #asciiFrom = 0;
  /** Offset in the body of the buffer's first byte: for messages. */
  #base = 0;

  #state = valueExpected;
  #depth = 0;
  #containers: Uint8Array = new Uint8Array(64);
  /** First byte after the opening quote of the string that the scan stands in; -1 outside of strings. */
  #stringStart = -1;
  #stringHasEscape = false;
  #role = noRole;

  #itemsSeen = false;
  #inItems = false;
  #itemStart = -1;
  #inItemMetadata = false;
  /** Where the last item ended; from there on a server may send what is never done: white space, say. */
  #idleFrom = 0;
  #hasApiVersion = false;
  #hasKind = false;
  /** What stands in the item in place of its `apiVersion` and `kind`: an empty text, or null. */
  #emptyApiVersion: Patch | undefined;
  #emptyKind: Patch | undefined;
  #spans = noSpans();

  /** A container whose bytes are wanted once it is closed: where it starts, what it is, the depth around it. */
  #captureStart = -1;
  #captureRole = noRole;
  #captureDepth = -1;

  metadata: ListMetadata | undefined;
  strangeItems = 0;

  constructor(options: ListSplitterOptions) {
    this.#type = options.type;
    this.#reuse = options.reuseBuffer ?? false;
    this.#buffer = this.#reuse ? slabs.take(slabBytes) : Buffer.allocUnsafeSlow(slabBytes);
    this.#words = wordsOf(this.#buffer);
    this.#maxItemBytes = options.maxItemBytes ?? 64 * 1024 * 1024;
    this.#isList = options.itemsKey === undefined;
    this.#listKeys = options.itemsKey === undefined ? listKeys : keysOf({[options.itemsKey]: listItems});
    this.#apiVersion = `"apiVersion":${JSON.stringify(apiVersionOf(options.type))}`;
    this.#kind = `"kind":${JSON.stringify(options.type.kind)}`;
    this.#usualHead = Buffer.from(`{${this.#apiVersion},${this.#kind},`);
  }

  push(bytes: Uint8Array | readonly Uint8Array[]): readonly ScannedObject[] {
    for (const slab of this.#outgrown.splice(0)) slabs.give(slab);
    if (bytes instanceof Uint8Array) this.#append(bytes);
    else for (const chunk of bytes) this.#append(chunk);
    const items: ScannedObject[] = [];
    this.#scan(items);
    return items;
  }

  #append(chunk: Uint8Array): void {
    if (this.#filled + chunk.length + sentinelBytes > this.#buffer.length) this.#makeRoom(chunk.length);
    this.#buffer.set(chunk, this.#filled);
    this.#filled += chunk.length;
    if (!isAscii(chunk)) this.#asciiFrom = this.#filled;
  }

  close(): void {
    if (!this.#reuse || this.#isClosed) return;
    this.#isClosed = true;
    for (const slab of [...this.#outgrown, this.#buffer]) slabs.give(slab);
  }

  end(): ListMetadata {
    // A word or a number that nothing follows is whole, and no list.
    if (this.#state === valueExpected && this.#depth === 0 && this.#position < this.#filled)
      throw this.#malformed('expected a list', this.#position);
    if (this.#state !== done) throw this.#malformed('it ends before the list does', this.#filled, true);
    if (!this.#itemsSeen) throw this.#malformed('it has no "items"', this.#filled);
    return this.metadata ?? {};
  }

  /** Moves what is still needed to the front of this buffer, or of a new one where others may hold views of this. */
  #makeRoom(bytes: number): void {
    let keep = this.#position;
    if (this.#stringStart !== -1) keep = Math.min(keep, this.#stringStart);
    if (this.#captureStart !== -1) keep = Math.min(keep, this.#captureStart);
    if (this.#itemStart !== -1) keep = Math.min(keep, this.#itemStart);
    const kept = this.#filled - keep;
    // What is not scanned yet may be many items.
    if (this.#position - keep > this.#maxItemBytes) throw this.#tooLong(keep);
    if (this.#position - this.#idleFrom > this.#maxItemBytes)
      throw this.#malformed(`over ${this.#maxItemBytes} bytes without an item`, this.#idleFrom);
    const needed = kept + bytes + sentinelBytes;
    const source = this.#buffer;
    if (!this.#reuse || needed > source.length) {
      // Twice the need: what grows over many chunks is then copied a logarithmic number of times.
      const size = needed > slabBytes / 2 ? needed * 2 : slabBytes;
      this.#buffer = this.#reuse ? slabs.take(size) : Buffer.allocUnsafeSlow(size);
      this.#words = wordsOf(this.#buffer);
    }
    source.copy(this.#buffer, 0, keep, this.#filled);
    if (this.#reuse && source !== this.#buffer) this.#outgrown.push(source);
    this.#base += keep;
    this.#idleFrom -= keep;
    this.#position -= keep;
    this.#asciiFrom = Math.max(0, this.#asciiFrom - keep);
    this.#filled = kept;
    if (this.#stringStart !== -1) this.#stringStart -= keep;
    if (this.#captureStart !== -1) this.#captureStart -= keep;
    if (this.#itemStart !== -1) this.#itemStart -= keep;
  }

  /**
   * The loop over the bytes. What the grammar allows is decided here, with locals only; the methods are called for the
   * outer levels (list, items, item, metadata), where a key or a bracket means something.
   */
  #scan(items: ScannedObject[]): void {
    const buffer = this.#buffer;
    const words = this.#words;
    const end = this.#filled;
    let containers: Uint8Array = this.#containers;
    let depth = this.#depth;
    let position = this.#position;
    let state = this.#state;
    // A quote behind the last byte ends every string, so that the string loop needs no second condition.
    buffer[end] = 0x22;
    while (position < end) {
      // In range, here and below: position <= end < buffer.length.
      let byte = buffer[position] as number;
      if (state < inKey) {
        if (byte === 0x22) {
          if (state > keyExpected) throw this.#unexpected(state, position);
          state = state >= keyOrEnd ? inKey : inString;
          byte = buffer[++position] as number;
          this.#stringStart = position;
          this.#stringHasEscape = false;
        } else if (byte === 0x2c) {
          if (state !== commaOrEnd) throw this.#unexpected(state, position);
          state = containers[depth] === objectBrace ? keyExpected : valueExpected;
          position++;
          continue;
        } else if (byte === 0x7d || byte === 0x5d) {
          if (state !== commaOrEnd && state !== (byte === 0x7d ? keyOrEnd : valueOrEnd)) {
            throw this.#unexpected(state, position);
          }
          if (containers[depth] !== byte - 2) throw this.#malformed('a bracket of the wrong kind', position);
          depth--;
          if (depth <= metadataDepth) this.#closed(depth, position, items);
          state = depth === 0 ? done : commaOrEnd;
          position++;
          continue;
        } else if (byte === 0x3a && state === colonExpected) {
          state = valueExpected;
          position++;
          continue;
        } else if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
          position++;
          continue;
        } else if (state > valueOrEnd) {
          throw this.#unexpected(state, position);
        } else if (byte === 0x7b || byte === 0x5b) {
          depth++;
          if (depth === containers.length) containers = this.#deepen(depth, position);
          containers[depth] = byte;
          if (depth <= metadataDepth + 1) this.#opened(depth, byte === 0x7b, position);
          state = byte === 0x7b ? keyOrEnd : valueOrEnd;
          position++;
          continue;
        } else {
          const next = endOfLiteral(buffer, position, end);
          // A number may go on in the next chunk: wait for what follows it.
          if (next === end && end - position < longestLiteral) break;
          this.#literal(depth, position, next);
          state = commaOrEnd;
          position = next;
          continue;
        }
      }
      for (;;) {
        // Four bytes at a time. In `stops` the high bit of each byte that ends the run of plain characters (a quote, a
        // backslash, a control character) is set; above the first one others may be, too, and do not count.
        for (;;) {
          const word = words.getInt32(position, true);
          const quote = word ^ 0x22222222;
          const backslash = word ^ 0x5c5c5c5c;
          const stops =
            (((quote - 0x01010101) & ~quote) |
              ((backslash - 0x01010101) & ~backslash) |
              ((word - 0x20202020) & ~word)) &
            0x80808080;
          if (stops !== 0) {
            position += (31 - Math.clz32(stops & -stops)) >> 3;
            break;
          }
          position += 4;
        }
        byte = buffer[position] as number;
        if (byte !== 0x5c || position + 1 >= end || simpleEscapes[buffer[position + 1] as number] === 0)
          break;
        this.#stringHasEscape = true;
        position += 2;
        byte = buffer[position] as number;
      }
      if (position >= end) {
        position = end;
        break;
      }
      if (byte !== 0x22) {
        const next = this.#endOfEscape(byte, position, end);
        if (next === position) break;
        position = next;
        continue;
      }
      if (state === inKey) {
        if (depth <= metadataDepth) this.#key(depth, this.#stringStart, position);
        this.#stringStart = -1;
        position++;
        // What compact JSON has here nearly always, taken without another round of the loop.
        if (buffer[position] === 0x3a && position < end) {
          position++;
          state = valueExpected;
        } else {
          state = colonExpected;
        }
      } else {
        if (depth <= metadataDepth) this.#stringValue(depth, this.#stringStart, position);
        this.#stringStart = -1;
        position++;
        if (buffer[position] === 0x2c && position < end) {
          position++;
          state = containers[depth] === objectBrace ? keyExpected : valueExpected;
        } else {
          state = commaOrEnd;
        }
      }
    }
    this.#depth = depth;
    this.#state = state;
    this.#position = position;
  }

  /** Where scanning goes on behind an escape of six bytes; `position` itself when an escape is not complete yet. */
  #endOfEscape(byte: number, position: number, end: number): number {
    if (byte !== 0x5c) throw this.#malformed('a control character in a string', position);
    if (position + 1 === end) return position;
    if (this.#buffer[position + 1] !== 0x75) throw this.#malformed('a bad escape in a string', position);
    if (position + 6 > end) return position;
    this.#stringHasEscape = true;
    if (!hasHexDigits(this.#buffer, position + 2))
      throw this.#malformed('a bad escape in a string', position);
    return position + 6;
  }

  /** Takes a key of the outer levels. Where one comes again, the last one counts, as for JSON.parse. */
  #key(depth: number, start: number, end: number): void {
    const role = this.#roleOfKey(depth, start, end);
    this.#role = role;
    const spans = this.#spans;
    switch (role) {
      case listItems:
        if (this.#itemsSeen) throw this.#malformed('a second "items"', start - 1);
        break;
      case listMetadata:
        this.metadata = undefined;
        break;
      case itemApiVersion:
        this.#hasApiVersion = true;
        this.#emptyApiVersion = undefined;
        break;
      case itemKind:
        this.#hasKind = true;
        this.#emptyKind = undefined;
        break;
      case itemMetadata:
        spans.nameStart = spans.namespaceStart = spans.uidStart = spans.ownerReferencesStart = 0;
        break;
      case metadataName:
        spans.nameStart = 0;
        break;
      case metadataNamespace:
        spans.namespaceStart = 0;
        break;
      case metadataUid:
        spans.uidStart = 0;
        break;
      case metadataOwnerReferences:
        spans.ownerReferencesStart = 0;
        break;
    }
  }

  #roleOfKey(depth: number, start: number, end: number): number {
    const keys =
      depth === listDepth
        ? this.#listKeys
        : depth === itemDepth && this.#inItems
          ? itemKeys
          : depth === metadataDepth && this.#inItemMetadata
            ? metadataKeys
            : undefined;
    if (keys === undefined) return noRole;
    const buffer = this.#buffer;
    if (this.#stringHasEscape) {
      const name = JSON.parse(`"${buffer.toString('utf8', start, end)}"`) as string;
      const key = keys[name.length];
      return key?.name === name ? key.role : noRole;
    }
    // Making a string of each key would take a tenth of the scan.
    const key = keys[end - start];
    return key !== undefined && isTextAt(buffer, start, key.name) ? key.role : noRole;
  }

  /** A string that is a value of the list, of an item or of its metadata. */
  #stringValue(depth: number, start: number, quote: number): void {
    this.#passScalar(depth, start - 1);
    const spans = this.#spans;
    const from = start - 1 - this.#itemStart;
    const to = quote + 1 - this.#itemStart;
    switch (this.#role) {
      case metadataName:
        spans.nameStart = from;
        spans.nameEnd = to;
        break;
      case metadataNamespace:
        spans.namespaceStart = from;
        spans.namespaceEnd = to;
        break;
      case metadataUid:
        spans.uidStart = from;
        spans.uidEnd = to;
        break;
      case itemApiVersion:
      case itemKind:
        if (quote === start) this.#noteEmpty(from, to);
        break;
      case listItems:
        throw this.#malformed('"items" is no array', start - 1);
      case listMetadata:
        throw this.#malformed('"metadata" is no object', start - 1);
    }
    this.#role = noRole;
  }

  /** Go writes a type that was never filled in as empty; what it is, the list tells. */
  #noteEmpty(start: number, end: number): void {
    if (!this.#isList) return;
    if (this.#role === itemKind) this.#emptyKind = {start, end, text: JSON.stringify(this.#type.kind)};
    else this.#emptyApiVersion = {start, end, text: JSON.stringify(apiVersionOf(this.#type))};
  }

  #literal(depth: number, start: number, end: number): void {
    if (end - start >= longestLiteral)
      throw this.#malformed(`a number of ${longestLiteral} bytes or more`, start);
    if (!isLiteral(this.#buffer, start, end)) throw this.#malformed('expected a value', start);
    const isNull = this.#buffer[start] === 0x6e;
    this.#passScalar(depth, start, isNull);
    switch (this.#role) {
      case listItems:
        // Go writes a list that was never filled as null.
        if (!isNull) throw this.#malformed('"items" is no array', start);
        this.#itemsSeen = true;
        break;
      case listMetadata:
        if (!isNull) throw this.#malformed('"metadata" is no object', start);
        break;
      case itemApiVersion:
      case itemKind:
        if (isNull) this.#noteEmpty(start - this.#itemStart, end - this.#itemStart);
        break;
    }
    this.#role = noRole;
  }

  /** The list is an object. A scalar among its items is passed over: Go writes an item that was never filled as null. */
  #passScalar(depth: number, position: number, isNull = false): void {
    if (depth < listDepth) throw this.#malformed('expected a list', position);
    if (this.#inItems && depth === itemsDepth && !isNull) this.strangeItems++;
  }

  #deepen(depth: number, position: number): Uint8Array {
    if (depth > maxDepth) throw this.#malformed(`nested deeper than ${maxDepth}`, position);
    const longer = new Uint8Array(Math.min(depth * 2, maxDepth + 1));
    longer.set(this.#containers);
    this.#containers = longer;
    return longer;
  }

  #opened(depth: number, isObject: boolean, position: number): void {
    const role = this.#role;
    this.#role = noRole;
    if (depth === listDepth) {
      if (!isObject) throw this.#malformed('expected a list', position);
    } else if (depth === itemDepth && this.#inItems) {
      if (!isObject) return;
      this.#itemStart = position;
      this.#hasApiVersion = this.#hasKind = false;
      this.#emptyApiVersion = this.#emptyKind = undefined;
      this.#spans = noSpans();
    } else if (role === listItems) {
      if (isObject) throw this.#malformed('"items" is no array', position);
      this.#itemsSeen = this.#inItems = true;
    } else if (role === itemMetadata) {
      this.#inItemMetadata = isObject;
    } else if (role === listMetadata || role === metadataOwnerReferences) {
      if (role === listMetadata && !isObject) throw this.#malformed('"metadata" is no object', position);
      this.#captureStart = position;
      this.#captureRole = role;
      this.#captureDepth = depth - 1;
    }
  }

  /** The container inside `depth` was closed by the bracket at `position`. */
  #closed(depth: number, position: number, items: ScannedObject[]): void {
    if (depth === this.#captureDepth) {
      if (this.#captureRole === metadataOwnerReferences) {
        this.#spans.ownerReferencesStart = this.#captureStart - this.#itemStart;
        this.#spans.ownerReferencesEnd = position + 1 - this.#itemStart;
      } else {
        this.metadata = this.#listMetadata(this.#captureStart, position + 1);
      }
      this.#captureStart = this.#captureDepth = -1;
    }
    if (!this.#inItems) return;
    if (depth === itemsDepth && this.#itemStart !== -1) items.push(this.#endItem(position + 1));
    else if (depth === itemsDepth) this.strangeItems++;
    else if (depth === itemDepth) this.#inItemMetadata = false;
    else if (depth === listDepth) this.#inItems = false;
  }

  #listMetadata(start: number, end: number): ListMetadata {
    const bytes = this.#buffer.subarray(start, end);
    // A token that lost bytes would be asked for in vain.
    if (!isUtf8(bytes)) throw this.#malformed('its metadata is not UTF-8', start);
    const metadata = JSON.parse(bytes.toString('utf8')) as {readonly [key in keyof ListMetadata]: unknown};
    const {continue: token, resourceVersion, remainingItemCount: left} = metadata;
    if (typeof (token ?? '') !== 'string') throw this.#malformed('its continue token is no text', start);
    return {
      ...(typeof resourceVersion === 'string' ? {resourceVersion} : {}),
      ...(typeof left === 'number' ? {remainingItemCount: left} : {}),
      ...(typeof token === 'string' ? {continue: token} : {}),
    };
  }

  #endItem(end: number): ScannedObject {
    const start = this.#itemStart;
    this.#itemStart = -1;
    this.#idleFrom = end;
    if (end - start > this.#maxItemBytes) throw this.#tooLong(start);
    if (start < this.#asciiFrom && !isUtf8(this.#buffer.subarray(start, end)))
      throw this.#malformed('an item is not UTF-8', start);
    const head = this.#head(start, end);
    const type = this.#type;
    if (this.#emptyApiVersion === undefined && this.#emptyKind === undefined)
      return new ScannedObject({type, buffer: this.#buffer, start, end, head, spans: this.#spans});
    const patches = [this.#emptyApiVersion, this.#emptyKind].filter((patch) => patch !== undefined);
    const {buffer, spans} = patchItem(this.#buffer.subarray(start, end), this.#spans, patches);
    return new ScannedObject({type, buffer, start: 0, end: buffer.length, head, spans});
  }

  #head(start: number, end: number): Uint8Array | undefined {
    if (!this.#isList || (this.#hasApiVersion && this.#hasKind)) return undefined;
    // No name can mean no key at all, and then no comma may follow.
    const isEmpty =
      this.#spans.nameStart === 0 && this.#buffer.toString('latin1', start + 1, end - 1).trim() === '';
    if (!this.#hasApiVersion && !this.#hasKind && !isEmpty) return this.#usualHead;
    const missing = [
      ...(this.#hasApiVersion ? [] : [this.#apiVersion]),
      ...(this.#hasKind ? [] : [this.#kind]),
    ];
    return Buffer.from(`{${missing.join(',')}${isEmpty ? '' : ','}`);
  }

  #tooLong(position: number): MalformedListError {
    return this.#malformed(`an item is over ${this.#maxItemBytes} bytes`, position);
  }

  #unexpected(state: number, position: number): MalformedListError {
    return this.#malformed(`expected ${expectedByState[state]}`, position);
  }

  #malformed(problem: string, position: number, truncated = false): MalformedListError {
    return new MalformedListError(problem, this.#base + position, truncated);
  }
}

const expectedByState: Readonly<Record<number, string>> = {
  [valueExpected]: 'a value',
  [valueOrEnd]: 'a value or "]"',
  [keyOrEnd]: 'a key or "}"',
  [keyExpected]: 'a key',
  [colonExpected]: '":"',
  [commaOrEnd]: '"," or a closing bracket',
  [done]: 'nothing more',
};

/** Nothing found yet. Relative to the item, since the buffer may move. */
function noSpans(): MetadataSpans {
  return {
    nameStart: 0,
    nameEnd: 0,
    namespaceStart: 0,
    namespaceEnd: 0,
    uidStart: 0,
    uidEnd: 0,
    ownerReferencesStart: 0,
    ownerReferencesEnd: 0,
  };
}

function wordsOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** 1 for what numbers, `true`, `false` and `null` are made of: digits, small letters, `E`, `+`, `-`, `.`. */
const literalBytes = new Uint8Array(256).fill(1, 0x30, 0x3a).fill(1, 0x61, 0x7b);
for (const byte of Buffer.from('E+-.')) literalBytes[byte] = 1;

/** Where the number or word ends, as far as its letters tell. */
function endOfLiteral(buffer: Buffer, from: number, end: number): number {
  let position = from;
  while (position < end && literalBytes[buffer[position] as number] === 1) position++;
  return position;
}

function isLiteral(buffer: Buffer, start: number, end: number): boolean {
  const length = end - start;
  switch (buffer[start] as number) {
    case 0x74:
      return length === 4 && isTextAt(buffer, start, 'true');
    case 0x66:
      return length === 5 && isTextAt(buffer, start, 'false');
    case 0x6e:
      return length === 4 && isTextAt(buffer, start, 'null');
  }
  // Most are whole numbers.
  if (length === 1 || buffer[start] !== 0x30) {
    let position = start;
    while (position < end && isDigit(buffer[position])) position++;
    if (position === end) return length > 0;
  }
  return jsonNumber.test(buffer.toString('latin1', start, end));
}

/** Whether ASCII text stands there. Making a string of the bytes would take many times as long. */
function isTextAt(buffer: Buffer, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (buffer[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
