import {once} from 'node:events';
import {connect as connectSocket} from 'node:net';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Firefly, startFirefly} from '../../src/index.ts';
import {
  beginFetching,
  failure,
  type FetchingClient,
  fetchingPath,
  sendFetchingPage,
  sendLock,
  sendMetadata,
} from './fetching-client.ts';
import {pod} from './wire-client.ts';

let firefly: Firefly;
let client: FetchingClient;

beforeEach(async () => {
  firefly = await startFirefly();
  client = await beginFetching(firefly);
});
afterEach(() => firefly.close());

/** Sends a whole page over a connection of its own, and is gone before anybody can answer. */
async function sendAndLeave(how: 'end' | 'reset'): Promise<void> {
  const k8sObjects = [{kind: 'Pod', object: pod('a')}];
  const body = JSON.stringify({fetchingId: client.fetchingId, k8sObjects});
  const head = [
    `POST ${fetchingPath}/objects${client.query} HTTP/1.1`,
    'host: firefly.example',
    `authorization: Bearer ${client.token}`,
    'user-agent: k8s-collector v1.2.3',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  const socket = connectSocket(firefly.port, '127.0.0.1');
  await once(socket, 'connect');
  await new Promise((resolve) => void socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, resolve));
  if (how === 'end') socket.destroy();
  else socket.resetAndDestroy();
}

describe('a client that hung up', () => {
  it('breaks no contract by a page that is read after its metadata', async () => {
    expect((await sendMetadata(client, failure)).status).toBe(204);
    await sendAndLeave('end');
    const page = await firefly.waitFor({route: 'fetching-objects'}, {phase: 'settled'});
    expect(page).toMatchObject({outcome: 'aborted', status: undefined, violation: undefined});
    expect(firefly.violations).toEqual([]);
    expect(firefly.accepted.pages).toEqual([]);
  });

  it('leaves nothing under way, even when its page was held at that time', async () => {
    using pause = firefly.pause();
    await sendAndLeave('reset');
    const page = await firefly.waitFor({route: 'fetching-objects'}, {phase: 'settled'});
    expect(page).toMatchObject({outcome: 'aborted', sentBytes: 0});
    expect(pause.held).toBe(0);
    expect(firefly.fetchings).toMatchObject([{pagesInFlight: 0, delivery: {failedPages: 1}}]);
  });
});

it('counts no page as acknowledged whose connection the stop had broken', async () => {
  const hang = firefly.inject({fault: {kind: 'hang', when: 'after-processing'}});
  const lost = sendFetchingPage(client, 'objects').catch(String);
  await firefly.waitFor({route: 'fetching-objects'}, {phase: 'accepted'});
  hang.release();
  await firefly.stop();
  expect(await lost).toContain('fetch failed');
  expect(firefly.requests.at(-1)).toMatchObject({outcome: 'aborted', status: undefined});
  await firefly.restart();
  expect((await sendFetchingPage(client, 'objects')).status).toBe(204);
  expect(firefly.accepted.pages).toMatchObject([{duplicates: 1}]);
  expect(firefly.violations).toEqual([]);
});

describe('a page that failed twice and was then accepted', () => {
  it.each([
    ['answered 503', {kind: 'answer', status: 503}],
    ['reset in its body', {kind: 'reset', when: 'mid-body'}],
    ['reset before its body was read', {kind: 'reset', when: 'before-reading'}],
  ] as const)('%s: is owed no more', async (_name, fault) => {
    firefly.inject({times: 2, fault});
    for (let attempt = 0; attempt < 2; attempt++) {
      await sendFetchingPage(client, 'objects').catch(() => undefined);
      await firefly.waitFor({route: 'fetching-objects'}, {nth: attempt + 1, phase: 'settled'});
    }
    expect(firefly.undelivered.pages).toBe(2);
    expect((await sendFetchingPage(client, 'objects')).status).toBe(204);
    expect(firefly.undelivered.pages).toBe(0);
    expect((await sendLock(client)).status).toBe(204);
    expect(firefly.violations).toEqual([]);
  });
});

it('owes nothing of a page that failed between two acceptances', async () => {
  firefly.inject({fault: {kind: 'answer', status: 500, when: 'after-processing'}});
  firefly.inject({nth: 2, fault: {kind: 'reset', when: 'before-reading'}});
  for (let attempt = 0; attempt < 2; attempt++)
    await sendFetchingPage(client, 'objects').catch(() => undefined);
  expect(firefly.undelivered.pages).toBe(1);
  expect((await sendFetchingPage(client, 'objects')).status).toBe(204);
  expect(firefly.undelivered.pages).toBe(0);
  expect(firefly.accepted.pages).toMatchObject([{duplicates: 1}]);
  expect((await sendLock(client)).status).toBe(204);
  expect(firefly.violations).toEqual([]);
});
