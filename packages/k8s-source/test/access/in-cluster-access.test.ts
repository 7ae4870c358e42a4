import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {serverCertificate} from '@firefly/sandbox';
import {describe, expect, test} from 'vitest';

import {AccessError} from '../../src/access/access-error.ts';
import {inClusterAccess} from '../../src/access/in-cluster-access.ts';
import {temporaryFolder} from './temporary-folder.ts';

const environment = {KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443'};
const {ca: bundle} = await serverCertificate();
const ca = `${bundle.trim()}\n`;
const files = {token: 'first-t0ken\n', 'ca.crt': ca, namespace: 'firefly\n'};

function inCluster(more: Readonly<Record<string, string | undefined>> = {}) {
  const folder = temporaryFolder(files);
  let time = 0;
  const access = inClusterAccess({environment: {...environment, ...more}, folder, now: () => time});
  return {
    access,
    write: (token: string) => writeFileSync(join(folder, 'token'), token),
    remove: (file: string) => rmSync(join(folder, file)),
    wait: (milliseconds: number) => (time += milliseconds),
  };
}

test('a pod reaches its API server with its service account', async () => {
  const {access} = inCluster();
  expect(access).toMatchObject({
    url: new URL('https://10.96.0.1:443'),
    tls: {ca},
    namespace: 'firefly',
    inCluster: true,
  });
  expect(await access?.credentials()).toEqual({authorization: 'Bearer first-t0ken'});
});

test('an IPv6 address gets its brackets', () => {
  expect(
    inCluster({KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443'}).access?.url.href,
  ).toBe('https://[fd00::1]:6443/');
});

describe('the token', () => {
  test('is read again after a minute, since the kubelet rotates it', async () => {
    const {access, write, wait} = inCluster();
    write('second-t0ken');
    wait(59_999);
    expect(await access?.credentials()).toEqual({authorization: 'Bearer first-t0ken'});
    wait(1);
    expect(await access?.credentials()).toEqual({authorization: 'Bearer second-t0ken'});
    write('third-t0ken');
    wait(59_999);
    expect(await access?.credentials()).toEqual({authorization: 'Bearer second-t0ken'});
  });

  test('is read again at once when it was refused', async () => {
    const {access, write} = inCluster();
    const refused = await access?.credentials();
    write('second-t0ken');
    expect(await access?.credentials({refused: refused ?? {}})).toEqual({
      authorization: 'Bearer second-t0ken',
    });
    expect(await access?.credentials()).toEqual({authorization: 'Bearer second-t0ken'});
  });

  test('that is gone is an error in one sentence', async () => {
    const {access, remove, wait} = inCluster();
    remove('token');
    wait(60_000);
    await expect(access?.credentials()).rejects.toThrow(
      /^The service account's file .*token cannot be read \(ENOENT\)\.$/,
    );
  });
});

describe('outside of a cluster there is none', () => {
  test.each([
    ['without the host', {KUBERNETES_SERVICE_HOST: undefined}],
    ['without the port', {KUBERNETES_SERVICE_PORT: ''}],
  ])('%s', (_, more) => {
    expect(inCluster(more).access).toBeUndefined();
  });

  test('without a token', () => {
    expect(inClusterAccess({environment, folder: temporaryFolder({'ca.crt': ca})})).toBeUndefined();
    expect(inClusterAccess({environment, folder: '/nowhere'})).toBeUndefined();
  });
});

test('a service account without its authority is an error in one sentence', () => {
  const folder = temporaryFolder({token: 's3cret-token'});
  const load = () => inClusterAccess({environment, folder});
  expect(load).toThrow(AccessError);
  expect(load).toThrow(`The service account's file ${folder}/ca.crt cannot be read (ENOENT).`);
});

test.each([
  ['an empty token', {token: ' \n'}, 'token is empty.'],
  ['a token of two lines', {token: 'a\nb'}, 'its token holds a line break'],
  ['an empty authority', {'ca.crt': ''}, 'ca.crt is empty.'],
  [
    'an authority that is a page',
    {'ca.crt': '<html>'},
    'its certificate authority holds no PEM certificate.',
  ],
])('%s is an error in one sentence: nobody is asked', (_, other, sentence) => {
  const load = () => inClusterAccess({environment, folder: temporaryFolder({...files, ...other})});
  expect(load).toThrow(AccessError);
  expect(load).toThrow(sentence);
});

test.each([
  {KUBERNETES_SERVICE_PORT: 'tcp://10.96.0.1:443'},
  {KUBERNETES_SERVICE_PORT: '99999'},
  {KUBERNETES_SERVICE_HOST: '10.96.0.1 '},
  {KUBERNETES_SERVICE_HOST: '10.96.0.1/x'},
  {KUBERNETES_SERVICE_HOST: 'user@10.96.0.1'},
  {KUBERNETES_SERVICE_HOST: 'https://10.96.0.1'},
])('an address that is none is an error in one sentence: %o', (more) => {
  expect(() => inCluster(more)).toThrow(AccessError);
  expect(() => inCluster(more)).toThrow('expected a host name or an address in KUBERNETES_SERVICE_HOST');
});

test('the namespace may be missing', () => {
  const access = inClusterAccess({environment, folder: temporaryFolder({token: 't', 'ca.crt': ca})});
  expect(access).toBeDefined();
  expect(access).not.toHaveProperty('namespace');
});
