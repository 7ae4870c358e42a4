import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';

import {serverCertificate} from '@firefly/sandbox';
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
const pluginScript = `#!/bin/sh
folder=$(dirname "$0")
echo "$*|$COLOR|$KUBERNETES_EXEC_INFO" >> "$folder/runs"
cat "$folder/answer"
`;

function pluginFolder(answer: string, exec: object = {}, script = pluginScript) {
  const folder = temporaryFolder({
    'bin/plugin.sh': script,
    'bin/answer': answer,
    'bin/runs': '',
    config: kubeconfigText({
      user: {exec: {apiVersion, command: './bin/plugin.sh', interactiveMode: 'IfAvailable', ...exec}},
    }),
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

describe('a plugin', async () => {
  test('beside the kubeconfig gives the token, and is told what is expected', async () => {
    const plugin = pluginFolder(credential({token: 'first-t0ken'}), {
      args: ['get', 'token'],
      env: [{name: 'COLOR', value: 'blue'}],
    });
    const access = await kubeconfigAccess(plugin);
    expect(await access.credentials()).toEqual({authorization: 'Bearer first-t0ken'});
    const [run = ''] = plugin.runs();
    const [args, color, info = ''] = run.split('|');
    expect([args, color]).toEqual(['get token', 'blue']);
    expect(JSON.parse(info)).toEqual({apiVersion, kind: 'ExecCredential', spec: {interactive: false}});
  });

  const {ca, cert, key} = await serverCertificate();

  test.each([
    ['as data', {'certificate-authority-data': btoa(ca)}],
    ['in a file', {'certificate-authority': 'ca.crt'}],
  ])('is told of the cluster where it wants to know, its authority %s', async (_, authority) => {
    const folder = temporaryFolder({
      'plugin.sh':
        '#!/bin/sh\nprintf %s "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"\ncat "$(dirname "$0")/answer"\n',
      answer: credential({token: 'first-t0ken'}),
      'ca.crt': ca,
      config: kubeconfigText({
        cluster: {...authority, 'tls-server-name': 'inner.example', 'proxy-url': 'http://proxy:3128'},
        user: {
          exec: {apiVersion, command: './plugin.sh', interactiveMode: 'Never', provideClusterInfo: true},
        },
      }),
    });
    await kubeconfigAccess({files: [join(folder, 'config')]});
    expect(JSON.parse(readFileSync(join(folder, 'info'), 'utf8'))).toEqual({
      apiVersion,
      kind: 'ExecCredential',
      spec: {
        cluster: {
          server: 'https://cluster.example:6443',
          'certificate-authority-data': btoa(ca),
          'tls-server-name': 'inner.example',
          'proxy-url': 'http://proxy:3128',
        },
        interactive: false,
      },
    });
  });

  test('is run once for as long as its answer lasts, and again when that was refused', async () => {
    const plugin = pluginFolder(credential({token: 'first-t0ken', expirationTimestamp: far}));
    let time = 0;
    const access = await kubeconfigAccess({...plugin, now: () => time});
    plugin.answer(credential({token: 'second-t0ken', expirationTimestamp: far}));
    time += 3_600_000;
    const refused = await access.credentials();
    expect(refused).toEqual({authorization: 'Bearer first-t0ken'});
    expect(plugin.runs()).toHaveLength(1);
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second-t0ken'});
    expect(plugin.runs()).toHaveLength(2);
  });

  test('is run once for all requests that were refused the same token', async () => {
    const plugin = pluginFolder(credential({token: 'first-t0ken', expirationTimestamp: far}));
    const access = await kubeconfigAccess(plugin);
    const refused = await access.credentials();
    plugin.answer(credential({token: 'second-t0ken', expirationTimestamp: far}));
    const renewed = await Promise.all(Array.from({length: 8}, async () => access.credentials({refused})));
    expect(new Set(renewed.map(({authorization}) => authorization))).toEqual(
      new Set(['Bearer second-t0ken']),
    );
    // The answer to a request that began before may come after.
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second-t0ken'});
    expect(plugin.runs()).toHaveLength(2);
  });

  test('is run again for a request that was refused what age alone had brought again', async () => {
    const plugin = pluginFolder(credential({token: 'first-t0ken'}));
    let time = 0;
    const access = await kubeconfigAccess({...plugin, now: () => time});
    const refused = await access.credentials();
    time += 60_000;
    plugin.answer(credential({token: 'second-t0ken'}));
    // The request was under way meanwhile; client-node keeps a token without an expiry for ever.
    expect(await access.credentials()).toEqual({authorization: 'Bearer first-t0ken'});
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second-t0ken'});
  });

  test('that fails once is run again for the next request', async () => {
    const plugin = pluginFolder(credential({token: 'first-t0ken', expirationTimestamp: far}));
    const access = await kubeconfigAccess(plugin);
    const refused = await access.credentials();
    plugin.answer('');
    await expect(access.credentials({refused})).rejects.toThrow(AccessError);
    plugin.answer(credential({token: 'second-t0ken', expirationTimestamp: far}));
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second-t0ken'});
  });

  test('is run again once its answer has expired', async () => {
    const plugin = pluginFolder(
      credential({token: 'first-t0ken', expirationTimestamp: '2020-01-01T00:00:00Z'}),
    );
    let time = 0;
    const access = await kubeconfigAccess({...plugin, now: () => time});
    plugin.answer(credential({token: 'second-t0ken', expirationTimestamp: far}));
    time += 60_000;
    expect(await access.credentials()).toEqual({authorization: 'Bearer second-t0ken'});
  });

  test('may give a client certificate', async () => {
    const access = await kubeconfigAccess(
      pluginFolder(credential({clientCertificateData: cert, clientKeyData: key})),
    );
    expect(access.tls).toEqual({cert, key});
    expect(await access.credentials()).toEqual({});
  });

  test('does not get the keys for Firefly, and gets everything else', async () => {
    const token = '$OTHER-$FIREFLY_SECRET_KEY-$infralight_access_key';
    const {files} = pluginFolder('', {}, `#!/bin/sh\ncat <<END\n${credential({token})}\nEND\n`);
    const environment = {
      PATH: process.env['PATH'],
      OTHER: '1',
      FIREFLY_SECRET_KEY: 's3cret',
      infralight_access_key: 's3cret',
    };
    const {authorization} = await (await kubeconfigAccess({files, environment})).credentials();
    expect(authorization).toBe('Bearer 1--');
  });

  test('is not asked where the user has a token as well, as in kubectl', async () => {
    const exec = {apiVersion, command: 'no-such-plugin', interactiveMode: 'Never'};
    const folder = temporaryFolder({config: kubeconfigText({user: {exec, token: 'own'}})});
    const access = await kubeconfigAccess({files: [join(folder, 'config')]});
    expect(await access.credentials()).toEqual({authorization: 'Bearer own'});
  });

  test('that a run is stopped in ends with it', async () => {
    const plugin = pluginFolder('', {}, '#!/bin/sh\nexec sleep 300\n');
    const controller = new AbortController();
    const access = kubeconfigAccess({...plugin, signal: controller.signal});
    controller.abort(new Error('stopped'));
    await expect(access).rejects.toThrow('stopped');
  });

  test('may be looked for on the PATH', async () => {
    const {files} = pluginFolder('', {command: 'printf', args: ['%s', credential({token: 'fr0m-path'})]});
    expect(await (await kubeconfigAccess({files})).credentials()).toEqual({
      authorization: 'Bearer fr0m-path',
    });
  });
});

describe('a plugin that fails is told in one sentence, without what it said of the token', () => {
  test.each([
    ['a bare token', 's3cret-token', 'its plugin did not answer with an ExecCredential'],
    ['another JSON', '{"token":"s3cret"}', 'its plugin answered with another kind than ExecCredential'],
    ['nothing', '', 'its plugin did not answer with an ExecCredential'],
    [
      'a text behind it',
      `${credential({token: 's3cret'})} s3cret`,
      'its plugin did not answer with an ExecCredential',
    ],
    ['a number for the token', credential({token: 1}), 'its plugin did not answer with an ExecCredential'],
    [
      'another version',
      JSON.stringify({apiVersion: `${apiVersion}beta1`, kind: 'ExecCredential', status: {token: 's3cret'}}),
      `its plugin answered in another apiVersion than ${apiVersion}, which the kubeconfig asks for`,
    ],
    ['an empty status', credential({}), 'its plugin gave neither a token nor a certificate'],
    [
      'no status',
      JSON.stringify({apiVersion, kind: 'ExecCredential'}),
      'its plugin gave neither a token nor a certificate',
    ],
    [
      'a certificate alone',
      credential({clientCertificateData: 's3cret'}),
      'its plugin gave a certificate without its key, or a key without its certificate',
    ],
    [
      'a certificate that is none',
      credential({clientCertificateData: 's3cret', clientKeyData: 's3cret'}),
      'its client certificate is no PEM certificate',
    ],
    [
      'no date',
      credential({token: 's3cret', expirationTimestamp: 'soon'}),
      'its plugin gave an expirationTimestamp that is no date',
    ],
    [
      'two lines',
      credential({token: 's3cret\ns3cret'}),
      'its token holds a line break, or another character that no header may have',
    ],
  ])('it answers %s', async (_, text, problem) => {
    const plugin = pluginFolder(text);
    const error = await failureOf(plugin);
    expect(error.message).toBe(
      `The credentials of the kubeconfig ${plugin.files.join()} cannot be used: ${problem}.`,
    );
    expect(inspect(error, {depth: 9})).not.toContain('s3cret');
  });

  test('it ends badly', async () => {
    const noisy =
      "echo s3cret; printf '\\033[2JPlease log in as %s.\\nmore\\n' eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln >&2; exit 3";
    const {message} = await failureOf(pluginFolder('', {}, `#!/bin/sh\n${noisy}\n`));
    expect(message).toMatch(/plugin\.sh ended with exit code 3: \[2JPlease log in as \[long word\]\.$/);
    const silent = await failureOf(pluginFolder('', {}, '#!/bin/sh\nkill -9 $$\n'));
    expect(silent.message).toMatch(/plugin\.sh was ended by SIGKILL: it did not say why\.$/);
  });

  test('it quotes what it was given', async () => {
    const {message} = await failureOf(
      pluginFolder(
        '',
        {
          args: ['--client-secret', 's3cr3tArgum3nt', '--password=p4ssw0rdOne'],
          env: [{name: 'VAULT_TOKEN', value: 't0kenOfVault'}],
        },
        '#!/bin/sh\necho "usage: $* with $VAULT_TOKEN" >&2; exit 3\n',
      ),
    );
    expect(message).toMatch(/exit code 3: usage: --client-secret \*{3} --password=\*{3} with \*{3}\.$/);
  });

  test('it is not installed, and how it is', async () => {
    const {message} = await failureOf(
      pluginFolder('', {command: 'no-such-plugin', installHint: 'Run: brew install it.'}),
    );
    expect(message).toMatch(
      /cannot be used: its plugin no-such-plugin cannot be started \(there is no such program\)\. Run: brew install it\.$/,
    );
  });

  // Under vitest standard input is no terminal.
  test('it wants a person', async () => {
    const {message} = await failureOf(pluginFolder('', {interactiveMode: 'Always'}));
    expect(message).toMatch(/plugin\.sh is always interactive, and standard input is not a terminal\.$/);
  });
});
