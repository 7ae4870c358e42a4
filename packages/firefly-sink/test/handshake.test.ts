import {describe, expect, test} from 'vitest';

import {createFetchingId} from '../src/contract/fetching-id.ts';
import {makeReport} from './make-report.ts';
import {clusterUid, rejection, setUp} from './open-sink.ts';

const handshakeRequest = 'GET /integrations/k8s/c1/fetching';

const json = (value: unknown) => ({status: 200, body: JSON.stringify(value)});

describe('handshake', () => {
  test('asks with the ids of cluster and fetching', async () => {
    await using t = await setUp();
    await t.open();
    const [request] = t.firefly.to(handshakeRequest);
    const {fetchingId, ...others} = Object.fromEntries(request!.query);
    expect(others).toEqual({clusterUniqueId: clusterUid, getIntegrationId: 'true'});
    const seconds = Math.floor(t.clock.now() / 1000).toString(16);
    expect(fetchingId).toMatch(new RegExp(`^${seconds}[0-9a-f]{16}$`));
    expect(request!.headers).toMatchObject({
      authorization: 'Bearer token-1',
      'user-agent': 'k8s-collector v9.9.9',
    });
  });

  test('asks to take the cluster over only when told to', async () => {
    await using t = await setUp();
    await t.open({overrideUniqueClusterId: true});
    await t.open({overrideUniqueClusterId: false});
    const values = t.firefly.to(handshakeRequest).map(({query}) => query.get('overrideUniqueClusterId'));
    expect(values).toEqual(['1', null]);
  });

  test('goes on without the UID of the cluster, with a warning', async () => {
    await using t = await setUp();
    t.firefly.expectViolation(/clusterUniqueId is empty|must be a UUID|parameter clusterUniqueId/);
    t.firefly.answer(handshakeRequest, json('int-1,true'));
    await t.open({}, {cluster: {}});
    expect(t.firefly.to(handshakeRequest)[0]!.query.get('clusterUniqueId')).toBe('');
    expect(t.lines.some(({level, message}) => level === 'warn' && message.includes('UID'))).toBe(true);
  });

  test.for([
    ['int-1', 'int-1', true],
    ['int-1,true', 'int-1', true],
    ['int-1,false', 'int-1', false],
    ['int-1,FALSE', 'int-1', false],
    ['int-1,perhaps', 'int-1', true],
    ['int-1,', 'int-1', true],
    [' int-1 , 0 ', 'int-1', false],
    ['65f0c0ffee0123456789abcd,true', '65f0c0ffee0123456789abcd', true],
    ['6f0b0c1e-5a55-4c9e-9d6b-2f7f3c1d4e5a', '6f0b0c1e-5a55-4c9e-9d6b-2f7f3c1d4e5a', true],
  ] as const)('reads %j', async ([answer, integrationId, trees]) => {
    await using t = await setUp();
    // The strict server knows one integration alone.
    t.firefly.expectViolation(/integrationId is not the one|parameter integrationId/);
    t.firefly.answer(handshakeRequest, json(answer));
    const session = await t.session({protocol: 'fetching'});
    expect(session.protocol).toBe('fetching');
    expect(session.streams.has('k8sTrees')).toBe(trees);
    expect(session.streams.has('objects') && session.streams.has('helmReleases')).toBe(true);
    await session.abort(makeReport({result: 'failure'}));
    const [metadata] = t.firefly.to('POST /integrations/k8s/c1/fetching/metadata');
    expect(metadata!.query.get('integrationId')).toBe(integrationId);
  });

  const noIds = [
    '',
    ' ',
    '""',
    '"',
    ',true',
    'undefined',
    'null',
    'Null,true',
    '<nil>',
    'NaN',
    'true',
    '[object Object]',
  ];
  const unsafe = [
    'a b',
    'a\tb',
    'a\u0000',
    'a\u001b[2J',
    'a/b',
    '../x',
    'a?b',
    'a&b',
    'a#b',
    'a%2f',
    'ä',
    '{"id":"a"}',
  ];
  const others = ['0'.repeat(24), '00000000-0000-0000-0000-000000000000', 'a'.repeat(129), '<html>'];
  const bodies = [
    '<html>hi</html>',
    '',
    '{"id": "int-1"}',
    'null',
    '17',
    'int-1',
    '["int-1"]',
    '"int-1',
    'true',
  ];
  test.for([...bodies, ...[...noIds, ...unsafe, ...others].map((id) => JSON.stringify(id))])(
    'a 200 with %s is no Firefly: nothing is begun',
    async (body) => {
      await using t = await setUp();
      t.firefly.answer(handshakeRequest, {status: 200, body});
      const error = await rejection(t.open());
      expect(error).toMatchObject({code: 'FIREFLY_HANDSHAKE_REFUSED', status: 200});
      expect(error.message).toContain('check that the endpoint is a Firefly API');
      expect(t.firefly.requests.map(({route}) => route)).toEqual([
        expect.stringContaining('login'),
        handshakeRequest,
      ]);
    },
  );

  test.for(['auto', 'fetching'] as const)(
    'three answers end the run well, with protocol %s',
    async (protocol) => {
      await using t = await setUp();
      t.firefly.answer(handshakeRequest, {status: 425}, {status: 402}, {status: 409});
      const early = await t.open({protocol});
      const suspended = await t.open({protocol});
      const taken = await t.open({protocol});
      expect(early).toMatchObject({kind: 'not-this-time', reason: 'too-early', protocol: 'fetching'});
      expect(suspended).toMatchObject({kind: 'not-this-time', reason: 'suspended', protocol: 'fetching'});
      expect(taken).toMatchObject({kind: 'not-this-time', reason: 'cluster-id-taken', protocol: 'fetching'});
      const [first, second, third] = [early, suspended, taken].map((opening) =>
        opening.kind === 'not-this-time' ? opening.message : '',
      );
      expect(first).toContain('"c1"');
      expect(first).not.toContain('support');
      expect(second).toContain("ask Firefly's support");
      expect(third).toContain("ask Firefly's support");
      // Nothing was started, so there is nothing to tell.
      expect(t.firefly.requests.some(({route}) => route.includes('metadata'))).toBe(false);
      // Whoever asked is told once, by the answer.
      expect(t.lines.filter(({level}) => level !== 'debug')).toEqual([]);
    },
  );

  test.for([400, 403, 410, 418])('%d is an error that shows the answer', async (status) => {
    await using t = await setUp();
    t.firefly.answer(handshakeRequest, {status, body: 'not like this'});
    const error = await rejection(t.open());
    expect(error).toMatchObject({code: 'FIREFLY_HANDSHAKE_REFUSED', status});
    expect(error.message).toContain('not like this');
  });

  test('is tried again like any other request, and with a new token at a 401', async () => {
    await using t = await setUp();
    t.firefly.answer(handshakeRequest, {status: 503}, 'reset', {status: 401});
    expect(await t.open()).toMatchObject({kind: 'ready'});
    expect(t.firefly.to(handshakeRequest)).toHaveLength(4);
    expect(new Set(t.firefly.to(handshakeRequest).map(({query}) => query.get('fetchingId'))).size).toBe(1);
  });

  test('gives up when Firefly stays broken', async () => {
    await using t = await setUp();
    t.firefly.answer(handshakeRequest, ...Array.from({length: 4}, () => ({status: 500, body: 'oops'})));
    expect(await rejection(t.open())).toMatchObject({code: 'FIREFLY_HANDSHAKE_REFUSED', status: 500});
  });
});

describe('which contract', () => {
  test.for([204, 404, 405, 501])('auto: %d means objects', async (status) => {
    await using t = await setUp();
    t.firefly.answer(handshakeRequest, {status});
    const session = await t.session({protocol: 'auto'});
    expect(session.protocol).toBe('objects');
    expect(t.lines.some(({level, fields}) => level === 'info' && has(fields, 'protocol', 'objects'))).toBe(
      true,
    );
  });

  test('auto is the default, and 200 means fetching', async () => {
    await using t = await setUp();
    expect((await t.session()).protocol).toBe('fetching');
    expect(t.lines.some(({level, fields}) => level === 'info' && has(fields, 'protocol', 'fetching'))).toBe(
      true,
    );
  });

  test.for([404, 405, 501])('fetching: %d is an error that says what to set', async (status) => {
    await using t = await setUp();
    t.firefly.answer(handshakeRequest, {status});
    const error = await rejection(t.open({protocol: 'fetching'}));
    expect(error).toMatchObject({code: 'FIREFLY_HANDSHAKE_REFUSED', status});
    expect(error.message).toContain('set the protocol to "auto" or "objects"');
  });

  test('fetching: 204 goes on with an empty integration id', async () => {
    await using t = await setUp();
    t.firefly.answer(handshakeRequest, {status: 204});
    const session = await t.session({protocol: 'fetching'});
    expect(session.protocol).toBe('fetching');
    expect(session.streams.has('k8sTrees')).toBe(true);
  });
});

function has(fields: unknown, name: string, value: unknown): boolean {
  return typeof fields === 'object' && fields !== null && Reflect.get(fields, name) === value;
}

describe('fetching id', () => {
  test('begins with the seconds and differs each time', () => {
    const now = Date.parse('2026-01-02T03:04:05.678Z');
    const ids = Array.from({length: 100}, () => createFetchingId(now));
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{24}$/);
      expect(Number.parseInt(id.slice(0, 8), 16)).toBe(Math.floor(now / 1000));
    }
  });
});
