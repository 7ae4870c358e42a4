import {inspect} from 'node:util';
import {describe, expect, test} from 'vitest';

import {onboard} from '../src/index.ts';
import {makePod} from './make-item.ts';
import {makePage} from './make-page.ts';
import {makeReport} from './make-report.ts';
import {accessKey, rejection, secretKey, setUp} from './open-sink.ts';
import type {ScriptedAnswer} from './scripted-firefly.ts';

const loginRequest = 'POST /account/access_keys/login';
const handshakeRequest = 'GET /integrations/k8s/c1/fetching';
const objectsRequest = 'POST /integrations/k8s/c1/fetching/objects';
const lockRequest = 'PATCH /integrations/k8s/c1/fetching';
const metadataRequest = 'POST /integrations/k8s/c1/fetching/metadata';

const spellings = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64'),
];
const keys = [accessKey, secretKey].flatMap(spellings);
const secrets = [...keys, ...['token-1', 'token-2'].flatMap(spellings)];

/** A server that repeats all it was told, in every spelling and in every place. */
const echoing =
  (status: number): ScriptedAnswer =>
  ({headers}) => {
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    const known = [...keys, ...spellings(token)].join(' ');
    const credentials = `${encodeURIComponent(secretKey)}:${token}`;
    return {
      status,
      body: `accessKey=${encodeURIComponent(accessKey)} ${known} Authorization: Bearer ${token}`,
      headers: {location: `http://${credentials}@127.0.0.1/${token}?${encodeURIComponent(accessKey)}`},
    };
  };

/** Everything of a value that could end up in somebody's log. */
function everythingOf(error: unknown): string {
  const texts: string[] = [];
  for (let current = error; current instanceof Error; current = current.cause) {
    const own = Object.fromEntries(
      Object.getOwnPropertyNames(current).map((name) => [name, Reflect.get(current, name) as unknown]),
    );
    texts.push(current.message, current.stack ?? '', JSON.stringify(current), JSON.stringify(own));
  }
  texts.push(
    inspect(error, {depth: Infinity, showHidden: true, maxStringLength: Infinity, maxArrayLength: Infinity}),
  );
  return texts.join('\n');
}

function expectNoSecret(text: string) {
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
}

describe('no key and no token is in any error or log line', () => {
  const faults = [200, 301, 307, 400, 401, 403, 404, 409, 500, 503, 'reset'] as const;
  const cases = faults.flatMap((fault) =>
    [loginRequest, handshakeRequest, objectsRequest, lockRequest, metadataRequest].map((route) => ({
      route,
      fault,
    })),
  );
  test.for(cases)('$fault at $route', async ({route, fault}) => {
    const answer = fault === 'reset' ? fault : echoing(fault);
    await using t = await setUp();
    const errors: unknown[] = [];
    t.firefly.answer(route, ...Array.from({length: 4}, () => answer));
    try {
      const session = await t.session({protocol: 'fetching'});
      const write = session.write(makePage(session.format('objects'), 'objects', [makePod('a')]));
      const failure = await write.then(
        () => undefined,
        (error: unknown) => error,
      );
      errors.push(failure);
      await session.commit(makeReport());
    } catch (error) {
      errors.push(error);
    }
    // The fault was met, and told in one way or another.
    expect(t.firefly.to(route).length).toBeGreaterThan(0);
    expectNoSecret(errors.map(everythingOf).join('\n'));
    expectNoSecret(inspect(t.lines, {depth: Infinity, maxStringLength: Infinity}));
    // What is told to Firefly itself holds none either.
    expectNoSecret(
      t.firefly
        .to(metadataRequest)
        .map(({text}) => text)
        .join('\n'),
    );
  });

  test.for([400, 301, 500])('on-boarding: %d', async (status) => {
    await using t = await setUp();
    t.firefly.answer('GET /api/integrations/k8s/c1', ...Array.from({length: 4}, () => echoing(status)));
    const error = await rejection(onboard({...t.options(), appApiEndpoint: t.firefly.url}));
    expectNoSecret(everythingOf(error));
    expectNoSecret(inspect(t.lines, {depth: Infinity}));
  });

  test('an endpoint with credentials in it is not repeated', async () => {
    await using t = await setUp();
    const error = await rejection(t.open({loginEndpoint: 'http://user:hunter2@127.0.0.1:1'}));
    expect(everythingOf(error)).not.toContain('hunter2');
    expect(error).toMatchObject({code: 'FIREFLY_UNREACHABLE'});
  });

  test('a long answer is cut to 2 KB, and not in the middle of a secret', async () => {
    await using t = await setUp();
    for (const length of [2040, 2047, 8185, 8190, 70_000]) {
      t.firefly.answer(handshakeRequest, {status: 400, body: 'é'.repeat(length / 2) + keys.join('\n')});
      const error = await rejection(t.open());
      expectNoSecret(everythingOf(error));
      const body = String(error.body);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(2048);
      expect(body).not.toMatch(/AKIA|sEcR|\uFFFD|\n/);
    }
  });
});
