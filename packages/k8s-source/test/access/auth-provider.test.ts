import {once} from 'node:events';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {gzipSync} from 'node:zlib';

import {serverCertificate} from '@firefly/sandbox';
import {describe, expect, onTestFinished, test} from 'vitest';

import {kubeconfigAccess} from '../../src/access/kubeconfig-access.ts';
import {kubeconfigText} from './kubeconfig-text.ts';
import {temporaryFolder} from './temporary-folder.ts';

const now = Math.floor(Date.now() / 1000);
const {ca, cert, key} = await serverCertificate();

function idToken(expires: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({alg: 'RS256'})}.${part({exp: expires})}.c2ln`;
}

interface TokenRequest {
  readonly authorization: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

/** An issuer that answers each request for a token as it is told. */
async function startIssuer(answer: (request: TokenRequest) => {status?: number; body: object}) {
  const requests: TokenRequest[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    response.setHeader('content-type', 'application/json');
    if (request.url === '/realm/.well-known/openid-configuration') {
      // Unasked, as some servers do.
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(JSON.stringify({token_endpoint: `${origin}/realm/token`})));
      return;
    }
    const asked = {authorization: request.headers.authorization, form};
    requests.push(asked);
    const {status = 200, body} = answer(asked);
    response.writeHead(status).end(JSON.stringify(body));
  };
  const server = createServer({cert, key}, (request, response) => void respond(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {url: `${origin}/realm/`, requests};
}

async function access(name: string, config: Readonly<Record<string, string>> | undefined) {
  const user = {'auth-provider': {name, ...(config === undefined ? {} : {config})}};
  const folder = temporaryFolder({config: kubeconfigText({user}), 'ca.crt': ca});
  return kubeconfigAccess({files: [join(folder, 'config')], environment: {}});
}

async function authorization(name: string, config: Readonly<Record<string, string>>) {
  return (await (await access(name, config)).credentials())['authorization'];
}

describe('OpenID Connect', () => {
  const client = {'client-id': 'id', 'client-secret': 'a:s3cret', 'idp-certificate-authority-data': btoa(ca)};
  const expired = idToken(now - 60);
  const fresh = idToken(now + 3600);

  test('an ID token that lasts is used, and nobody is asked', async () => {
    const config = {...client, 'idp-issuer-url': 'https://issuer.invalid', 'id-token': fresh};
    expect(await authorization('oidc', config)).toBe(`Bearer ${fresh}`);
  });

  test.each([
    ['that has expired', {'id-token': expired}],
    ['that is missing', {}],
  ])('an ID token %s is renewed at an issuer with an authority of its own', async (_, more) => {
    const issuer = await startIssuer(() => ({body: {id_token: fresh, refresh_token: 'next'}}));
    const config = {...client, ...more, 'idp-issuer-url': issuer.url, 'refresh-token': 'first-t0ken'};
    expect(await authorization('oidc', config)).toBe(`Bearer ${fresh}`);
    expect(issuer.requests).toEqual([
      {
        authorization: `Basic ${btoa('id:a%3As3cret')}`,
        form: {grant_type: 'refresh_token', refresh_token: 'first-t0ken'},
      },
    ]);
  });

  test('a secret goes in the body where the issuer wants it there', async () => {
    const issuer = await startIssuer(({form}) =>
      form['client_secret'] === 'a:s3cret'
        ? {body: {id_token: fresh}}
        : {status: 401, body: {error: 'invalid_client'}},
    );
    const config = {...client, 'idp-issuer-url': issuer.url, 'refresh-token': 'first-t0ken'};
    expect(await authorization('oidc', config)).toBe(`Bearer ${fresh}`);
    expect(issuer.requests[1]?.form).toMatchObject({client_id: 'id', refresh_token: 'first-t0ken'});
  });

  test('a token that was renewed is kept until it expires, and the next refresh token is used then', async () => {
    const issuer = await startIssuer(({form}) => ({
      body: {
        id_token: form['refresh_token'] === 'first-t0ken' ? idToken(now - 1) : fresh,
        refresh_token: 'next',
      },
    }));
    let time = 0;
    const config = {...client, 'idp-issuer-url': issuer.url, 'refresh-token': 'first-t0ken'};
    const folder = temporaryFolder({
      config: kubeconfigText({user: {'auth-provider': {name: 'oidc', config}}}),
    });
    const found = await kubeconfigAccess({files: [join(folder, 'config')], environment: {}, now: () => time});
    for (let minute = 0; minute < 3; minute++) {
      time += 60_000;
      expect(await found.credentials()).toEqual({authorization: `Bearer ${fresh}`});
    }
    expect(issuer.requests.map(({form}) => form['refresh_token'])).toEqual(['first-t0ken', 'next']);
  });

  test.each([
    [
      'refuses',
      {status: 400, body: {error: 'invalid_grant', error_description: 's3cret'}},
      'gave no new ID token (400, invalid_grant); log in again',
    ],
    ['answers nonsense', {body: {error: 's3cret s3cret'}}, 'gave no new ID token (200); log in again'],
  ])('an issuer that %s is told in a sentence', async (_, answer, problem) => {
    const issuer = await startIssuer(() => answer);
    const config = {...client, 'idp-issuer-url': issuer.url, 'refresh-token': 's3cret'};
    const url = issuer.url.replace(/\/$/, '');
    await expect(access('oidc', config)).rejects.toThrow(`cannot be used: the issuer ${url} ${problem}.`);
    await expect(access('oidc', config)).rejects.not.toThrow('s3cret');
  });

  test('an issuer whose authority nobody named is not trusted', async () => {
    const issuer = await startIssuer(() => ({body: {id_token: fresh}}));
    const config = {'client-id': 'id', 'idp-issuer-url': issuer.url, 'refresh-token': 'first-t0ken'};
    await expect(access('oidc', config)).rejects.toThrow(
      /the issuer \S+ cannot be reached: its certificate is not trusted/,
    );
    expect(issuer.requests).toEqual([]);
  });

  test.each([
    ['an ID token that has expired', {'id-token': expired}],
    ['an ID token that is none', {'id-token': 'n0-t0ken'}],
    ['no ID token', {}],
  ])('%s and nothing to renew it with: nobody is asked without', async (_, more) => {
    const config = {...client, ...more, 'idp-issuer-url': 'https://issuer.invalid'};
    await expect(access('oidc', config)).rejects.toThrow(
      'its ID token has expired or is none, and there is no refresh-token to renew it with.',
    );
  });

  test.each(['client-id', 'idp-issuer-url'])('without its %s it is refused, as by kubectl', async (field) => {
    const config = {...client, 'idp-issuer-url': 'https://issuer.invalid', 'id-token': fresh, [field]: ''};
    await expect(access('oidc', config)).rejects.toThrow(`its auth provider oidc has no ${field}.`);
  });
});

describe.each([
  ['gcp', 'gke-gcloud-auth-plugin'],
  ['azure', 'kubelogin'],
])('%s', (name, successor) => {
  const problem = `its auth provider ${name} has no valid access-token, and nobody renews it any more, as in kubectl: use the exec plugin ${successor}.`;

  test('an access token that lasts is used', async () => {
    expect(await authorization(name, {'access-token': 'abc', expiry: '2999-01-01T00:00:00Z'})).toBe(
      'Bearer abc',
    );
  });

  test.each([
    ['nothing', undefined],
    ['an expired token', {'access-token': 's3cret', expiry: '2020-01-01T00:00:00Z'}],
    ['a command to run', {'cmd-path': '/bin/echo', 'cmd-args': 's3cret'}],
  ])('%s is told', async (_, config) => {
    await expect(access(name, config)).rejects.toThrow(problem);
  });
});

test('an auth provider that nobody knows is told', async () => {
  await expect(access('openstack', {})).rejects.toThrow(
    'there is no auth provider "openstack": expected oidc, or an exec plugin.',
  );
});
