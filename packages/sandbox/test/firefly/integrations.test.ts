import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Firefly, startFirefly} from '../../src/index.ts';
import {connect, type WireAnswer, type WireClient, type WireRequest} from './wire-client.ts';

let firefly: Firefly;
let client: WireClient;

beforeEach(async () => {
  firefly = await startFirefly({accessKey: 'AK'});
  client = await connect(firefly);
});
afterEach(() => firefly.close());

const path = '/api/integrations/k8s';
const fields = {clusterId: 'c', accessKey: 'AK', isProd: 'true', name: 'c'};

function create(
  form: Readonly<Record<string, string>>,
  request: Partial<WireRequest> = {},
): Promise<WireAnswer> {
  return client.send({
    path,
    body: Buffer.from(new URLSearchParams(form).toString()),
    gzip: false,
    headers: {'content-type': 'application/x-www-form-urlencoded', 'user-agent': null},
    ...request,
  });
}

const find = (): Promise<WireAnswer> => client.send({method: 'GET', path: `${path}/c`});
const remove = (): Promise<WireAnswer> => client.send({method: 'DELETE', path: `${path}/c`});

it('creates, finds and removes an integration; 404 and 409 are no violations', async () => {
  expect((await find()).status).toBe(404);
  expect((await remove()).status).toBe(404);
  expect((await create(fields)).status).toBe(201);
  expect((await create(fields)).status).toBe(409);
  expect(firefly.integrations.get('c')).toEqual({clusterId: 'c', name: 'c', isProd: true});
  const found = await find();
  expect(found.status).toBe(200);
  expect(JSON.parse(found.text)).toEqual({clusterId: 'c', name: 'c', isProd: true});
  expect((await remove()).status).toBe(204);
  expect((await find()).status).toBe(404);
  expect(firefly.violations).toEqual([]);
});

describe('refuses', () => {
  it.each([
    ['another access key', {...fields, accessKey: 'other'}, {}, 400, 'accessKey'],
    ['isProd=1', {...fields, isProd: '1'}, {}, 400, 'isProd'],
    ['another name', {...fields, name: 'd'}, {}, 400, 'name must be'],
    ['a bad cluster id', {...fields, clusterId: 'C', name: 'C'}, {}, 400, 'cluster id'],
    ['one field more', {...fields, a: '1'}, {}, 400, 'exactly the fields'],
    ['a form without isProd', {clusterId: 'c', accessKey: 'AK', name: 'c'}, {}, 400, 'exactly the fields'],
    ['JSON', {}, {body: fields, headers: {}}, 415, 'x-www-form-urlencoded'],
    ['a request without token', fields, {headers: {authorization: null}}, 401, 'Authorization'],
    ['another method', fields, {method: 'PUT'}, 405, 'POST'],
  ] satisfies [string, Record<string, string>, Partial<WireRequest>, number, string][])(
    '%s',
    async (_name, form, request, status, message) => {
      const answer = await create(form, request);
      expect(answer.text).toContain(message);
      expect(answer.status).toBe(status);
      expect(firefly.violations).toEqual([expect.stringContaining(message)]);
      expect(firefly.integrations.size).toBe(0);
    },
  );

  it('a field twice', async () => {
    const body = Buffer.from(`${new URLSearchParams(fields).toString()}&name=c`);
    expect((await create({}, {body})).status).toBe(400);
  });

  it('a body where there is nothing to say', async () => {
    expect((await client.send({method: 'DELETE', path: `${path}/c`, body: {}})).status).toBe(400);
    expect(firefly.violations).toEqual([expect.stringContaining('must have no body')]);
  });
});
