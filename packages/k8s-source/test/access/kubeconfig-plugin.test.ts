import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';

import {describe, expect, test} from 'vitest';

import {AccessError} from '../../src/access/access-error.ts';
import {kubeconfigAccess} from '../../src/access/kubeconfig-access.ts';
import {kubeconfigText} from './kubeconfig-text.ts';
import {temporaryFolder} from './temporary-folder.ts';

const apiVersion = 'client.authentication.k8s.io/v1';
const far = '2999-01-01T00:00:00Z';

function credential(status: object): string {
  return JSON.stringify({apiVersion, kind: 'ExecCredential', status});
}

/** A plugin that counts its runs in a file and answers with what lies in another. */
const PLUGIN = `#!/bin/sh
folder=$(dirname "$0")
echo "$*|$COLOR|$KUBERNETES_EXEC_INFO" >> "$folder/runs"
cat "$folder/answer"
`;

function pluginFolder(answer: string, exec: object = {}, script = PLUGIN) {
  const folder = temporaryFolder({
    'bin/plugin.sh': script,
    'bin/answer': answer,
    'bin/runs': '',
    config: kubeconfigText({user: {exec: {apiVersion, command: './bin/plugin.sh', ...exec}}}),
  });
  return {
    files: [join(folder, 'config')],
    runs: () => readFileSync(join(folder, 'bin/runs'), 'utf8').split('\n').slice(0, -1),
    answer: (text: string) => writeFileSync(join(folder, 'bin/answer'), text),
  };
}

async function failureOf(plugin: {files: string[]}): Promise<AccessError> {
  try {
    await kubeconfigAccess(plugin);
  } catch (error) {
    if (error instanceof AccessError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('a plugin', () => {
  test('beside the kubeconfig gives the token, and is told what is expected', async () => {
    const plugin = pluginFolder(credential({token: 'first'}), {
      args: ['get', 'token'],
      env: [{name: 'COLOR', value: 'blue'}],
    });
    const access = await kubeconfigAccess(plugin);
    expect(await access.credentials()).toEqual({authorization: 'Bearer first'});
    const [run = ''] = plugin.runs();
    const [args, color, info = ''] = run.split('|');
    expect([args, color]).toEqual(['get token', 'blue']);
    expect(JSON.parse(info)).toEqual({apiVersion, kind: 'ExecCredential', spec: {interactive: false}});
  });

  test.each([
    ['as data', {'certificate-authority-data': btoa('PEM')}],
    ['in a file', {'certificate-authority': 'ca.crt'}],
  ])('is told of the cluster where it wants to know, its authority %s', async (_, authority) => {
    const folder = temporaryFolder({
      'plugin.sh':
        '#!/bin/sh\nprintf %s "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"\ncat "$(dirname "$0")/answer"\n',
      answer: credential({token: 'first'}),
      'ca.crt': 'PEM',
      config: kubeconfigText({
        cluster: {...authority, 'tls-server-name': 'inner.example', 'proxy-url': 'http://proxy:3128'},
        user: {exec: {apiVersion, command: './plugin.sh', provideClusterInfo: true}},
      }),
    });
    await kubeconfigAccess({files: [join(folder, 'config')]});
    expect(JSON.parse(readFileSync(join(folder, 'info'), 'utf8'))).toEqual({
      apiVersion,
      kind: 'ExecCredential',
      spec: {
        cluster: {
          server: 'https://cluster.example:6443',
          'certificate-authority-data': btoa('PEM'),
          'tls-server-name': 'inner.example',
          'proxy-url': 'http://proxy:3128',
        },
        interactive: false,
      },
    });
  });

  test('is run once for as long as its answer lasts, and again when that was refused', async () => {
    const plugin = pluginFolder(credential({token: 'first', expirationTimestamp: far}));
    let time = 0;
    const access = await kubeconfigAccess({...plugin, now: () => time});
    plugin.answer(credential({token: 'second', expirationTimestamp: far}));
    time += 3_600_000;
    const refused = await access.credentials();
    expect(refused).toEqual({authorization: 'Bearer first'});
    expect(plugin.runs()).toHaveLength(1);
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second'});
    expect(plugin.runs()).toHaveLength(2);
  });

  test('is run once for all requests that were refused the same token', async () => {
    const plugin = pluginFolder(credential({token: 'first', expirationTimestamp: far}));
    const access = await kubeconfigAccess(plugin);
    const refused = await access.credentials();
    plugin.answer(credential({token: 'second', expirationTimestamp: far}));
    const renewed = await Promise.all(Array.from({length: 8}, async () => access.credentials({refused})));
    expect(new Set(renewed.map(({authorization}) => authorization))).toEqual(new Set(['Bearer second']));
    // The answer to a request that began before may come after.
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second'});
    expect(plugin.runs()).toHaveLength(2);
  });

  test('is run again for a request that was refused what age alone had brought again', async () => {
    const plugin = pluginFolder(credential({token: 'first'}));
    let time = 0;
    const access = await kubeconfigAccess({...plugin, now: () => time});
    const refused = await access.credentials();
    time += 60_000;
    plugin.answer(credential({token: 'second'}));
    // The request was under way meanwhile; client-node keeps a token without an expiry for ever.
    expect(await access.credentials()).toEqual({authorization: 'Bearer first'});
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second'});
  });

  test('that fails once is run again for the next request', async () => {
    const plugin = pluginFolder(credential({token: 'first', expirationTimestamp: far}));
    const access = await kubeconfigAccess(plugin);
    const refused = await access.credentials();
    plugin.answer('');
    await expect(access.credentials({refused})).rejects.toThrow(AccessError);
    plugin.answer(credential({token: 'second', expirationTimestamp: far}));
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second'});
  });

  test('is run again once its answer has expired', async () => {
    const plugin = pluginFolder(credential({token: 'first', expirationTimestamp: '2020-01-01T00:00:00Z'}));
    let time = 0;
    const access = await kubeconfigAccess({...plugin, now: () => time});
    plugin.answer(credential({token: 'second', expirationTimestamp: far}));
    time += 60_000;
    expect(await access.credentials()).toEqual({authorization: 'Bearer second'});
  });

  test('may give a client certificate', async () => {
    const access = await kubeconfigAccess(
      pluginFolder(credential({clientCertificateData: 'CERT', clientKeyData: 'KEY'})),
    );
    expect(access.tls).toEqual({cert: 'CERT', key: 'KEY'});
  });

  test('may be looked for on the PATH', async () => {
    const {files} = pluginFolder('', {command: 'printf', args: ['%s', credential({token: 'from-path'})]});
    expect(await (await kubeconfigAccess({files})).credentials()).toEqual({
      authorization: 'Bearer from-path',
    });
  });
});

describe('a plugin that fails is told in one sentence, without what it said of the token', () => {
  test.each([
    ['a bare token', 's3cret-token', 'its plugin did not answer with an ExecCredential'],
    ['another JSON', '{"token":"s3cret"}', 'its plugin did not answer with an ExecCredential'],
    ['nothing', '', 'its plugin did not answer with an ExecCredential'],
  ])('it answers %s', async (_, text, problem) => {
    const plugin = pluginFolder(text);
    const error = await failureOf(plugin);
    expect(error.message).toBe(
      `The credentials of the kubeconfig ${plugin.files.join()} cannot be used: ${problem}.`,
    );
    expect(inspect(error, {depth: 9})).not.toContain('s3cret');
  });

  test('it ends badly', async () => {
    const {message} = await failureOf(
      pluginFolder('', {}, '#!/bin/sh\necho s3cret; echo "Please log in." >&2; echo more >&2; exit 3\n'),
    );
    expect(message).toMatch(/cannot be used: its plugin failed: Please log in\.$/);
    const silent = await failureOf(pluginFolder('', {}, '#!/bin/sh\nexit 1\n'));
    expect(silent.message).toMatch(/cannot be used: its plugin failed: it failed without saying why\.$/);
  });

  test('it is not installed', async () => {
    const {message} = await failureOf(pluginFolder('', {command: 'no-such-plugin'}));
    expect(message).toMatch(
      /cannot be used: its plugin no-such-plugin cannot be started \(there is no such program\)\.$/,
    );
  });
});
