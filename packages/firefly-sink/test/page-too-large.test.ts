import {describe, expect, test} from 'vitest';

import {makeItem, makePod} from './make-item.ts';
import {makePage} from './make-page.ts';
import {makeReport} from './make-report.ts';
import {setUp} from './open-sink.ts';

const objectsRequest = 'POST /integrations/k8s/c1/objects';

/** Refuses bodies above so many bytes with 413. */
async function setUpLimited(limit: number, protocol: 'objects' | 'fetching' = 'objects') {
  const t = await setUp();
  t.firefly.respond(({route, text}) =>
    /\/(objects|helm|tree)$/.test(route) && text.length > limit ? {status: 413} : undefined,
  );
  return {...t, session: await t.session({protocol})};
}

describe('413', () => {
  test('halves the page until each part is taken, each with a number of its own', async () => {
    await using t = await setUpLimited(2500);
    const pods = Array.from({length: 7}, (_, index) => makePod(`pod-${index}`, 1000));
    const page = makePage(t.session.format('objects'), 'objects', pods);
    const receipt = await t.session.write(page);

    const accepted = t.firefly.to(objectsRequest).filter(({text}) => text.length <= 2500);
    const objects = accepted.flatMap(({text}) => (JSON.parse(text) as {objects: unknown[]}).objects);
    expect(objects).toEqual(pods.map((pod) => pod.parse()));
    const keys = t.firefly.to(objectsRequest).map(({headers}) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(keys.length);
    expect(receipt).toEqual({
      requests: accepted.length,
      sentBytes: accepted.reduce((sum, {raw}) => sum + raw.byteLength, 0),
      retries: 0,
      oversized: [],
    });
    expect(page.released).toBe(true);
  });

  test('of a single object counts it as oversized, and the others arrive', async () => {
    await using t = await setUpLimited(2500);
    const large = makePod('large', 4000);
    const pods = [makePod('a'), large, makePod('b'), makePod('c')];
    const receipt = await t.session.write(makePage(t.session.format('objects'), 'objects', pods));
    expect(receipt.oversized).toEqual([
      {
        stream: 'objects',
        kind: 'Pod',
        namespace: 'default',
        name: 'large',
        bytes: large.byteLength,
        index: 1,
      },
    ]);
    const accepted = t.firefly.to(objectsRequest).filter(({text}) => text.length <= 2500);
    expect(accepted).toHaveLength(receipt.requests);
    const objects = accepted.flatMap(({text}) => (JSON.parse(text) as {objects: unknown[]}).objects);
    expect(objects).toEqual(pods.filter((pod) => pod !== large).map((pod) => pod.parse()));
  });

  test('of a page of one is no failure: the session can be committed', async () => {
    await using t = await setUpLimited(100);
    const receipt = await t.session.write(
      makePage(t.session.format('objects'), 'objects', [makePod('only', 200)]),
    );
    expect(receipt).toMatchObject({requests: 0, sentBytes: 0, oversized: [{name: 'only'}]});
    await t.session.commit(makeReport());
  });

  test('in the contract fetching names items of each stream, without their wrapping', async () => {
    await using t = await setUpLimited(600, 'fetching');
    const pod = makePod('large', 4000);
    const padding = 'x'.repeat(4000);
    const release = makeItem('helmReleases', {name: 'web', namespace: 'shop', padding});
    const tree = makeItem('k8sTrees', {
      uid: 'u',
      kind: 'Deployment',
      object: {metadata: {name: 'api', namespace: 'shop'}, padding},
      children: [],
    });
    const write = async (stream: 'objects' | 'helmReleases' | 'k8sTrees', item: typeof release) =>
      (await t.session.write(makePage(t.session.format(stream), stream, [item]))).oversized;
    expect(await write('objects', pod)).toEqual([
      {stream: 'objects', kind: 'Pod', namespace: 'default', name: 'large', bytes: pod.byteLength, index: 0},
    ]);
    expect(await write('helmReleases', release)).toEqual([
      {
        stream: 'helmReleases',
        kind: 'HelmRelease',
        namespace: 'shop',
        name: 'web',
        bytes: release.byteLength,
        index: 0,
      },
    ]);
    expect(await write('k8sTrees', tree)).toEqual([
      {
        stream: 'k8sTrees',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'api',
        bytes: tree.byteLength,
        index: 0,
      },
    ]);
  });

  test('counts the retries of every part', async () => {
    await using t = await setUpLimited(1e9);
    t.firefly.answer(
      objectsRequest,
      {status: 503},
      {status: 413},
      {status: 503},
      {status: 204},
      {status: 503},
    );
    const pods = [makePod('a'), makePod('b')];
    const receipt = await t.session.write(makePage(t.session.format('objects'), 'objects', pods));
    expect(receipt).toMatchObject({requests: 2, retries: 3});
  });

  test('a part that cannot be delivered fails the page', async () => {
    await using t = await setUpLimited(1e9);
    t.firefly.answer(objectsRequest, {status: 413}, {status: 204}, {status: 400});
    const pods = [makePod('a'), makePod('b')];
    await expect(
      t.session.write(makePage(t.session.format('objects'), 'objects', pods)),
    ).rejects.toMatchObject({code: 'FIREFLY_PAGE_REFUSED', page: 3});
  });
});
