import type {ServerResponse} from 'node:http';
import {inspect} from 'node:util';
import {gzipSync} from 'node:zlib';

import {describe, expect, test} from 'vitest';

import {ApiStatusError} from '../../src/api/api-status-error.ts';
import type {RetryFacts} from '../../src/api/api-server.ts';
import {accessTo, answer, connect, secret, startLoopback, statusObject} from './loopback.ts';

const {signal} = new AbortController();

function endless(response: ServerResponse, status: number): void {
  const more = () => {
    while (response.write('x'.repeat(1000)));
  };
  response.writeHead(status).on('drain', more);
  more();
}

describe('a request', () => {
  test('carries fresh credentials, what it accepts and who asks', async () => {
    const loopback = await startLoopback((_, response) => answer(response, {ok: true}));
    let asked = 0;
    const {api} = connect(
      accessTo(loopback.url, {
        credentials: async () => ({authorization: `Bearer ${++asked}`, 'impersonate-user': 'u'}),
      }),
    );
    expect(await api.json('/version', {signal})).toEqual({ok: true});
    await api.json('/version', {signal, accept: 'application/json;as=Table'});
    expect(loopback.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer 1',
      'impersonate-user': 'u',
      accept: 'application/json',
      'user-agent': 'k8s-collector v0',
    });
    expect(loopback.requests[1]?.headers).toMatchObject({
      authorization: 'Bearer 2',
      accept: 'application/json;as=Table',
    });
    expect(loopback.requests.map(({method}) => method)).toEqual(['GET', 'GET']);
  });

  test('sends a header of several values in several lines', async () => {
    const loopback = await startLoopback((_, response) => answer(response, {}));
    const credentials = async () => ({'impersonate-user': 'bob', 'impersonate-group': ['dev', 'ops']});
    await connect(accessTo(loopback.url, {credentials})).api.json('/version', {signal});
    const {rawHeaders = []} = loopback.requests[0] ?? {};
    expect(rawHeaders.filter((_, index) => rawHeaders[index - 1] === 'impersonate-group')).toEqual([
      'dev',
      'ops',
    ]);
  });

  test('uses the connection of the one before, whether that went well or not', async () => {
    const loopback = await startLoopback((_, response, number) => {
      answer(response, statusObject(404, 'NotFound', 'm'), number % 2 === 0 ? 200 : 404);
    });
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 1});
    for (let round = 0; round < 4; round++) await api.json('/x', {signal}).catch(() => {});
    expect(new Set(loopback.requests.map(({socket}) => socket.remotePort)).size).toBe(1);
  });

  test('writes its query, without what is undefined', async () => {
    const loopback = await startLoopback((_, response) => answer(response, {}));
    const {api} = connect(accessTo(loopback.url));
    await api.json('/api/v1/pods', {signal, query: {limit: 500, continue: 'a+b/c=&d', other: undefined}});
    await api.json('/api/v1/pods', {signal, query: {other: undefined}});
    expect(loopback.requests.map(({url}) => url)).toEqual([
      '/api/v1/pods?limit=500&continue=a%2Bb%2Fc%3D%26d',
      '/api/v1/pods',
    ]);
  });

  test('goes below the path of the URL', async () => {
    const loopback = await startLoopback((_, response) => answer(response, {}));
    for (const path of ['/k8s/clusters/c-1', '/k8s/clusters/c-1/'])
      await connect(accessTo(new URL(path, loopback.url))).api.json('/version', {signal});
    expect(loopback.requests.map(({url}) => url)).toEqual(Array(2).fill('/k8s/clusters/c-1/version'));
  });

  test('with a body is a POST of JSON', async () => {
    const bodies: string[] = [];
    const loopback = await startLoopback((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
      request.on('end', () => answer(response, {status: {}}, 201));
    });
    const {api} = connect(accessTo(loopback.url));
    expect(await api.json('/apis/x', {signal, body: {spec: {namespace: 'é'}}})).toEqual({status: {}});
    expect(loopback.requests[0]).toMatchObject({
      method: 'POST',
      headers: {'content-type': 'application/json'},
    });
    expect(bodies).toEqual(['{"spec":{"namespace":"é"}}']);
  });

  test.each([
    ['this machine', false, 'http://127.0.0.1', 'identity'],
    ['this machine, by name', false, 'http://localhost', 'identity'],
    ['the pod network', true, 'http://10.96.0.1', 'identity'],
    ['anywhere else', false, 'http://cluster.example', 'gzip, identity;q=0.5'],
    ['a name that begins like this machine', false, 'http://localhost.example', 'gzip, identity;q=0.5'],
  ])('to %s accepts what is cheapest there', async (_, inCluster, url, encoding) => {
    const proxy = await startLoopback((_, response) => answer(response, {}));
    const {api} = connect(
      accessTo(new URL(url), {inCluster, proxy: {url: proxy.url.href, source: 'the test'}}),
    );
    await api.json('/version', {signal});
    expect(proxy.requests[0]?.headers['accept-encoding']).toBe(encoding);
    expect(api.proxy).toBe(proxy.url.href);
  });

  test('reads a compressed body', async () => {
    const value = {text: 'x'.repeat(100_000)};
    const loopback = await startLoopback((_, response) => {
      response.writeHead(200, {'content-encoding': 'gzip'}).end(gzipSync(JSON.stringify(value)));
    });
    expect(await connect(accessTo(loopback.url)).api.json('/', {signal})).toEqual(value);
  });

  test('whose answer is not JSON fails in one sentence', async () => {
    const loopback = await startLoopback((_, response) => response.end('<html>'));
    const {api} = connect(accessTo(loopback.url));
    await expect(api.json('/version', {signal})).rejects.toMatchObject({
      code: 'K8S_UNREACHABLE',
      message: `The Kubernetes API server ${loopback.url.origin} cannot be reached: its answer to /version is not JSON.`,
    });
    expect(String(await api.bytes('/version', {signal}))).toBe('<html>');
  });

  test('does not follow a redirect, which would carry the token elsewhere', async () => {
    const other = await startLoopback((_, response) => answer(response, {}));
    const loopback = await startLoopback((_, response) => {
      response.writeHead(302, {location: other.url.href}).end('Found');
    });
    const {api} = connect(accessTo(loopback.url));
    await expect(api.json('/version', {signal})).rejects.toMatchObject({
      status: 302,
      code: 'K8S_REQUEST_REFUSED',
    });
    expect(other.requests).toEqual([]);
  });
});

describe('an answer 401', () => {
  test('is asked again once with renewed credentials', async () => {
    const loopback = await startLoopback((request, response) => {
      if (request.headers.authorization === 'Bearer new') answer(response, {ok: true});
      else answer(response, statusObject(401, 'Unauthorized', 'Unauthorized'), 401);
    });
    const {api, sleeps} = connect(
      accessTo(loopback.url, {
        credentials: async ({refused} = {}) => ({
          authorization: refused?.['authorization'] === 'Bearer old' ? 'Bearer new' : 'Bearer old',
        }),
      }),
    );
    expect(await api.json('/version', {signal})).toEqual({ok: true});
    expect(loopback.requests).toHaveLength(2);
    expect(sleeps).toEqual([]);
  });

  test('does not keep its connection from the request after it, however long its body is', async () => {
    const loopback = await startLoopback((_, response, number) => {
      if (number > 0) answer(response, {ok: true});
      else endless(response, 401);
    });
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 1});
    expect(await api.json('/version', {signal})).toEqual({ok: true});
  });

  test('is final when renewed credentials are refused as well', async () => {
    const loopback = await startLoopback((_, response) =>
      answer(response, statusObject(401, 'Unauthorized', 'Unauthorized'), 401),
    );
    const asked: unknown[] = [];
    const {api} = connect(
      accessTo(loopback.url, {
        credentials: async (options) => {
          asked.push(options?.refused);
          return {authorization: `Bearer ${asked.length}`};
        },
      }),
    );
    await expect(api.json('/api', {signal})).rejects.toMatchObject({
      code: 'K8S_CREDENTIALS_REFUSED',
      message: `The Kubernetes API server ${loopback.url.origin} refuses the credentials (401 from /api): check the service account's token, or the user that the kubeconfig names.`,
    });
    expect(asked.slice(0, 2)).toEqual([undefined, {authorization: 'Bearer 1'}]);
    expect(loopback.requests.map(({url}) => url)).toEqual(['/api', '/api', '/version']);
  });

  test('of one aggregated API alone is no word about the credentials', async () => {
    const loopback = await startLoopback((request, response) => {
      if (request.url === '/version') answer(response, {});
      else answer(response, statusObject(401, 'Unauthorized', 'Unauthorized'), 401);
    });
    const {api} = connect(accessTo(loopback.url));
    await expect(api.json('/apis/metrics.k8s.io/v1beta1', {signal})).rejects.toMatchObject({
      status: 401,
      code: 'K8S_UNAUTHORIZED',
    });
  });

  test('of lists that the API server answers itself is tried again, and in the end as good as refused', async () => {
    const refused = statusObject(401, 'Unauthorized', 'Unauthorized');
    const loopback = await startLoopback((request, response) => {
      if (request.url === '/version') answer(response, {});
      else answer(response, refused, 401);
    });
    const {api} = connect(accessTo(loopback.url));
    for (const path of ['/api/v1/pods', '/apis/apps/v1/deployments', '/apis/storage.k8s.io/v1/csinodes'])
      await expect(api.json(path, {signal})).rejects.toMatchObject({code: 'K8S_CREDENTIALS_REFUSED'});
    expect(loopback.requests.filter(({url}) => url === '/api/v1/pods').length).toBeGreaterThan(2);
  });

  test('does not wait for a renewal once it was stopped', async () => {
    const loopback = await startLoopback((_, response) =>
      answer(response, statusObject(401, 'Unauthorized', 'Unauthorized'), 401),
    );
    const controller = new AbortController();
    const reason = new Error('stopped by the test');
    const {api} = connect(
      accessTo(loopback.url, {
        async credentials({refused} = {}) {
          if (refused === undefined) return {};
          setImmediate(() => controller.abort(reason));
          return new Promise(() => {});
        },
      }),
    );
    await expect(api.json('/version', {signal: controller.signal})).rejects.toBe(reason);
  });

  test('renews once for one request, however often that is tried', async () => {
    const loopback = await startLoopback((_, response, number) => {
      answer(response, statusObject(0, '', ''), number === 1 ? 503 : 401);
    });
    const {api} = connect(accessTo(loopback.url));
    await expect(api.json('/api', {signal})).rejects.toMatchObject({code: 'K8S_CREDENTIALS_REFUSED'});
    expect(loopback.requests.map(({url}) => url)).toEqual(['/api', '/api', '/api', '/version']);
  });
});

describe('a whole body', () => {
  const half = (response: ServerResponse, text: string) =>
    response.writeHead(200, {'content-length': '100'}).write(text, () => response.destroy());

  test('that breaks off is asked for again', async () => {
    const loopback = await startLoopback((_, response, number) => {
      if (number < 2) half(response, '{"groups":[');
      else answer(response, {groups: []});
    });
    const retries: RetryFacts[] = [];
    const {api, sleeps} = connect(accessTo(loopback.url), {onRetry: (facts) => retries.push(facts)});
    expect(await api.json('/apis', {signal})).toEqual({groups: []});
    expect(sleeps).toEqual([500, 1000]);
    expect(retries).toMatchObject([
      {path: '/apis', delayMilliseconds: 500, reason: expect.stringContaining('cannot be reached') as string},
      {path: '/apis', delayMilliseconds: 1000},
    ]);
  });

  test('that ends well but too early is asked for again', async () => {
    const loopback = await startLoopback((_, response, number) =>
      response.end(number === 0 ? '{"groups":[' : '{"groups":[]}'),
    );
    expect(await connect(accessTo(loopback.url)).api.json('/apis', {signal})).toEqual({groups: []});
  });

  test('that is no JSON from the start is not', async () => {
    const loopback = await startLoopback((_, response) => response.end('<html>'));
    await expect(connect(accessTo(loopback.url)).api.json('/apis', {signal})).rejects.toMatchObject({
      code: 'K8S_UNREACHABLE',
      message: expect.stringContaining('its answer to /apis is not JSON') as string,
    });
    expect(loopback.requests).toHaveLength(1);
  });

  test('that always breaks off is an error, and leaves its place to others', async () => {
    const loopback = await startLoopback((request, response) => {
      if (request.url === '/good') answer(response, {});
      else half(response, '{');
    });
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 1});
    await expect(api.bytes('/bad', {signal})).rejects.toMatchObject({code: 'K8S_UNREACHABLE'});
    expect(loopback.requests).toHaveLength(4);
    expect(await api.json('/good', {signal})).toEqual({});
  });
});

describe('an answer that may be better the next time', () => {
  test.each([408, 429, 500, 502, 503, 504])('is asked for four times in all: %s', async (status) => {
    const loopback = await startLoopback((_, response) =>
      answer(response, statusObject(status, 'R', 'm'), status),
    );
    const {api, sleeps} = connect(accessTo(loopback.url));
    await expect(api.json('/version', {signal})).rejects.toMatchObject({status});
    expect(loopback.requests).toHaveLength(4);
    expect(sleeps).toEqual([500, 1000, 2000]);
  });

  test.each([400, 403, 404, 405, 406, 409, 410, 422, 501])('%s is final at once', async (status) => {
    const loopback = await startLoopback((_, response) =>
      answer(response, statusObject(status, 'R', 'm'), status),
    );
    await expect(connect(accessTo(loopback.url)).api.json('/version', {signal})).rejects.toMatchObject({
      status,
    });
    expect(loopback.requests).toHaveLength(1);
  });

  test('is asked for when the server says so', async () => {
    const after = ['7', 'Thu, 01 Jan 2026 00:00:09 GMT', 'soon', '3600'];
    const loopback = await startLoopback((_, response, number) => {
      const header = after[number];
      if (header === undefined) answer(response, {ok: true});
      else answer(response, statusObject(429, 'TooManyRequests', 'm'), 429, {'retry-after': header});
    });
    const {api, sleeps} = connect(accessTo(loopback.url), {attempts: 5});
    expect(await api.json('/version', {signal})).toEqual({ok: true});
    expect(sleeps).toEqual([7000, 9000, 2000, 30_000]);
  });
});

describe('an answer that says no', () => {
  test('is told by its Status', async () => {
    const message =
      'pods is forbidden: User "u" cannot list resource "pods" in API group "" at the cluster scope';
    const loopback = await startLoopback((_, response) =>
      answer(response, statusObject(403, 'Forbidden', message), 403),
    );
    const {api} = connect(accessTo(loopback.url));
    const error = await api.json('/api/v1/pods', {signal}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiStatusError);
    expect(error).toMatchObject({
      status: 403,
      code: 'K8S_FORBIDDEN',
      reason: 'Forbidden',
      continueToken: undefined,
      message: `The API server answered /api/v1/pods with 403: ${message}.`,
    });
    expect(inspect(error, {depth: 9})).not.toContain(secret);
  });

  test.each([
    [404, 'K8S_NOT_FOUND'],
    [405, 'K8S_NOT_LISTABLE'],
    [410, 'K8S_LIST_EXPIRED'],
    [422, 'K8S_REQUEST_REFUSED'],
    [501, 'K8S_SERVER_ERROR'],
  ])('%s has the code %s', async (status, code) => {
    const loopback = await startLoopback((_, response) => response.writeHead(status).end());
    await expect(connect(accessTo(loopback.url)).api.json('/x', {signal})).rejects.toMatchObject({
      code,
      message: `The API server answered /x with ${status}.`,
    });
  });

  test.each([
    ['a token to go on with', {continue: 'next'}, 'next'],
    ['no token', {continue: ''}, undefined],
    ['no metadata', undefined, undefined],
  ])('410 brings %s', async (_, metadata, continueToken) => {
    const loopback = await startLoopback((_, response) =>
      answer(response, {...statusObject(410, 'Expired', 'too old'), metadata}, 410),
    );
    await expect(connect(accessTo(loopback.url)).api.json('/x', {signal})).rejects.toMatchObject({
      continueToken,
    });
  });

  test('may be compressed', async () => {
    const body = gzipSync(JSON.stringify(statusObject(410, 'Expired', 'too old', {continue: 'next'})));
    const loopback = await startLoopback((_, response) =>
      response.writeHead(410, {'content-encoding': 'gzip'}).end(body),
    );
    await expect(connect(accessTo(loopback.url)).api.json('/x', {signal})).rejects.toMatchObject({
      continueToken: 'next',
      message: 'The API server answered /x with 410: too old.',
    });
  });

  test.each([
    ['text', 'no\n  such\r\nthing', 'no such thing.'],
    ['a page of HTML, cut', `<html>${'x'.repeat(500)}`, `<html>${'x'.repeat(194)}.`],
    ['JSON that is no Status', '{"secret":"x"}', undefined],
    ['JSON with a strange message', '{"message":5}', undefined],
    ['JSON that is nothing', 'null', 'null.'],
  ])('may be %s', async (_, body, message) => {
    const loopback = await startLoopback((_, response) => response.writeHead(404).end(body));
    await expect(connect(accessTo(loopback.url)).api.json('/x', {signal})).rejects.toMatchObject({
      message: `The API server answered /x with 404${message === undefined ? '.' : `: ${message}`}`,
    });
  });

  test('is believed though its body never ends or breaks off', async () => {
    const long = await startLoopback((_, response) => endless(response, 404));
    await expect(connect(accessTo(long.url)).api.json('/x', {signal})).rejects.toMatchObject({
      status: 404,
    });
    const broken = await startLoopback((_, response) => {
      response.writeHead(404, {'content-length': '100'}).write('{"message":"m"', () => response.destroy());
    });
    await expect(connect(accessTo(broken.url)).api.json('/x', {signal})).rejects.toMatchObject({
      message: 'The API server answered /x with 404.',
    });
  });
});
