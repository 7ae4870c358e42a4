import {inspect} from 'node:util';

import {expect, test} from 'vitest';

import {accessTo, connect, startLoopback} from './loopback.ts';

const {signal} = new AbortController();
const longToken = 'q7Zp2Lw9Xc4Vb8Nm1Kj6Hg3Fd5Sa0PoY'.repeat(3);
const password = 'letMeIn-2-all';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const everythingOf = (error: unknown) =>
  inspect(error, {depth: Infinity, showHidden: true, maxStringLength: Infinity});

function expectNothingOf(secret: string, text: string) {
  const letters = text.replaceAll(/[^a-z\d]/gi, '');
  for (let at = 0; at + 8 <= secret.length; at++) expect(letters).not.toContain(secret.slice(at, at + 8));
}

const echoes: readonly (readonly [string, (authorization: string) => string | Buffer])[] = [
  ['in a Status', (said) => JSON.stringify({kind: 'Status', reason: said, message: `refused ${said}`})],
  ['as text that is cut for the sentence', (said) => `${'x'.repeat(150)} refused ${said}`],
  ['cut by the server', (said) => `refused ${said.slice(0, 60)}`],
  ['in lines', (said) => `refused ${(said.match(/.{1,20}/g) ?? []).join('\r\n  ')}`],
  ['in UTF-16', (said) => Buffer.from(`\uFEFFrefused ${said}`, 'utf16le')],
  ['in base64', (said) => `refused ${base64(`authorization: ${said}`)}`],
];

test.each(echoes)('a token that the server echoes %s is in no error', async (_, echo) => {
  for (const status of [400, 403, 500, 502]) {
    const loopback = await startLoopback(({headers}, response) => {
      response.writeHead(status).end(echo(headers.authorization ?? ''));
    });
    const credentials = async () => ({authorization: `Bearer ${longToken}`});
    const {api} = connect(accessTo(loopback.url, {credentials}), {attempts: 1});
    const text = everythingOf(await api.json('/version', {signal}).catch((error: unknown) => error));
    expect(text).toContain(String(status));
    expect(text).toMatch(/refused|\*\*\*/);
    expectNothingOf(longToken, text);
    expectNothingOf(base64(longToken), text);
  }
});

test('neither is a basic password, nor a key', async () => {
  const loopback = await startLoopback((_, response) => {
    response.writeHead(403).end(`${password} ${base64(`me:${password}`)} ${longToken} opensesame`);
  });
  const access = accessTo(loopback.url, {
    credentials: async () => ({
      authorization: `Basic ${base64(`me:${password}`)}`,
      'impersonate-user': 'bob',
    }),
    tls: {
      key: `-----BEGIN PRIVATE KEY-----\n${longToken}\n-----END PRIVATE KEY-----`,
      passphrase: 'opensesame',
    },
  });
  await expect(connect(access).api.json('/version', {signal})).rejects.toThrow(
    'The API server answered /version with 403: *** *** *** ***.',
  );
});
