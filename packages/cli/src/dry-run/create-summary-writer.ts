import type {RunReport} from '@firefly/core';
import type {Writable} from 'node:stream';
import {gzipSync} from 'node:zlib';

import {formatSummary, type SummaryRow} from './format-summary.ts';
import type {ItemGroup, ItemWriter} from './item-writer.ts';
import {writeOutput} from '../output/write-output.ts';

export interface SummaryWriterOptions {
  readonly output: Writable;
  /** Columns of the terminal. */
  readonly width: number;
  /** A page is compressed once it has this many bytes, as before sending. */
  readonly pageBytes: number;
  /** 1 to 9. */
  readonly gzipLevel: number;
  /** What stands below the table; asked for once all was read. */
  readonly footnote: () => string;
}

interface Sums {
  readonly group: ItemGroup;
  items: number;
  bytes: number;
  compressedBytes: number;
  largest: {readonly bytes: number; readonly name: string};
  pending: Uint8Array[];
  pendingBytes: number;
}

interface Named {
  readonly name?: string;
  readonly namespace?: string;
  readonly metadata?: {readonly name?: string; readonly namespace?: string};
}

/** Adds up what a dry run would send, each type compressed by itself in pages, and shows the table at the end. */
export function createSummaryWriter(options: SummaryWriterOptions): ItemWriter {
  const {output, width, pageBytes, gzipLevel, footnote} = options;
  const sums = new Map<ItemGroup, Sums>();

  function compress(one: Sums): void {
    if (one.pendingBytes === 0) return;
    const page = Buffer.concat(one.pending, one.pendingBytes);
    const level = gzipLevel;
    one.compressedBytes += gzipSync(page, {level, chunkSize: 256 * 1024}).byteLength;
    one.pending = [];
    one.pendingBytes = 0;
  }

  return {
    async write(group, items) {
      let one = sums.get(group);
      if (one === undefined) {
        const largest = {bytes: 0, name: ''};
        one = {group, items: 0, bytes: 0, compressedBytes: 0, largest, pending: [], pendingBytes: 0};
        sums.set(group, one);
      }
      for (const item of items) {
        one.items++;
        one.bytes += item.byteLength;
        if (item.byteLength > one.largest.bytes) one.largest = {bytes: item.byteLength, name: nameOf(item)};
        one.pending.push(Uint8Array.from(item));
        one.pendingBytes += item.byteLength;
        if (one.pendingBytes > pageBytes) compress(one);
      }
    },
    async commit(report) {
      for (const one of sums.values()) compress(one);
      await writeOutput(
        output,
        formatSummary(
          [...sums.values()].map((one) => rowOf(one, report)),
          report,
          width,
        ) + `${footnote()}\n`,
      );
    },
  };
}

function rowOf({group, items, bytes, compressedBytes, largest}: Sums, report: RunReport): SummaryRow {
  const ofKind = <Row extends {readonly kind: string}>(rows: readonly Row[]) =>
    rows.filter(({kind}) => kind === group.kind);
  return {
    name: group.name,
    items,
    bytes,
    compressedBytes,
    largest,
    redactions: ofKind(report.redactions).reduce((sum, {values}) => sum + values, 0),
    oversized: ofKind(report.oversized.filter(({stream}) => stream === group.stream)).length,
  };
}

/** Parsed only for an object that is the largest so far: few are. */
function nameOf(item: Uint8Array): string {
  const {metadata, ...own} = JSON.parse(new TextDecoder().decode(item)) as Named;
  const {name = '', namespace} = metadata ?? own;
  return namespace === undefined ? name : `${namespace}/${name}`;
}
