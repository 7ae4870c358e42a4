import {createPrivateKey, generateKeyPairSync} from 'node:crypto';
import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';

import {serverCertificate} from '@firefly/sandbox';
import {describe, expect, test} from 'vitest';

import {AccessError} from '../../src/access/access-error.ts';
import {kubeconfigAccess} from '../../src/access/kubeconfig-access.ts';
import {kubeconfigText} from './kubeconfig-text.ts';
import {temporaryFolder} from './temporary-folder.ts';

/** Access by one kubeconfig, with other files beside it. */
async function accessWith(
  config: Parameters<typeof kubeconfigText>[0],
  files: Readonly<Record<string, string>> = {},
  now?: () => number,
) {
  const folder = temporaryFolder({...files, config: kubeconfigText(config)});
  return kubeconfigAccess({files: [join(folder, 'config')], ...(now === undefined ? {} : {now})});
}

async function failureOf(access: Promise<unknown>): Promise<AccessError> {
  const error = await access.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AccessError) return error;
  throw new Error('no AccessError', {cause: error});
}

describe('where the cluster is', () => {
  test('server, namespace, base path and proxy', async () => {
    const access = await accessWith({
      cluster: {server: 'https://rancher.example/k8s/clusters/c-1', 'proxy-url': 'http://proxy.example:3128'},
      context: {namespace: 'team'},
      user: {token: 't'},
    });
    expect(access).toMatchObject({
      url: new URL('https://rancher.example/k8s/clusters/c-1'),
      proxy: {url: 'http://proxy.example:3128'},
      namespace: 'team',
      inCluster: false,
    });
  });

  test('neither proxy nor namespace where none is named', async () => {
    const access = await accessWith({user: {token: 't'}});
    expect(access).not.toHaveProperty('proxy');
    expect(access).not.toHaveProperty('namespace');
    expect(access.tls).toEqual({});
  });

  test('plain http is allowed: kubectl proxy speaks it', async () => {
    const access = await accessWith({cluster: {server: 'http://127.0.0.1:8001'}});
    expect(access.url.href).toBe('http://127.0.0.1:8001/');
    expect(await access.credentials()).toEqual({});
  });

  test.each(['cluster.example:6443', 'localhost:8080', 'ftp://x', ''])(
    '%j is no usable server',
    async (server) => {
      const {message} = await failureOf(accessWith({cluster: {server}}));
      expect(message).toMatch(
        /^The kubeconfig \S+config names no usable server for the context "main": expected a URL in "clusters"\.$/,
      );
    },
  );

  test('a context whose cluster is missing is told', async () => {
    const {message} = await failureOf(accessWith({context: {cluster: 'gone'}}));
    expect(message).toContain('names no usable server for the context "main"');
  });
});

describe('TLS', async () => {
  const {ca, cert, key} = await serverCertificate();
  const asBase64 = (text: string) => Buffer.from(text).toString('base64');
  const authority = {'certificate-authority-data': asBase64(ca)};
  const expected = {ca: `${ca.trim()}\n`, cert, key};

  test('authority and client certificate as data', async () => {
    const {tls} = await accessWith({
      cluster: {...authority, 'tls-server-name': 'kubernetes'},
      user: {'client-certificate-data': asBase64(cert), 'client-key-data': asBase64(key)},
    });
    expect(tls).toEqual({...expected, servername: 'kubernetes'});
  });

  test('authority and client certificate as files, relative to the kubeconfig', async () => {
    const {tls} = await accessWith(
      {
        cluster: {'certificate-authority': 'pki/ca.crt'},
        user: {'client-certificate': 'pki/client.crt', 'client-key': './pki/client.key'},
      },
      {'pki/ca.crt': `a bundle of one:\n${ca}`, 'pki/client.crt': cert, 'pki/client.key': key},
    );
    expect(tls).toEqual(expected);
  });

  test('a file that is missing is named', async () => {
    const {message} = await failureOf(
      accessWith({user: {'client-certificate': 'client.crt', 'client-key': 'k'}}),
    );
    expect(message).toMatch(
      /^The credentials of the kubeconfig \S+ cannot be used: the file \S+client\.crt cannot be read \(there is no such file\)\.$/,
    );
  });

  test('verification is off only where the kubeconfig says so, and that is a warning', async () => {
    const user = {token: 't'};
    const access = await accessWith({cluster: {'insecure-skip-tls-verify': true}, user});
    expect(access.tls).toEqual({rejectUnauthorized: false});
    expect(access.warnings).toEqual([
      expect.stringMatching(/insecure-skip-tls-verify: nobody checks that https:/),
    ]);
    expect((await accessWith({user})).warnings).toEqual([]);
  });

  const encrypted = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  });
  const foreign = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({
    type: 'sec1',
    format: 'pem',
  });
  test.each([
    [
      'encrypted',
      encrypted,
      'its client key is encrypted: expected one without a passphrase (openssl pkey -in KEY)',
    ],
    ['of another certificate', foreign, 'its client key is not the key of its client certificate'],
    ['a certificate', cert, 'its client key is no PEM private key'],
    [
      'broken',
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      'its client key cannot be read: expected a PEM private key',
    ],
  ])('a client key that is %s is told before anything is asked', async (_, wrong, problem) => {
    const user = {'client-certificate-data': asBase64(cert), 'client-key-data': asBase64(String(wrong))};
    const {message} = await failureOf(accessWith({user}));
    expect(message).toMatch(/^The credentials of the kubeconfig \S+ cannot be used: /);
    expect(message.endsWith(`: ${problem}.`)).toBe(true);
  });
});

describe('credentials', () => {
  test('a token', async () => {
    expect(await (await accessWith({user: {token: 'abc'}})).credentials()).toEqual({
      authorization: 'Bearer abc',
    });
  });

  test('a name and a password', async () => {
    const access = await accessWith({user: {username: 'ann', password: 'p:w'}});
    expect(await access.credentials()).toEqual({authorization: `Basic ${btoa('ann:p:w')}`});
  });

  test('somebody to act as', async () => {
    const access = await accessWith({user: {token: 'abc', as: 'bob'}});
    expect(await access.credentials()).toEqual({authorization: 'Bearer abc', 'impersonate-user': 'bob'});
  });

  test('somebody to act as, with groups, a UID and whatever else is known of them', async () => {
    const access = await accessWith({
      user: {
        token: 'abc',
        as: 'bob',
        'as-uid': '42',
        'as-groups': ['dev', 'ops'],
        'as-user-extra': {'Scopes.Example/Of': ['view', 'list'], reason: ['audit']},
      },
    });
    expect(await access.credentials()).toEqual({
      authorization: 'Bearer abc',
      'impersonate-user': 'bob',
      'impersonate-uid': '42',
      'impersonate-group': ['dev', 'ops'],
      'impersonate-extra-scopes.example%2Fof': ['view', 'list'],
      'impersonate-extra-reason': ['audit'],
    });
  });

  test('groups to act for, and nobody to act as: refused, as kubectl does', async () => {
    const {message} = await failureOf(accessWith({user: {token: 'abc', 'as-groups': ['dev']}}));
    expect(message).toMatch(
      /^The kubeconfig \S+ says for which groups, UID or extra fields "main" acts, and not as whom: expected "as" beside them\.$/,
    );
  });

  test('a token file, relative to the kubeconfig, read again after a minute and when it was refused', async () => {
    const folder = temporaryFolder({
      config: kubeconfigText({user: {tokenFile: 'run/token', token: '0lder'}}),
      'run/token': 'first-t0ken\n',
    });
    let time = 0;
    const access = await kubeconfigAccess({files: [join(folder, 'config')], now: () => time});
    const write = (token: string) => writeFileSync(join(folder, 'run/token'), token);
    expect(await access.credentials()).toEqual({authorization: 'Bearer first-t0ken'});
    write('second-t0ken');
    time += 59_999;
    expect(await access.credentials()).toEqual({authorization: 'Bearer first-t0ken'});
    time += 1;
    expect(await access.credentials()).toEqual({authorization: 'Bearer second-t0ken'});
    write('third-t0ken');
    time += 59_999;
    const refused = await access.credentials();
    expect(refused).toEqual({authorization: 'Bearer second-t0ken'});
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer third-t0ken'});
  });

  test('a kubeconfig that was written anew counts when its credentials were refused', async () => {
    const folder = temporaryFolder({config: kubeconfigText({user: {token: 'first-t0ken'}})});
    const access = await kubeconfigAccess({files: [join(folder, 'config')]});
    writeFileSync(join(folder, 'config'), kubeconfigText({user: {token: 'second-t0ken'}}));
    const refused = await access.credentials();
    expect(refused).toEqual({authorization: 'Bearer first-t0ken'});
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second-t0ken'});
  });

  test('none at all, where there is no TLS: nobody in particular asks', async () => {
    const cluster = {server: 'http://127.0.0.1:8001'};
    expect(await (await accessWith({cluster})).credentials()).toEqual({});
    expect(await (await accessWith({cluster, context: {user: ''}})).credentials()).toEqual({});
  });

  test('without TLS to another machine are sent, with a warning', async () => {
    const access = await accessWith({cluster: {server: 'http://cluster.example'}, user: {token: 'abc'}});
    expect(await access.credentials()).toEqual({authorization: 'Bearer abc'});
    expect(access.warnings).toEqual([
      expect.stringMatching(/^The API server http:\/\/cluster\.example is asked without TLS: /),
    ]);
  });

  test('that no header may have are told, without a word of them', async () => {
    const {message} = await failureOf(accessWith({user: {token: 's3cret\nX-Other: 1'}}));
    expect(message).toMatch(/its token holds a line break, or another character that no header may have\.$/);
    expect(message).not.toContain('s3cret');
  });

  test('of a user that is missing are told', async () => {
    const {message} = await failureOf(accessWith({context: {user: 'gone'}}));
    expect(message).toMatch(/^The kubeconfig \S+ has no user "gone", which its context "main" names\.$/);
  });
});

describe('files', () => {
  test('are merged: the first that names something wins', async () => {
    const folder = temporaryFolder({
      a: kubeconfigText({name: 'main', user: {token: 'fr0m-a'}, currentContext: ''}),
      b: kubeconfigText({name: 'main', user: {tokenFile: 'fr0m-b'}, currentContext: 'other'}),
      c: kubeconfigText({
        name: 'other',
        user: {token: 'fr0m-c'},
        cluster: {server: 'https://c.example'},
        currentContext: 'main',
      }),
    });
    const files = ['a', 'b', 'c'].map((name) => join(folder, name));
    const access = await kubeconfigAccess({files});
    expect(access.url.href).toBe('https://c.example/');
    expect(await access.credentials()).toEqual({authorization: 'Bearer fr0m-c'});
    const named = await kubeconfigAccess({files, context: 'main'});
    expect(await named.credentials()).toEqual({authorization: 'Bearer fr0m-a'});
  });

  test('may be ordinary YAML, with entries that make no sense beside those that count', async () => {
    const folder = temporaryFolder({
      config: [
        '# written by hand',
        'current-context: main',
        'clusters: [{name: main, cluster: {server: "https://x.example"}}, {name: broken}, null]',
        'users:',
        '- name: main',
        '  user: {token: "0123"}',
        '- {}',
        'contexts: [{name: main, context: {cluster: main, user: main}}, {name: broken}]',
      ].join('\n'),
    });
    const access = await kubeconfigAccess({files: [join(folder, 'config')]});
    expect(await access.credentials()).toEqual({authorization: 'Bearer 0123'});
  });

  test('without the context that is wanted are told with those that they have', async () => {
    const folder = temporaryFolder({
      a: kubeconfigText({name: 'one', currentContext: null}),
      b: kubeconfigText({name: 'two', currentContext: null}),
      empty: '',
    });
    const [a, b, empty] = ['a', 'b', 'empty'].map((name) => join(folder, name)) as [string, string, string];
    const fails = async (files: string[], context?: string) =>
      (await failureOf(kubeconfigAccess({files, ...(context === undefined ? {} : {context})}))).message;
    expect(await fails([a, b], 'three')).toBe(
      `The kubeconfig ${a}, ${b} has no context "three": expected one of one, two.`,
    );
    expect(await fails([a])).toBe(`The kubeconfig ${a} has no current context: expected one of one.`);
    expect(await fails([empty])).toBe(`The kubeconfig ${empty} has no current context: it has none at all.`);
    expect(await fails([empty], 'x')).toBe(`The kubeconfig ${empty} has no context "x": it has none at all.`);
  });

  test.each([
    ['YAML that is broken', 'users:\n- name: a\n  user: {token: s3cret', 'it is not YAML (line 3)'],
    [
      'an alias that might be a password',
      'users:\n- user:\n    password: *s3cret\n',
      'it names an alias that it does not define',
    ],
    ['something else', 'just s3cret text', 'all of it is text, expected a map'],
    ['a list', '[s3cret]', 'all of it is a list, expected a map'],
  ])('that are %s are told without a word of what is in them', async (_, text, problem) => {
    const file = join(temporaryFolder({config: text}), 'config');
    const error = await failureOf(kubeconfigAccess({files: [file]}));
    expect(error.message).toBe(`The kubeconfig ${file} cannot be read: ${problem}.`);
    expect(inspect(error, {depth: 9})).not.toContain('s3cret');
  });

  test('that cannot be read are told', async () => {
    const folder = temporaryFolder({config: kubeconfigText()});
    const fails = async (file: string) => (await failureOf(kubeconfigAccess({files: [file]}))).message;
    expect(await fails(`${folder}/none`)).toBe(
      `The kubeconfig ${folder}/none cannot be read: there is no such file.`,
    );
    expect(await fails(folder)).toBe(
      `The kubeconfig ${folder} cannot be read: it is a folder, expected a file.`,
    );
    chmodSync(join(folder, 'config'), 0);
    // To root, which CI may be, no file is closed.
    if (process.getuid?.() !== 0)
      expect(await fails(`${folder}/config`)).toBe(
        `The kubeconfig ${folder}/config cannot be read: permission denied.`,
      );
  });
});

test('entries that are empty are passed over', async () => {
  const text = JSON.parse(kubeconfigText({user: {token: 'abc'}})) as Record<string, unknown[]>;
  for (const section of ['clusters', 'users', 'contexts']) text[section]?.unshift(null);
  const files = [join(temporaryFolder({config: JSON.stringify(text)}), 'config')];
  expect(await (await kubeconfigAccess({files})).credentials()).toEqual({authorization: 'Bearer abc'});
});
