import type {Writable} from 'node:stream';

import type {Sink, StreamName} from '@firefly/core';

import {writeOutput} from '../output/write-output.ts';
import {createDeferredArray, type DeferredArray} from './deferred-array.ts';
import {createGroupingSink, type GroupingSinkOptions} from './create-grouping-sink.ts';
import type {ItemWriter} from './item-writer.ts';

export interface DryRunSinkOptions extends Pick<GroupingSinkOptions, 'limits'> {
  /** Gets one JSON document. */
  readonly output: Writable;
  /** Keys of the document: `objects` alone is what the contract `objects` sends; with others, `k8sTypes` comes too. */
  readonly streams: ReadonlySet<StreamName>;
}

/**
 * Contacts nobody: shows what would be sent, byte for byte, as one JSON document with an array for each stream.
 *
 * Objects pass through as fast as the reader reads. The other streams may come in between; they wait, in memory and
 * then in a temporary file, until the objects are complete. A run that fails leaves the document without its end, so
 * that half of a cluster never looks complete.
 */
export function createDryRunSink({output, streams, limits}: DryRunSinkOptions): Sink {
  return createGroupingSink({
    streams,
    limits,
    pagesByType: false,
    writers: [documentWriter(output, streams)],
  });
}

function documentWriter(output: Writable, streams: ReadonlySet<StreamName>): ItemWriter {
  const deferred = {helmReleases: createDeferredArray(), k8sTrees: createDeferredArray()};
  let beginning = '{"objects":[';
  let signal: AbortSignal | undefined;
  const write = async (bytes: Uint8Array | string) => writeOutput(output, bytes, signal);
  const close = async () => Promise.all(Object.values(deferred).map((pages) => pages.close()));

  async function writeArray(name: StreamName, pages: DeferredArray) {
    let before = `,"${name}":[`;
    for await (const body of pages.bodies()) {
      await write(before);
      await write(body);
      before = ',';
    }
    await write(before === ',' ? ']' : `${before}]`);
  }

  return {
    async open(until) {
      signal = until;
    },
    async write({stream}, _items, body) {
      if (stream !== 'objects') return deferred[stream].add(body);
      await write(beginning);
      beginning = ',';
      await write(body);
    },
    async commit(_report, resourceTypes) {
      await write(beginning === ',' ? ']' : `${beginning}]`);
      if (streams.has('helmReleases')) await writeArray('helmReleases', deferred.helmReleases);
      if (streams.has('helmReleases') || streams.has('k8sTrees'))
        await write(`,"k8sTypes":${JSON.stringify(resourceTypes)}`);
      if (streams.has('k8sTrees')) await writeArray('k8sTrees', deferred.k8sTrees);
      await write('}\n');
      await close();
    },
    async abort() {
      await close().catch(() => undefined);
    },
  };
}
