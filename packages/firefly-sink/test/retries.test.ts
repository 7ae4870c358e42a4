import {describe, expect, test} from 'vitest';

import {makePod} from './make-item.ts';
import {makePage} from './make-page.ts';
import {rejection, setUp} from './open-sink.ts';

const objectsRequest = 'POST /integrations/k8s/c1/objects';

async function setUpPage(more: Parameters<Awaited<ReturnType<typeof setUp>>['session']>[0] = {}) {
  const t = await setUp();
  const session = await t.session({protocol: 'objects', ...more});
  const write = () => session.write(makePage(session.format('objects'), 'objects', [makePod('a')]));
  return {...t, session, write};
}

describe('retries', () => {
  test.for([408, 429, 500, 501, 502, 503, 504, 505, 507, 520, 522, 524, 530, 599])(
    '%d is tried again with the same bytes and key',
    async (status) => {
      await using t = await setUpPage();
      t.firefly.answer(objectsRequest, {status}, {status});
      expect(await t.write()).toMatchObject({requests: 1, retries: 2});
      const [first, ...others] = t.firefly.to(objectsRequest);
      expect(others).toHaveLength(2);
      for (const other of others) {
        expect(other.raw).toEqual(first!.raw);
        expect(other.headers['idempotency-key']).toBe(first!.headers['idempotency-key']);
      }
    },
  );

  test.for([200, 201, 202, 205, 400, 402, 403, 404, 405, 409, 410, 422, 425, 431, 451])(
    '%d is final',
    async (status) => {
      await using t = await setUpPage();
      const body = 'no, thank you';
      t.firefly.answer(objectsRequest, {status, body});
      const error = await rejection(t.write());
      expect(error).toMatchObject({
        code: 'FIREFLY_PAGE_REFUSED',
        status,
        page: 1,
        stream: 'objects',
        attempts: 1,
      });
      // With a 205 nothing may come, and what comes all the same is not looked at.
      if (status !== 205) expect(error.message).toContain(body);
      expect(t.firefly.to(objectsRequest)).toHaveLength(1);
    },
  );

  test('gives up after the tries that it is given, and says what the last answer was', async () => {
    await using t = await setUpPage({maxRetries: 2});
    t.firefly.answer(objectsRequest, {status: 503}, {status: 500}, {status: 503, body: 'down for lunch'});
    const error = await rejection(t.write());
    expect(error).toMatchObject({code: 'FIREFLY_PAGE_REFUSED', status: 503, attempts: 3});
    expect(error.message).toContain('503 after 3 attempts (down for lunch)');
  });

  test('three tries after the first are the default; none are made when there may be none', async () => {
    await using t = await setUpPage();
    t.firefly.answer(objectsRequest, ...Array.from({length: 4}, () => ({status: 503})));
    expect(await rejection(t.write())).toMatchObject({attempts: 4});
    await using u = await setUpPage({maxRetries: 0});
    u.firefly.answer(objectsRequest, {status: 503});
    expect(await rejection(u.write())).toMatchObject({attempts: 1});
  });

  test('backs off from one second, doubling, with full jitter', async () => {
    await using t = await setUpPage({random: () => 0.5});
    t.firefly.answer(objectsRequest, ...Array.from({length: 3}, () => ({status: 503})));
    const write = t.write();
    for (const pause of [500, 1000, 2000]) {
      await t.clock.sleeping(pause);
      t.clock.advance(pause);
    }
    expect(await write).toMatchObject({retries: 3});
  });

  test('waits as long as Retry-After says, in seconds or until a date', async () => {
    await using t = await setUpPage();
    const date = new Date(t.clock.now() + 20_000).toUTCString();
    t.firefly.answer(
      objectsRequest,
      {status: 429, headers: {'retry-after': '7'}},
      {status: 503, headers: {'retry-after': date}},
    );
    const write = t.write();
    await t.clock.sleeping(7000);
    expect(t.firefly.to(objectsRequest)).toHaveLength(1);
    t.clock.advance(7000);
    await t.clock.sleeping(13_000);
    t.clock.advance(13_000);
    expect(await write).toMatchObject({retries: 2});
  });

  test('a connection that breaks is tried again', async () => {
    await using t = await setUpPage();
    t.firefly.answer(objectsRequest, 'reset', 'reset');
    expect(await t.write()).toMatchObject({retries: 2});
    expect(t.firefly.to(objectsRequest)).toHaveLength(3);
  });

  test('one attempt may take the attempt timeout and no longer', async () => {
    await using t = await setUpPage({attemptTimeout: 9000});
    const hang = async () => {
      t.firefly.answer(objectsRequest, 'hang');
      await t.firefly.next(objectsRequest);
      t.clock.advance(8999);
      expect(t.clock.pending).toEqual([9000]);
      t.clock.advance(1);
    };
    const write = t.write();
    await hang();
    expect(await write).toMatchObject({retries: 1});

    const dead = rejection(t.write());
    for (let attempt = 0; attempt < 4; attempt++) await hang();
    expect(await dead).toMatchObject({
      code: 'FIREFLY_UNREACHABLE',
      attempts: 4,
      reason: 'no answer within 9 seconds',
    });
  });

  test('a dead receiver is one clear sentence after every try', async () => {
    await using t = await setUpPage();
    await t.firefly.close();
    const error = await rejection(t.write());
    expect(error).toMatchObject({code: 'FIREFLY_UNREACHABLE', attempts: 4});
    expect(error.message).toBe(
      `Firefly cannot be reached at ${t.firefly.url}/integrations/k8s/c1/objects after 4 attempts: the connection was refused.`,
    );
    expect(error.cause).toBeUndefined();
  });

  test('a run that is stopped while backing off ends at once', async () => {
    await using t = await setUpPage({random: () => 0.5});
    t.firefly.answer(objectsRequest, {status: 503});
    const write = rejection(t.write());
    await t.clock.sleeping(500);
    const reason = new Error('stopped');
    t.run.abort(reason);
    expect(await write).toBe(reason);
    expect(t.clock.pending).toEqual([]);
  });

  test('each retry is a warning that says why', async () => {
    await using t = await setUpPage();
    t.firefly.answer(objectsRequest, {status: 503, body: 'busy'});
    await t.write();
    const warnings = t.lines.filter(({level}) => level === 'warn');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      fields: {
        purpose: 'page 1 (objects)',
        attempt: 1,
        reason: expect.stringContaining('503 (busy)') as string,
      },
    });
  });
});

describe('redirects', () => {
  test.for([300, 301, 302, 303, 304, 307, 308])(
    '%d is refused and nobody else hears of it',
    async (status) => {
      await using t = await setUpPage();
      await using elsewhere = await setUp();
      t.firefly.answer(objectsRequest, {
        status,
        headers: {location: `${elsewhere.firefly.url}/take?token=token-1`},
      });
      const error = await rejection(t.write());
      expect(error).toMatchObject({
        code: 'FIREFLY_REDIRECTED',
        status,
        location: `${elsewhere.firefly.url}/take`,
      });
      expect(elsewhere.firefly.requests).toEqual([]);
      expect(t.firefly.to(objectsRequest)).toHaveLength(1);
    },
  );

  test('a redirect of the login is refused too', async () => {
    await using t = await setUp();
    t.firefly.answer('POST /account/access_keys/login', {status: 307, headers: {location: '/elsewhere'}});
    expect(await rejection(t.open())).toMatchObject({
      code: 'FIREFLY_REDIRECTED',
      location: `${t.firefly.url}/elsewhere`,
    });
    expect(t.firefly.requests).toHaveLength(1);
  });
});
