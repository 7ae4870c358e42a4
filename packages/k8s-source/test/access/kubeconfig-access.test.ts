import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';

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

describe('TLS', () => {
  const pem = (text: string) => Buffer.from(text).toString('base64');

  test('authority and client certificate as data', async () => {
    const {tls} = await accessWith({
      cluster: {'certificate-authority-data': pem('CA'), 'tls-server-name': 'kubernetes'},
      user: {'client-certificate-data': pem('CERT'), 'client-key-data': pem('KEY')},
    });
    expect(tls).toEqual({
      ca: Buffer.from('CA'),
      cert: Buffer.from('CERT'),
      key: Buffer.from('KEY'),
      servername: 'kubernetes',
    });
  });

  test('authority and client certificate as files, relative to the kubeconfig', async () => {
    const {tls} = await accessWith(
      {
        cluster: {'certificate-authority': 'pki/ca.crt'},
        user: {'client-certificate': 'pki/client.crt', 'client-key': './pki/client.key'},
      },
      {'pki/ca.crt': 'CA', 'pki/client.crt': 'CERT', 'pki/client.key': 'KEY'},
    );
    expect(tls).toEqual({ca: Buffer.from('CA'), cert: Buffer.from('CERT'), key: Buffer.from('KEY')});
  });

  test('a file that is missing is named', async () => {
    const {message} = await failureOf(
      accessWith({user: {'client-certificate': 'client.crt', 'client-key': 'k'}}),
    );
    expect(message).toMatch(
      /^The credentials of the kubeconfig \S+ cannot be used: the file \S+client\.crt cannot be read \(there is no such file\)\.$/,
    );
  });

  test('verification is off only where the kubeconfig says so', async () => {
    expect((await accessWith({cluster: {'insecure-skip-tls-verify': true}})).tls).toEqual({
      rejectUnauthorized: false,
    });
  });

  test('the authority counts for a context without a user, too', async () => {
    const {tls} = await accessWith({context: {user: ''}, cluster: {'certificate-authority-data': pem('CA')}});
    expect(tls).toEqual({ca: Buffer.from('CA')});
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
      config: kubeconfigText({user: {tokenFile: 'run/token', token: 'older'}}),
      'run/token': 'first\n',
    });
    let time = 0;
    const access = await kubeconfigAccess({files: [join(folder, 'config')], now: () => time});
    const write = (token: string) => writeFileSync(join(folder, 'run/token'), token);
    expect(await access.credentials()).toEqual({authorization: 'Bearer first'});
    write('second');
    time += 59_999;
    expect(await access.credentials()).toEqual({authorization: 'Bearer first'});
    time += 1;
    expect(await access.credentials()).toEqual({authorization: 'Bearer second'});
    write('third');
    time += 59_999;
    const refused = await access.credentials();
    expect(refused).toEqual({authorization: 'Bearer second'});
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer third'});
  });

  test('a kubeconfig that was written anew counts when its credentials were refused', async () => {
    const folder = temporaryFolder({config: kubeconfigText({user: {token: 'first'}})});
    const access = await kubeconfigAccess({files: [join(folder, 'config')]});
    writeFileSync(join(folder, 'config'), kubeconfigText({user: {token: 'second'}}));
    const refused = await access.credentials();
    expect(refused).toEqual({authorization: 'Bearer first'});
    expect(await access.credentials({refused})).toEqual({authorization: 'Bearer second'});
  });

  test('none at all', async () => {
    expect(await (await accessWith({})).credentials()).toEqual({});
    expect(await (await accessWith({context: {user: ''}})).credentials()).toEqual({});
  });

  test('of a user that is missing are told', async () => {
    const {message} = await failureOf(accessWith({context: {user: 'gone'}}));
    expect(message).toMatch(/^The kubeconfig \S+ has no user "gone", which its context "main" names\.$/);
  });
});

describe('files', () => {
  test('are merged: the first that names something wins', async () => {
    const folder = temporaryFolder({
      a: kubeconfigText({name: 'main', user: {token: 'from-a'}, currentContext: ''}),
      b: kubeconfigText({name: 'main', user: {tokenFile: 'from-b'}, currentContext: 'other'}),
      c: kubeconfigText({
        name: 'other',
        user: {token: 'from-c'},
        cluster: {server: 'https://c.example'},
        currentContext: 'main',
      }),
    });
    const files = ['a', 'b', 'c'].map((name) => join(folder, name));
    const access = await kubeconfigAccess({files});
    expect(access.url.href).toBe('https://c.example/');
    expect(await access.credentials()).toEqual({authorization: 'Bearer from-c'});
    const named = await kubeconfigAccess({files, context: 'main'});
    expect(await named.credentials()).toEqual({authorization: 'Bearer from-a'});
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
        '- null',
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
    ['an alias that might be a password', 'users:\n- user:\n    password: *s3cret\n', 'it is not YAML'],
    ['something else', 'just s3cret text', 'it is no kubeconfig, expected "clusters"'],
    ['a list', '[s3cret]', 'it is no kubeconfig, expected "clusters"'],
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
