import {describe, expect, test} from 'vitest';

import {makePod} from './make-item.ts';
import {makePage} from './make-page.ts';
import {rejection, setUp} from './open-sink.ts';

const loginRequest = 'POST /account/access_keys/login';
const objectsRequest = 'POST /integrations/k8s/c1/objects';

async function setUpSession(expiresIn: unknown = 3600) {
  const t = await setUp();
  t.firefly.setExpiresIn(expiresIn);
  const session = await t.session({protocol: 'objects'});
  const write = () => session.write(makePage(session.format('objects'), 'objects', [makePod('a')]));
  const tokens = () => t.firefly.to(objectsRequest).map(({headers}) => headers.authorization);
  return {...t, session, write, tokens};
}

describe('token', () => {
  test('is renewed before it runs out, not earlier and not later', async () => {
    await using t = await setUpSession(3600);
    t.clock.advance(3_539_000);
    await t.write();
    t.clock.advance(1000);
    await t.write();
    await t.write();
    expect(t.tokens()).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-2']);
  });

  test('of a short life is renewed after four fifths of it', async () => {
    await using t = await setUpSession(10);
    t.clock.advance(7999);
    await t.write();
    t.clock.advance(1);
    await t.write();
    expect(t.tokens()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test.for([undefined, null, 0, -5, 'soon'])(
    'whose life is %j is used until it is refused',
    async (expiresIn) => {
      await using t = await setUpSession(expiresIn);
      t.clock.advance(10 * 365 * 24 * 3600 * 1000);
      await t.write();
      t.firefly.revoke('token-1');
      await t.write();
      expect(t.firefly.logins).toBe(2);
    },
  );

  test('is asked for once however many pages need it', async () => {
    await using t = await setUpSession();
    t.clock.advance(3600_000);
    await Promise.all(Array.from({length: 8}, t.write));
    expect(t.firefly.logins).toBe(2);
    expect(new Set(t.tokens())).toEqual(new Set(['Bearer token-2']));
  });

  test('that is refused is replaced once for all pages, and each page is sent again at once', async () => {
    await using t = await setUpSession();
    t.firefly.revoke('token-1');
    const receipts = await Promise.all(Array.from({length: 8}, t.write));
    // A page that is late has the new one from the start.
    const refused = t.tokens().filter((token) => token === 'Bearer token-1').length;
    expect(receipts.every(({retries, requests}) => retries <= 1 && requests === 1)).toBe(true);
    expect(receipts.reduce((sum, {retries}) => sum + retries, 0)).toBe(refused);
    expect(t.firefly.logins).toBe(2);
  });

  test('that is refused again is final', async () => {
    await using t = await setUpSession();
    t.firefly.answer(objectsRequest, {status: 401}, {status: 401, body: 'still not'});
    expect(await rejection(t.write())).toMatchObject({code: 'FIREFLY_PAGE_REFUSED', status: 401});
    expect(t.firefly.to(objectsRequest)).toHaveLength(2);
    expect(t.firefly.logins).toBe(2);
  });

  test.for([2, 3, 7])('that ends at every request number %d costs no page', async (every) => {
    await using t = await setUpSession();
    const uses = new Map<string, number>();
    t.firefly.respond(({headers}) => {
      const token = headers.authorization ?? '';
      uses.set(token, (uses.get(token) ?? 0) + 1);
      return (uses.get(token) ?? 0) >= every ? {status: 401} : undefined;
    });
    const receipts = await Promise.all(Array.from({length: 30}, t.write));
    expect(receipts.every(({requests}) => requests === 1)).toBe(true);
    expect(t.firefly.logins).toBeGreaterThanOrEqual(30 / every);
  });

  test('that worked once and is never taken again ends in few requests', async () => {
    await using t = await setUpSession();
    await t.write();
    t.firefly.respond(() => ({status: 401}));
    expect(await rejection(t.write())).toMatchObject({code: 'FIREFLY_PAGE_REFUSED', status: 401});
    expect(t.firefly.to(objectsRequest).length).toBeLessThanOrEqual(4);
  });

  test('is still there for a waiting page when the one that asked for it is gone', async () => {
    await using t = await setUp();
    const gone = new AbortController();
    t.firefly.answer(loginRequest, 'hang');
    const arrived = t.firefly.next(loginRequest);
    const sink = (signal: AbortSignal) => t.open({protocol: 'objects'}, {signal});
    const first = rejection(sink(gone.signal));
    await arrived;
    gone.abort(new Error('gone'));
    expect((await first).message).toBe('gone');
    expect(await sink(t.run.signal)).toMatchObject({kind: 'ready'});
  });
});

describe('login', () => {
  test.for([401, 403])('%d names the two variables and is not tried again', async (status) => {
    await using t = await setUp();
    t.firefly.answer(loginRequest, {status, body: 'nope'});
    const error = await rejection(t.open());
    expect(error).toMatchObject({code: 'FIREFLY_LOGIN_REFUSED', status});
    expect(error.message).toContain('FIREFLY_ACCESS_KEY and FIREFLY_SECRET_KEY');
    expect(t.firefly.requests).toHaveLength(1);
  });

  test.for(['reset', 500, 503, 429] as const)('is tried again after %s', async (fault) => {
    await using t = await setUp();
    t.firefly.answer(loginRequest, fault === 'reset' ? fault : {status: fault});
    expect(await t.open({protocol: 'objects'})).toMatchObject({kind: 'ready'});
    expect(t.firefly.to(loginRequest)).toHaveLength(2);
  });

  test.for([400, 404, 204, 201])('%d is a failure that shows the status', async (status) => {
    await using t = await setUp();
    t.firefly.answer(loginRequest, {status, ...(status === 204 ? {} : {body: 'what?'})});
    const error = await rejection(t.open());
    expect(error).toMatchObject({code: 'FIREFLY_LOGIN_FAILED', status});
    expect(error.message).toContain(String(status));
  });

  test.for([
    '<html>hello</html>',
    '',
    'null',
    '[]',
    '{"token": "x"}',
    '{"access_token": 5}',
    '{"access_token": ""}',
    String.raw`{"access_token": "two\nlines"}`,
  ])('a 200 with %s is a failure that shows nothing of it', async (body) => {
    await using t = await setUp();
    t.firefly.answer(loginRequest, {status: 200, body});
    const error = await rejection(t.open());
    expect(error).toMatchObject({code: 'FIREFLY_LOGIN_FAILED', status: 200});
    expect(error.message).not.toContain('lines');
    expect(error.message).not.toContain('html');
  });

  test('a login endpoint that is not there is told by its address', async () => {
    await using t = await setUp();
    const error = await rejection(t.open({loginEndpoint: 'http://127.0.0.1:1'}));
    expect(error).toMatchObject({
      code: 'FIREFLY_UNREACHABLE',
      url: 'http://127.0.0.1:1/account/access_keys/login',
      attempts: 4,
    });
  });
});
