import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Firefly, startFirefly} from '../../src/index.ts';
import {connect, login, sendPage, type WireRequest} from './wire-client.ts';

let firefly: Firefly;
let now = 1_750_000_000_000;

beforeEach(async () => {
  now = 1_750_000_000_000;
  firefly = await startFirefly({accessKey: 'AK', secretKey: 'SK', expiresIn: 60, now: () => now});
});
afterEach(() => firefly.close());

const keys = {accessKey: 'AK', secretKey: 'SK'};
const form = Buffer.from(new URLSearchParams(keys).toString());
const formHeaders = {'content-type': 'application/x-www-form-urlencoded'};

describe('login', () => {
  it('answers a bearer token and its life in seconds', async () => {
    const {status, text} = await login(firefly, {body: keys});
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      access_token: expect.stringMatching(/^fireflyQ7-/) as string,
      expires_in: 60,
      token_type: 'Bearer',
    });
    expect(firefly.logins).toBe(1);
    expect(firefly.violations).toEqual([]);
  });

  it.each([
    ['another content type', {headers: {'content-type': 'text/plain'}}, 415],
    ['a form', {body: form, headers: formHeaders}, 415],
    ['a compressed body', {gzip: true}, 415],
    ['broken JSON', {body: Buffer.from('{"accessKey"')}, 400],
    ['a missing key', {body: {accessKey: 'AK'}}, 400],
    ['one key more', {body: {...keys, clusterId: 'c'}}, 400],
    ['a key twice', {body: Buffer.from('{"accessKey":"AK","accessKey":"AK","secretKey":"SK"}')}, 400],
    ['a key that is no string', {body: {accessKey: 'AK', secretKey: 1}}, 400],
    ['a query', {path: '/account/access_keys/login?a=1'}, 400],
    ['another method', {method: 'PUT'}, 405],
  ] satisfies [string, Partial<WireRequest>, number][])('refuses %s', async (_name, request, status) => {
    const answer = await login(firefly, {body: keys, ...request});
    expect(answer.status).toBe(status);
    expect(firefly.violations).toHaveLength(1);
    expect(firefly.logins).toBe(0);
  });

  it('refuses wrong keys, which is no violation, and repeats neither', async () => {
    const answer = await login(firefly, {body: {accessKey: 'AK', secretKey: 'wrong-one'}});
    expect(answer).toMatchObject({status: 401, text: 'The access key or the secret key is wrong.\n'});
    expect(firefly.violations).toEqual([]);
  });

  it('answers wrong keys with 403 on demand', async () => {
    await using other = await startFirefly({wrongKeysStatus: 403});
    expect(await login(other, {body: keys})).toMatchObject({status: 403});
  });

  it('takes a form under /api, and JSON too', async () => {
    const path = '/api/account/access_keys/login';
    expect((await login(firefly, {path, body: form, headers: formHeaders})).status).toBe(200);
    expect((await login(firefly, {path, body: keys})).status).toBe(200);
    const repeated = Buffer.concat([form, Buffer.from('&accessKey=AK')]);
    expect((await login(firefly, {path, body: repeated, headers: formHeaders})).status).toBe(400);
    expect(firefly.violations).toHaveLength(1);
  });
});

describe('a token', () => {
  it.each([
    ['missing', null, 'is missing'],
    ['of another scheme', 'Basic abc', 'is not of the form'],
    ['unknown', 'Bearer abc', 'was never issued'],
  ])('is refused when it is %s', async (_name, authorization, message) => {
    const client = await connect(firefly);
    const answer = await sendPage(client, {headers: {authorization}});
    expect(answer.status).toBe(401);
    expect(answer.text).toContain(message);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(firefly.violations).toEqual([expect.stringContaining(message)]);
  });

  it('gets 401 once it was revoked, which is no violation, until the next login', async () => {
    const client = await connect(firefly);
    firefly.revokeTokens();
    expect((await sendPage(client)).status).toBe(401);
    expect((await sendPage(await connect(firefly))).status).toBe(204);
    expect(firefly.violations).toEqual([]);
    expect(firefly.undelivered).toEqual({pages: 0, items: 0});
    expect(firefly.requests.map(({tokenNumber}) => tokenNumber)).toEqual([undefined, 1, undefined, 2]);
  });

  it('gets 401 after expires_in, and is a violation when it comes late', async () => {
    const client = await connect(firefly);
    now += 59_999;
    expect((await sendPage(client)).status).toBe(204);
    now += 1;
    expect((await sendPage(client, {key: 'run-2', objects: [{}]})).status).toBe(401);
    expect(firefly.violations).toEqual([]);
    now += 1001;
    expect((await sendPage(client, {key: 'run-2', objects: [{}]})).status).toBe(401);
    expect(firefly.violations).toEqual([expect.stringContaining('expired 1001 ms ago')]);
  });
});

it('shows no key and no token, not even one that a client puts into a path', async () => {
  const client = await connect(firefly);
  for (const secret of ['AK', 'SK', client.token]) {
    const answer = await client.send({path: `/nothing/${secret}`, body: {[secret]: 1}});
    expect(answer.status).toBe(404);
  }
  await login(firefly, {body: {accessKey: 'AK', secretKey: 'SK', [client.token]: 1}});
  const shown = JSON.stringify([firefly.violations, firefly.requests.map(({headers}) => headers)]);
  expect(firefly.violations).toHaveLength(4);
  expect(shown).not.toMatch(/AK|SK/);
  expect(shown).not.toContain(client.token);
});
