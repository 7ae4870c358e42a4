import {describe, expect, test} from 'vitest';

import {offboard, onboard} from '../src/index.ts';
import {accessKey, rejection, secretKey, setUp} from './open-sink.ts';

const loginRequest = 'POST /api/account/access_keys/login';
const readRequest = 'GET /api/integrations/k8s/c1';
const createRequest = 'POST /api/integrations/k8s';
const deleteRequest = 'DELETE /api/integrations/k8s/c1';

async function setUpApi() {
  const t = await setUp();
  const options = {...t.options(), appApiEndpoint: `${t.firefly.url}/`, signal: t.run.signal};
  return {...t, onboard: (more = {}) => onboard({...options, ...more}), offboard: () => offboard(options)};
}

describe('onboard', () => {
  test('sends the same form again with a new token where the first one ended', async () => {
    await using t = await setUpApi();
    t.firefly.answer(readRequest, {status: 404});
    t.firefly.answer(createRequest, {status: 401});
    expect(await t.onboard()).toEqual({kind: 'created'});
    const [first, second] = t.firefly.to(createRequest);
    expect(second!.text).toBe(first!.text);
    expect([first, second].map((request) => request!.headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  test('logs in and creates the integration that is not there, with forms', async () => {
    await using t = await setUpApi();
    t.firefly.answer(readRequest, {status: 404});
    expect(await t.onboard({isProd: true})).toEqual({kind: 'created'});
    expect(t.firefly.requests.map(({route}) => route)).toEqual([loginRequest, readRequest, createRequest]);
    const [login, read, create] = t.firefly.requests;
    expect(Object.fromEntries(new URLSearchParams(login!.text))).toEqual({
      accessKey,
      secretKey,
    });
    expect(login!.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    expect(read!.headers.authorization).toBe('Bearer token-1');
    expect(create!.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    expect(Object.fromEntries(new URLSearchParams(create!.text))).toEqual({
      clusterId: 'c1',
      accessKey,
      isProd: 'true',
      name: 'c1',
    });
  });

  test('marks it as not for production unless told so', async () => {
    await using t = await setUpApi();
    t.firefly.answer(readRequest, {status: 404});
    await t.onboard();
    expect(new URLSearchParams(t.firefly.to(createRequest)[0]!.text).get('isProd')).toBe('false');
  });

  test('leaves the integration that is there', async () => {
    await using t = await setUpApi();
    t.firefly.answer(readRequest, {status: 200, body: '{"id": 1}'});
    expect(await t.onboard()).toEqual({kind: 'already-there'});
    expect(t.firefly.to(createRequest)).toEqual([]);
  });

  test('takes 409 for what it is: somebody was faster', async () => {
    await using t = await setUpApi();
    t.firefly.answer(readRequest, {status: 404});
    t.firefly.answer(createRequest, {status: 409});
    expect(await t.onboard()).toEqual({kind: 'already-there'});
  });

  test('fails with the step, the cluster and the answer', async () => {
    await using t = await setUpApi();
    t.firefly.answer(readRequest, {status: 404}, {status: 403, body: 'not yours'});
    t.firefly.answer(createRequest, {status: 422, body: 'bad name'});
    const error = await rejection(t.onboard());
    expect(error).toMatchObject({code: 'FIREFLY_INTEGRATION_REFUSED', status: 422});
    expect(error.message).toMatch(/create the integration of cluster "c1".*bad name/);
    expect((await rejection(t.onboard())).message).toMatch(/read the integration.*not yours/);
  });

  test('wrong keys name the variables', async () => {
    await using t = await setUpApi();
    t.firefly.answer(loginRequest, {status: 401});
    expect(await rejection(t.onboard())).toMatchObject({code: 'FIREFLY_LOGIN_REFUSED'});
  });
});

describe('offboard', () => {
  test('deletes the integration', async () => {
    await using t = await setUpApi();
    t.firefly.answer(deleteRequest, {status: 204});
    expect(await t.offboard()).toEqual({kind: 'deleted'});
    expect(t.firefly.requests.map(({route}) => route)).toEqual([loginRequest, deleteRequest]);
  });

  test('is content when there is none', async () => {
    await using t = await setUpApi();
    t.firefly.answer(deleteRequest, {status: 404});
    expect(await t.offboard()).toEqual({kind: 'already-gone'});
  });

  test('is tried again, and fails in the end', async () => {
    await using t = await setUpApi();
    t.firefly.answer(deleteRequest, {status: 503}, {status: 200});
    expect(await t.offboard()).toEqual({kind: 'deleted'});
    t.firefly.answer(deleteRequest, ...Array.from({length: 4}, () => ({status: 500})));
    expect(await rejection(t.offboard())).toMatchObject({code: 'FIREFLY_INTEGRATION_REFUSED', status: 500});
  });
});
