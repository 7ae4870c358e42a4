import {connect} from '../src/connect.ts';
import {createObjectsContract} from '../src/contract/objects-contract.ts';
import {defaults} from '../src/defaults.ts';
import {createFflateGzip} from '../src/gzip/fflate-gzip.ts';
import type {GzipEngine} from '../src/gzip/gzip-engine.ts';
import {createNativeGzip} from '../src/gzip/native-gzip.ts';
import {silentLog} from '../src/firefly-log.ts';
import {createSession} from '../src/session.ts';
import {expect, test} from 'vitest';

import {makePod} from './make-item.ts';
import {makePage} from './make-page.ts';
import {setUp} from './open-sink.ts';

const objectsRequest = 'POST /integrations/k8s/c1/objects';

const broken: GzipEngine = {
  name: 'native',
  compress: () => Promise.reject(new Error('out of memory')),
  decompress: () => Promise.reject(new Error('out of memory')),
};

async function setUpEngines(engines: readonly GzipEngine[], gzipLevel?: 'auto') {
  const t = await setUp();
  const session = createSession({
    ...connect(t.options(), {base: t.firefly.url, encoding: 'json'}),
    contract: createObjectsContract(`${t.firefly.url}/integrations/k8s/c1`, 'run-1'),
    engines,
    gzipLevel,
    limits: {...defaults},
    signal: t.run.signal,
    log: silentLog,
  });
  const page = (...names: string[]) =>
    makePage(
      session.format('objects'),
      'objects',
      names.map((name) => makePod(name)),
    );
  return {...t, session, page};
}

test('where every engine fails, the page goes out as it is and without the header, on each attempt', async () => {
  await using t = await setUpEngines([broken]);
  t.firefly.answer(objectsRequest, {status: 503});
  const page = t.page('a');
  const text = Buffer.from(page.body).toString();
  const receipt = await t.session.write(page);
  const requests = t.firefly.to(objectsRequest);
  expect(requests.map(({raw}) => raw.toString())).toEqual([text, text]);
  expect(requests.every(({headers}) => headers['content-encoding'] === undefined)).toBe(true);
  expect(receipt).toMatchObject({requests: 1, sentBytes: text.length, retries: 1});
  expect(receipt.warnings?.join(' ')).toContain('uncompressed');
  // The page's own memory was needed until the end.
  expect(page.released).toBe(true);
});

test('each warning stands in one receipt of a session', async () => {
  await using t = await setUpEngines([broken]);
  expect((await t.session.write(t.page('a'))).warnings).toHaveLength(2);
  expect((await t.session.write(t.page('b'))).warnings).toBeUndefined();
});

test('an uncompressed page that is too large is halved all the same', async () => {
  await using t = await setUpEngines([broken]);
  t.firefly.answer(objectsRequest, {status: 413});
  const receipt = await t.session.write(t.page('a', 'b'));
  expect(receipt.requests).toBe(2);
  const names = t.firefly
    .to(objectsRequest)
    .slice(1)
    .map(({text}) => (JSON.parse(text) as {objects: {metadata: {name: string}}[]}).objects[0]!.metadata.name);
  expect(names).toEqual(['a', 'b']);
});

test('where the native engine fails, fflate takes over', async () => {
  await using t = await setUpEngines([broken, createFflateGzip()]);
  const page = t.page('a');
  const text = Buffer.from(page.body).toString();
  const receipt = await t.session.write(page);
  const [request] = t.firefly.to(objectsRequest);
  expect(request!.headers['content-encoding']).toBe('gzip');
  expect(request!.text).toBe(text);
  expect(receipt.warnings).toEqual(['The gzip engine "native" failed on a page: out of memory.']);
});

/** Native gzip that notes which memory it gave and got back. */
function countingEngine() {
  const native = createNativeGzip();
  const held = new Set<Uint8Array>();
  const engine: GzipEngine = {
    ...native,
    async compress(body) {
      const {bytes, release} = await native.compress(body);
      held.add(bytes);
      return {
        bytes,
        release() {
          if (!held.delete(bytes)) throw new Error('released twice');
          release();
        },
      };
    },
  };
  return {engine, held};
}

test('the memory of a compressed page is given back once it is acknowledged, that of its halves as well', async () => {
  const {engine, held} = countingEngine();
  await using t = await setUpEngines([engine]);
  t.firefly.answer(objectsRequest, {status: 503});
  t.firefly.answer(objectsRequest, {status: 413});
  const receipt = await t.session.write(t.page('a', 'b', 'c'));
  expect(receipt).toMatchObject({requests: 2, retries: 1});
  expect(held.size).toBe(0);
});

test('it is not before, on no attempt', async () => {
  const {engine, held} = countingEngine();
  await using t = await setUpEngines([engine]);
  const heldWhenAsked: number[] = [];
  for (const status of [503, 204]) {
    t.firefly.answer(objectsRequest, () => {
      heldWhenAsked.push(held.size);
      return {status};
    });
  }
  await t.session.write(t.page('a'));
  expect(heldWhenAsked).toEqual([1, 1]);
});

test.for([
  ['auto', [1, 1, 1, 4, 6, 6, 5, 4]],
  [undefined, Array.from({length: 8})],
] as const)(
  'level %s: what pages are compressed at while others wait for the receiver',
  async ([level, expected]) => {
    const native = createNativeGzip();
    const levels: (number | undefined)[] = [];
    const noting: GzipEngine = {
      ...native,
      async compress(body, wanted) {
        levels.push(wanted);
        return native.compress(body, wanted);
      },
    };
    await using t = await setUpEngines([noting], level);
    const places = defaults.pagesInFlight.k8sTrees;
    const write = async () => t.session.write({...t.page('a'), stream: 'k8sTrees'});
    const waiting: Promise<unknown>[] = [];
    for (let page = 1; page < places; page++) {
      t.firefly.answer(objectsRequest, 'hang');
      const arrived = t.firefly.next(objectsRequest);
      waiting.push(write());
      await arrived;
    }
    await write();
    await write();
    t.run.abort(new Error('enough'));
    await Promise.allSettled(waiting);
    await write().catch(() => undefined);
    await write().catch(() => undefined);
    expect(levels).toEqual(expected);
  },
);
