import {PassThrough, Writable} from 'node:stream';

import {createMemorySource, type Page, runCollection, type SinkSession, type StreamName} from '@firefly/core';
import {sinkContract} from '@firefly/core/contract';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {createDryRunSink} from '../../src/dry-run/create-dry-run-sink.ts';
import {dryRunStreams} from '../../src/dry-run/dry-run-streams.ts';
import {CaptureStream} from '../capture-stream.ts';

const limits = {pageBytes: 1_200_000, itemBytes: 1_536_000};
const pod = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const all = new Set<StreamName>(['objects', 'helmReleases', 'k8sTrees']);

describe('keeps the contract of sinks', () => {
  const cases = sinkContract(async () => {
    const output = new CaptureStream();
    const complete = () => output.text.endsWith(']}\n');
    return {
      sink: createDryRunSink({output, streams: new Set(['objects']), limits}),
      accepted: () => elements(output.text),
      committed: complete,
    };
  });
  test.each(cases)('$name', async ({run}) => run());
});

/** Texts of the document's objects, cut apart without parsing and writing them anew. */
function elements(document: string): string[] {
  const {objects} = JSON.parse(document) as {objects: unknown[]};
  const texts = document.slice('{"objects":['.length, -']}\n'.length).split(/,(?=\{"apiVersion":)/);
  expect(texts).toHaveLength(objects.length);
  return texts;
}

async function open(
  output: Writable,
  streams = all,
  signal = new AbortController().signal,
): Promise<SinkSession> {
  const sink = createDryRunSink({output, streams, limits});
  const opening = await sink.open({runId: 'a', startedAt: new Date(), cluster: {}, signal});
  if (opening.kind !== 'ready') throw new Error('A dry run is always ready.');
  opening.session.announce({resourceTypes: [{kind: 'Pod', namespaced: true, apiVersion: 'v1'}]});
  return opening.session;
}

function page(stream: StreamName, items: readonly string[], release = () => {}): Page {
  const body = Buffer.from(items.join(','));
  return {
    stream,
    format: {head: new Uint8Array(), tail: new Uint8Array()},
    body,
    offsets: [],
    itemBytes: body.byteLength,
    release,
  };
}

// `commit` and `abort` of a dry run do not look at the report.
const noReport = undefined as never;

test('one document with an array for each stream, however they interleave', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...all), fc.array(fc.json(), {minLength: 1, maxLength: 3}))),
      async (pages) => {
        const output = new CaptureStream();
        const session = await open(output);
        await Promise.all(pages.map(async ([stream, items]) => session.write(page(stream, items))));
        await session.commit(noReport);
        const of = (stream: StreamName) => pages.flatMap(([name, items]) => (name === stream ? items : []));
        const text = (stream: StreamName) => `"${stream}":[${of(stream).join(',')}]`;
        const types = '"k8sTypes":[{"kind":"Pod","namespaced":true,"apiVersion":"v1"}]';
        expect(output.text).toBe(
          `{${text('objects')},${text('helmReleases')},${types},${text('k8sTrees')}}\n`,
        );
        JSON.parse(output.text);
      },
    ),
  );
});

test('the keys follow the contract that would be spoken', async () => {
  const keys = async (streams: ReadonlySet<StreamName>) => {
    const output = new CaptureStream();
    await (await open(output, new Set(streams))).commit(noReport);
    return Object.keys(JSON.parse(output.text) as object);
  };
  expect(await keys(dryRunStreams({protocol: 'objects', trees: true}))).toEqual(['objects']);
  expect(await keys(dryRunStreams({protocol: 'auto', trees: false}))).toEqual([
    'objects',
    'helmReleases',
    'k8sTypes',
  ]);
  expect(await keys(dryRunStreams({protocol: 'fetching', trees: true}))).toEqual([
    'objects',
    'helmReleases',
    'k8sTypes',
    'k8sTrees',
  ]);
});

test('waits for the reader: a page stays taken until the output has it', async () => {
  const output = new PassThrough({highWaterMark: 1});
  const session = await open(output);
  let released = false;
  const writing = session.write(page('objects', ['"first"'], () => (released = true)));
  await new Promise(setImmediate);
  expect(released).toBe(false);
  output.resume();
  await writing;
  expect(released).toBe(true);
});

test('a reader that goes away ends the run with an error of its own kind', async () => {
  const output = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), {code: 'EPIPE'}));
    },
  });
  const source = createMemorySource({types: [{type: pod, objects: ['{"kind":"Pod"}']}]});
  const sink = createDryRunSink({output, streams: new Set(['objects']), limits});
  const report = await runCollection({source, sink, signal: new AbortController().signal});
  expect(report).toMatchObject({result: 'failure', code: 'CLI_OUTPUT_CLOSED'});
});

test('a full disk is named', async () => {
  const output = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('no space left'), {code: 'ENOSPC'}));
    },
  });
  const session = await open(output);
  await expect(session.write(page('objects', ['1']))).rejects.toMatchObject({
    code: 'CLI_OUTPUT_FAILED',
    message: 'Standard output cannot be written: ENOSPC.',
  });
});

test('a stop ends the waiting for a reader that does not read', async () => {
  const stop = new AbortController();
  const output = new PassThrough({highWaterMark: 1});
  const session = await open(output, all, stop.signal);
  const writing = session.write(page('objects', ['1']));
  stop.abort(new Error('stopped'));
  await expect(writing).rejects.toThrow('stopped');
});

test('a run that fails leaves the document without its end', async () => {
  const output = new CaptureStream();
  const session = await open(output);
  await session.write(page('objects', ['1']));
  await session.abort(noReport);
  expect(output.text).toBe('{"objects":[1');
});

test('objects are shown bare, as they came', async () => {
  const text = '{"apiVersion":"v1", "kind":"Pod","n":1.0,"big":9007199254740993}';
  const output = new CaptureStream();
  const source = createMemorySource({types: [{type: pod, objects: [text]}]});
  const sink = createDryRunSink({output, streams: new Set(['objects']), limits});
  await runCollection({source, sink, signal: new AbortController().signal});
  expect(output.text).toBe(`{"objects":[${text}]}\n`);
});
