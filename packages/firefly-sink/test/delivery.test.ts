import {randomBytes} from 'node:crypto';
import {createMemorySource, runCollection, type RunOptions, type RunReport} from '@firefly/core';
import {sinkContract} from '@firefly/core/contract';
import {type Firefly, type FireflyOptions, startFirefly} from '@firefly/sandbox';
import {describe, expect, test} from 'vitest';

import {createFireflySink, type FireflySinkOptions, offboard, onboard} from '../src/index.ts';
import {FakeClock} from './fake-clock.ts';

const cluster = {uid: '6f0b0c1e-5a55-4c9e-9d6b-2f7f3c1d4e5a', serverVersion: 'v1.36.0'};
const pods = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};

/** Pods whose JSON is `size` bytes of noise and more, no two of the same length, compressed or not. */
function makeObjects(count: number, size = 1000): string[] {
  return Array.from({length: count}, (_, index) => {
    const uid = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const metadata = `{"name":"pod-${index}","namespace":"default","uid":"${uid}"}`;
    const text = randomBytes(size / 2 + index * 16).toString('hex');
    return `{"apiVersion":"v1","kind":"Pod","metadata":${metadata},"spec":{"text":"${text}"}}`;
  });
}

/** A strict Firefly whose violations fail the test, and a sink that talks to it without pauses between attempts. */
async function setUp(options: FireflyOptions = {}) {
  const clock = new FakeClock();
  const firefly = await startFirefly({...options, now: () => clock.now()});
  const sinkOptions = (more: Partial<FireflySinkOptions> = {}): FireflySinkOptions => ({
    clusterId: 'c1',
    accessKey: firefly.accessKey,
    secretKey: firefly.secretKey,
    collectorVersion: '1.0.0',
    endpoint: firefly.url,
    loginEndpoint: firefly.url,
    clock,
    random: () => 0,
    ...more,
  });
  const deliver = (
    objects: readonly string[],
    more: Partial<FireflySinkOptions> = {},
    run: Partial<RunOptions> = {},
  ): Promise<RunReport> =>
    runCollection({
      source: createMemorySource({types: [{type: pods, objects}], cluster}),
      sink: createFireflySink(sinkOptions(more)),
      signal: new AbortController().signal,
      now: () => clock.now(),
      ...run,
    });
  return {
    firefly,
    clock,
    sinkOptions,
    deliver,
    async [Symbol.asyncDispose]() {
      await firefly.close();
      expect(firefly.violations).toEqual([]);
    },
  };
}

const texts = (firefly: Firefly) => firefly.accepted.items('objects').map(String);

describe.for(['objects', 'fetching'] as const)('sink contract, protocol %s', (protocol) => {
  const cases = sinkContract(async () => {
    const t = await setUp();
    return {
      sink: createFireflySink(t.sinkOptions({protocol})),
      accepted: () => texts(t.firefly),
      // The contract `objects` has no word for it.
      ...(protocol === 'fetching' ? {committed: () => t.firefly.fetchings.some(({locked}) => locked)} : {}),
      dispose: () => t[Symbol.asyncDispose](),
    };
  });
  test.for(cases)('$name', ({run}) => run());
});

describe.for(['objects', 'fetching'] as const)('a strict Firefly, protocol %s', (protocol) => {
  test('gets every object once through every fault that may be tried again', async () => {
    await using t = await setUp();
    const faults = [
      ...([408, 429, 500, 502, 503, 504] as const).map((status) => ({kind: 'answer', status}) as const),
      {kind: 'answer', status: 503, when: 'before-reading'},
      {kind: 'answer', status: 500, when: 'after-processing'},
      ...(['before-reading', 'mid-body', 'before-processing', 'after-processing', 'mid-answer'] as const).map(
        (when) => ({kind: 'reset', when}) as const,
      ),
    ] as const;
    const objects = makeObjects(faults.length * 3, 2000);
    for (const [index, fault] of faults.entries()) t.firefly.inject({nth: index * 3 + 1, fault});
    const report = await t.deliver(objects, {protocol, pageBytes: 2000, pagesInFlight: {objects: 1}});
    expect(report).toMatchObject({result: 'success', protocol});
    expect(texts(t.firefly).toSorted()).toEqual(objects.toSorted());
    expect(report.streams[0]!.retries).toBe(faults.length);
    expect(t.firefly.undelivered).toEqual({pages: 0, items: 0});
  });

  test('gets every object once when it dies in mid-run and comes back within the retries', async () => {
    await using t = await setUp();
    const objects = makeObjects(20, 2000);
    const hang = t.firefly.inject({nth: 3, times: Infinity, fault: {kind: 'hang', when: 'before-reading'}});
    const run = t.deliver(objects, {protocol, pageBytes: 2000, random: () => 0.5});
    // Ten at once: the twelfth is sent when the first two were acknowledged.
    await t.firefly.waitFor({path: /\/objects$/}, {nth: 12});
    await t.firefly.stop();
    hang.remove();
    await t.clock.sleeping(500);
    await t.firefly.restart();
    const until = run.then(() => true);
    // Attempts that failed at other moments back off on their own.
    while (!(await Promise.race([until, new Promise((resolve) => void setImmediate(resolve, false))]))) {
      t.clock.advance(t.clock.pending.some((pause) => pause <= 2000) ? 500 : 0);
    }
    expect(await run).toMatchObject({result: 'success'});
    expect(texts(t.firefly).toSorted()).toEqual(objects.toSorted());
  });

  test('that stays dead fails the run, once', async () => {
    await using t = await setUp();
    t.firefly.inject({times: Infinity, fault: {kind: 'hang', when: 'before-reading'}});
    const run = t.deliver(makeObjects(20, 2000), {protocol, pageBytes: 2000});
    await t.firefly.waitFor({path: /\/objects$/});
    await t.firefly.stop();
    const report = await run;
    expect(report).toMatchObject({result: 'failure', code: 'FIREFLY_UNREACHABLE'});
    expect(report.reason).toContain('after 4 attempts: the connection was refused.');
  });

  test('that finds pages too large gets them in parts, and the report names what is left', async () => {
    await using t = await setUp({maxBodyBytes: 8000});
    const large = makeObjects(21, 9000).at(-1)!;
    const objects = [...makeObjects(20, 1000), large];
    const report = await t.deliver(objects, {protocol, pageBytes: 40_000});
    expect(report).toMatchObject({
      result: 'success',
      oversized: [{kind: 'Pod', namespace: 'default', name: 'pod-20', bytes: large.length}],
    });
    expect(texts(t.firefly).toSorted()).toEqual(objects.slice(0, -1).toSorted());
    expect(t.firefly.undelivered).toEqual({pages: 0, items: 0});
  });

  test('that revokes every token gets all the same', async () => {
    await using t = await setUp();
    const objects = makeObjects(20, 2000);
    const pause = t.firefly.pause();
    const run = t.deliver(objects, {protocol, pageBytes: 2000});
    await t.firefly.waitFor({path: /\/objects$/}, {nth: 5});
    t.firefly.revokeTokens();
    pause.resume();
    expect(await run).toMatchObject({result: 'success'});
    expect(texts(t.firefly).toSorted()).toEqual(objects.toSorted());
    expect(t.firefly.logins).toBe(2);
  });

  test('that refuses a page fails the run, and a fetching is not locked', async () => {
    await using t = await setUp();
    t.firefly.inject({nth: 5, fault: {kind: 'answer', status: 400, body: 'not this one'}});
    const report = await t.deliver(makeObjects(40, 2000), {protocol, pageBytes: 2000});
    expect(report).toMatchObject({result: 'failure', code: 'FIREFLY_PAGE_REFUSED'});
    expect(report.reason).toContain('not this one');
    expect(t.firefly.fetchings.some(({locked}) => locked)).toBe(false);
  });

  test('sees no more pages at once than the limit says', async () => {
    await using t = await setUp();
    const report = await t.deliver(makeObjects(60, 2000), {
      protocol,
      pageBytes: 2000,
      pagesInFlight: {objects: 3},
    });
    expect(report.result).toBe('success');
    expect(t.firefly.peakInFlight.objects).toBeLessThanOrEqual(3);
  });
});

describe('a strict Firefly', () => {
  test('gets the whole session of the contract fetching', async () => {
    await using t = await setUp();
    const report = await t.deliver(makeObjects(3));
    expect(report).toMatchObject({result: 'success', protocol: 'fetching'});
    const [fetching] = t.firefly.fetchings;
    expect(fetching).toMatchObject({locked: true, metadata: {result: 'success', collectorVersion: '1.0.0'}});
    expect(t.firefly.requests.map(({route}) => route)).toEqual([
      'login',
      'handshake',
      'fetching-objects',
      'lock',
      'metadata',
    ]);
  });

  test('is told of a run that was stopped', async () => {
    await using t = await setUp();
    const stop = new AbortController();
    const pause = t.firefly.pause();
    const run = t.deliver(makeObjects(20, 2000), {pageBytes: 2000}, {signal: stop.signal});
    await t.firefly.waitFor({path: /\/objects$/});
    stop.abort(new Error('The run was stopped by SIGTERM.'));
    expect(await run).toMatchObject({result: 'stopped'});
    pause.resume();
    expect(t.firefly.fetchings[0]).toMatchObject({
      locked: false,
      metadata: {result: 'failure', error: 'The run was stopped by SIGTERM.'},
    });
  });

  test.for([
    [204, 'objects'],
    [404, 'objects'],
    [405, 'objects'],
    [501, 'objects'],
  ] as const)('that answers the handshake with %d gets the contract %s', async ([handshake, protocol]) => {
    await using t = await setUp({handshake});
    const objects = makeObjects(3);
    expect(await t.deliver(objects)).toMatchObject({result: 'success', protocol});
    expect(texts(t.firefly).toSorted()).toEqual(objects.toSorted());
  });

  test.for([402, 409, 425] as const)('that answers the handshake with %d gets nothing', async (handshake) => {
    await using t = await setUp({handshake});
    expect(await t.deliver(makeObjects(3))).toMatchObject({result: 'not-this-time', protocol: 'fetching'});
    expect(t.firefly.requests.map(({route}) => route)).toEqual(['login', 'handshake']);
  });

  test.for([401, 403] as const)('that refuses the keys with %d gets nothing', async (wrongKeysStatus) => {
    await using t = await setUp({wrongKeysStatus});
    const report = await t.deliver(makeObjects(3), {secretKey: 'wrong'});
    expect(report).toMatchObject({result: 'failure', code: 'FIREFLY_LOGIN_REFUSED'});
    expect(t.firefly.requests.map(({route}) => route)).toEqual(['login']);
  });

  test('a LOCK that fails is a failed run', async () => {
    await using t = await setUp();
    t.firefly.inject({on: {route: 'lock'}, times: 4, fault: {kind: 'answer', status: 500}});
    expect(await t.deliver(makeObjects(3))).toMatchObject({result: 'failure', code: 'FIREFLY_LOCK_FAILED'});
    expect(t.firefly.fetchings[0]).toMatchObject({locked: false, metadata: {result: 'failure'}});
  });

  test('a LOCK and metadata whose answers are lost are sent again', async () => {
    await using t = await setUp();
    for (const route of ['handshake', 'lock', 'metadata'] as const)
      t.firefly.inject({on: {route}, fault: {kind: 'reset', when: 'after-processing'}});
    expect(await t.deliver(makeObjects(3))).toMatchObject({result: 'success'});
    expect(t.firefly.fetchings[0]).toMatchObject({locked: true, metadata: {result: 'success'}});
  });

  test('takes and forgets an integration', async () => {
    await using t = await setUp();
    const options = {...t.sinkOptions(), appApiEndpoint: t.firefly.url};
    expect(await onboard({...options, isProd: true})).toEqual({kind: 'created'});
    expect(await onboard(options)).toEqual({kind: 'already-there'});
    expect(t.firefly.integrations.get('c1')).toEqual({clusterId: 'c1', name: 'c1', isProd: true});
    expect(await offboard(options)).toEqual({kind: 'deleted'});
    expect(await offboard(options)).toEqual({kind: 'already-gone'});
  });
});
