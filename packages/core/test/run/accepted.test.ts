import {expect, test} from 'vitest';

import {createMemorySink, type Page, type Sink, type StreamName} from '../../src/index.ts';
import {textItem} from '../text-item.ts';
import {collect} from './collect.ts';
import {pod} from './pod.ts';
import {readingOf} from './reading-of.ts';
import {sourceOf} from './source-of.ts';

/** A sink whose receiver takes no item in which one of the words stands. */
function picky(words: readonly string[], streams: readonly StreamName[] = ['objects']) {
  const memory = createMemorySink({streams, limits: {pageBytes: 250}});
  const decoder = new TextDecoder();
  const refusedOf = ({stream, body, offsets}: Page) =>
    offsets.flatMap((offset, index) => {
      const text = decoder.decode(body.subarray(offset, offsets[index + 1])).replace(/[,\]}]+$/, '}');
      const word = words.find((one) => text.includes(one));
      if (word === undefined) return [];
      return [{stream, kind: 'Pod', name: word, bytes: 100, index}];
    });
  const sink: Sink = {
    async open(context) {
      const opening = await memory.open(context);
      if (opening.kind !== 'ready') return opening;
      const {session} = opening;
      const write: typeof session.write = async (page) => {
        const oversized = refusedOf(page);
        const receipt = await session.write(page);
        return {...receipt, requests: oversized.length === page.offsets.length ? 0 : 1, oversized};
      };
      return {kind: 'ready', session: {...session, write}};
    },
  };
  return {sink, calls: memory.calls};
}

const reading = (name: string, ...names: readonly string[]) =>
  readingOf(name, async function* () {
    for (const one of names) yield [pod(one, 100)];
  });

test('an item that the receiver refused counts as accepted nowhere, in its own reading', async () => {
  const {sink, calls} = picky(['pod-x', 'pod-y']);
  const source = sourceOf([
    reading('pods', 'pod-a', 'pod-x', 'pod-b', 'pod-c'),
    reading('others', 'pod-y', 'pod-d'),
  ]);
  const report = await collect({source, sink, concurrency: 1});
  expect(report.result).toBe('success');
  expect(calls.at(-1)).toBe('commit');
  expect(report.readings).toMatchObject([
    {name: 'pods', items: 3, bytes: 300},
    {name: 'others', items: 1, bytes: 100},
  ]);
  expect(report.streams).toMatchObject([{items: 4, bytes: 400}]);
  expect(report.oversized).toEqual([
    {stream: 'objects', kind: 'Pod', name: 'pod-x', bytes: 100},
    {stream: 'objects', kind: 'Pod', name: 'pod-y', bytes: 100},
  ]);
});

test('a run of which every item was refused fails, and commits nothing', async () => {
  const {sink, calls} = picky(['pod']);
  const report = await collect({source: sourceOf([reading('pods', 'pod-a', 'pod-b', 'pod-c')]), sink});
  expect(report).toMatchObject({
    result: 'failure',
    code: 'CORE_NOTHING_ACCEPTED',
    readings: [{items: 0, bytes: 0}],
    streams: [{items: 0, bytes: 0, requests: 0}],
  });
  expect(report.reason).toContain('each of the 3');
  expect(calls.at(-1)).toBe('abort');
});

test('it fails where only releases were accepted, too', async () => {
  const {sink, calls} = picky(['pod'], ['objects', 'helmReleases']);
  const releases = readingOf('helm releases', async function* () {
    yield [textItem('{"name":"web"}', 'helmReleases')];
  });
  const report = await collect({source: sourceOf([reading('pods', 'pod-a'), releases]), sink});
  expect(report).toMatchObject({result: 'failure', code: 'CORE_NOTHING_ACCEPTED'});
  expect(calls.at(-1)).toBe('abort');
});

test('a run of which everything was over its own limit fails as well', async () => {
  const sink = createMemorySink({limits: {itemBytes: 50}});
  const report = await collect({source: sourceOf([reading('pods', 'pod-a')]), sink});
  expect(report).toMatchObject({result: 'failure', code: 'CORE_NOTHING_ACCEPTED'});
});

test('a release that was refused alone is no failure', async () => {
  const {sink} = picky(['web'], ['objects', 'helmReleases']);
  const releases = readingOf('helm releases', async function* () {
    yield [textItem('{"name":"web"}', 'helmReleases')];
  });
  const report = await collect({source: sourceOf([reading('pods', 'pod-a'), releases]), sink});
  expect(report).toMatchObject({result: 'success', oversized: [{name: 'web'}]});
});

test('a clock that is set back makes no time negative', async () => {
  const times = [5000, 6000, 1000, 2000, 7000, 3000];
  const source = sourceOf([reading('pods', 'pod-a')]);
  const report = await collect({source, sink: createMemorySink(), now: () => times.shift() ?? 0});
  expect(report.milliseconds).toBeGreaterThanOrEqual(0);
  expect(Date.parse(report.endedAt)).toBeGreaterThanOrEqual(Date.parse(report.startedAt));
  for (const {milliseconds} of [...report.readings, ...report.streams])
    expect(milliseconds).toBeGreaterThanOrEqual(0);
});
