import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {clusterFromObjects, everything, startKubernetesApi} from '@firefly/sandbox';
import {expect, onTestFinished, test} from 'vitest';

import {main} from '../../src/main.ts';
import {createProcessContext} from '../create-process-context.ts';

const password = 'Kq7!vXw2nR8t';

type Fields = Readonly<Record<string, unknown>>;

function newFolder(files: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-diff-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}

/** A folder as a dry run of a cluster without releases writes it, one file an object. */
function folderOf(...objects: readonly object[]): string {
  const readings = [{name: 'helm releases', outcome: 'complete'}];
  return newFolder({
    'report.json': {result: 'success', readings},
    ...Object.fromEntries(objects.map((one, index) => [`${index}.json`, one])),
  });
}

async function run(words: readonly string[]) {
  const process = createProcessContext();
  const code = await main(words, process.context);
  const {text: stdout} = process.stdout;
  const {text: stderr} = process.stderr;
  expect(stdout + stderr).not.toContain(password);
  return {code, stdout, stderr};
}

const diff = async (...words: readonly string[]) => run(['diff', ...words]);

function object(kind: string, name: string, more: Fields = {}, metadata: Fields = {}) {
  const apiVersion = {Deployment: 'apps/v1', Lease: 'coordination.k8s.io/v1'}[kind] ?? 'v1';
  const own = {name, namespace: 'shop', uid: `uid-of-${kind}-${name}`, ...metadata};
  return {apiVersion, kind, metadata: own, ...more};
}
const image = (tag: string) => ({
  spec: {template: {spec: {containers: [{name: 'web', image: tag}, {name: 'log'}]}}},
});
const deployment = (tag: string, metadata: Fields = {}) => object('Deployment', 'web', image(tag), metadata);

test('counts what was added, what is gone and what changed, by type and namespace, and says which', async () => {
  const before = folderOf(
    deployment('a:1'),
    object('Pod', 'web-1'),
    object('ConfigMap', 'same', {data: {a: '1'}}),
  );
  const after = folderOf(
    deployment('a:2'),
    object('Pod', 'web-2'),
    object('ConfigMap', 'same', {data: {a: '1'}}),
  );
  const {code, stdout, stderr} = await diff(before, after);
  expect(code).toBe(1);
  expect(stdout).toBe(
    [
      'TYPE              NAMESPACE  ADDED  GONE  CHANGED',
      'deployments.apps  shop           0     0        1',
      'pods              shop           1     1        0',
      'Sum                              1     1        1',
      '',
      '~ deployments.apps shop/web',
      '- pods shop/web-1',
      '+ pods shop/web-2',
      '',
    ].join('\n'),
  );
  expect(stderr).toBe('1 added, 1 gone, 1 changed, 1 the same.\n');
  const json = JSON.parse((await diff(before, after, '-o', 'json')).stdout) as Fields;
  expect(json).toMatchObject({
    result: 'different',
    total: {added: 1, gone: 1, changed: 1, same: 1},
    changes: [{change: 'changed', type: 'deployments.apps', namespace: 'shop', name: 'web'}, {}, {}],
  });
  expect(await diff(before, before)).toEqual({
    code: 0,
    stdout: '',
    stderr: '0 added, 0 gone, 0 changed, 3 the same.\n',
  });
});

test('shows the fields that changed of what a name fits, and no secret among them', async () => {
  const env = (value: string) => ({spec: {containers: [{name: 'web', env: [{name: 'DB_PASSWORD', value}]}]}});
  const before = folderOf(
    deployment('a:1'),
    object('Pod', 'web-1', env(password)),
    object('Secret', 'db', {data: {k: 'AAECAwQF'}}),
  );
  const after = folderOf(
    deployment('a:2', {labels: {team: 'x'}}),
    object('Pod', 'web-1', env(`${password}2`)),
    object('Secret', 'db', {data: {k: 'BgcICQoL'}}),
  );
  const {stdout} = await diff(before, after, '--name', 'web*');
  expect(stdout).toContain('    metadata.labels: added {"team":"x"}\n');
  expect(stdout).toContain('    spec.template.spec.containers[web].image: "a:1" → "a:2"\n');
  expect(stdout).toMatch(
    / {4}spec\.containers\[web\]\.env\[DB_PASSWORD\]\.value: "REDACTED(\w{12})" → "REDACTED(?!\1)\w{12}"\n/,
  );
  expect(stdout).not.toContain('secrets');
  const secret = await diff(before, after, '--name', 'db', '--add-types', 'secrets', '-o', 'json');
  expect(secret.stdout).toMatch(/"path": "data.k",\s+"before": "REDACTED\w{12}"/);
  expect(secret.stdout).not.toMatch(/AAECAwQF|BgcICQoL/);
  expect((await diff(before, after, '--name', 'nobody')).code).toBe(0);
});

test('leaves out what changes by itself, unless it is asked for', async () => {
  const at = (second: number, more: Fields = {}) => [
    object(
      'Node',
      'n',
      {
        spec: {podCIDR: '10.0.0.0/24'},
        status: {
          observedGeneration: second,
          conditions: [{type: 'Ready', status: 'True', lastHeartbeatTime: `2026-01-01T00:00:0${second}Z`}],
          ...more,
        },
      },
      {
        resourceVersion: String(second),
        generation: second,
        managedFields: [{manager: 'kubelet', time: `2026-01-01T00:00:0${second}Z`}],
        annotations: {'control-plane.alpha.kubernetes.io/leader': String(second)},
      },
    ),
    object('Lease', 'n', {
      spec: {renewTime: `2026-01-01T00:00:0${second}.000000Z`, holderIdentity: `n-${second}`},
    }),
  ];
  const before = folderOf(...at(1));
  expect(await diff(before, folderOf(...at(2)))).toMatchObject({code: 0});
  expect(await diff(before, folderOf(...at(2)), '--all-fields')).toMatchObject({
    code: 1,
    stderr: '0 added, 0 gone, 2 changed, 0 the same.\n',
  });
  const full = await diff(before, folderOf(...at(2, {phase: 'Full'})), '--name', 'n');
  expect(full.stdout.split('\n').filter((line) => line.startsWith('    '))).toEqual([
    '    status.phase: added "Full"',
  ]);
});

test('keys that every object of JavaScript has are told from those of a ConfigMap', async () => {
  const [before, after] = ['{}', '{"constructor":"v","__proto__":"w"}'].map((data) =>
    newFolder({
      'a.json': `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"1"},"data":${data}}`,
    }),
  );
  const {code, stdout} = await diff(before ?? '', after ?? '', '--name', 'a', '-o', 'json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    changes: [
      {
        fields: [
          {path: 'data.constructor', after: 'v'},
          {path: 'data.__proto__', after: 'w'},
        ],
      },
    ],
  });
});

test('an object nested deeper than the call stack is compared all the same', async () => {
  const folder = (value: string) => {
    const nested = `${'['.repeat(9000)}${value}${']'.repeat(9000)}`;
    const text = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"1"},"n":${nested}}`;
    return newFolder({'a.json': text});
  };
  const before = folder('1');
  expect(await diff(before, folder('1'))).toMatchObject({code: 0});
  expect(await diff(before, folder('12345678901234567890'), '--name', 'a')).toMatchObject({
    code: 1,
    stderr: '0 added, 0 gone, 1 changed, 0 the same.\n',
  });
});

test('numbers that a double cannot hold are told apart, and the order of keys is no change', async () => {
  const text = (value: string) =>
    `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"1"},"n":[${value}]}`;
  const folder = (content: string) => newFolder({'a.json': content});
  const one = folder(text('9007199254740993'));
  expect((await diff(one, folder(text('9007199254740992')))).code).toBe(1);
  const turned =
    '{"n":[9007199254740993],"metadata":{"uid":"1","name":"a"},"kind":"ConfigMap","apiVersion":"v1"}';
  expect((await diff(one, folder(turned))).code).toBe(0);
});

test('two clusters match by name: their UIDs and times of creation do not count', async () => {
  const inCluster = (id: string) => [
    object('ConfigMap', 'a', {}, {uid: `a-${id}`, creationTimestamp: `2026-01-0${id}T00:00:00Z`}),
    object(
      'Pod',
      'b',
      {},
      {uid: `b-${id}`, ownerReferences: [{kind: 'ReplicaSet', name: 'r', uid: `r-${id}`}]},
    ),
  ];
  const [one, two] = [folderOf(...inCluster('1')), folderOf(...inCluster('2'))];
  expect(await diff(one, two)).toMatchObject({code: 1, stderr: '2 added, 2 gone, 0 changed, 0 the same.\n'});
  expect(await diff(one, two, '--match', 'name')).toMatchObject({code: 0});
});

const configMap = (name: string, data: Fields = {}) => object('ConfigMap', name, {data});

test('takes the one document of a dry run, releases included, of any size', async () => {
  const document = (objects: readonly object[], notes = 'hello') =>
    JSON.stringify({objects, helmReleases: [{name: 'shop', namespace: 'shop', info: {notes}}], k8sTypes: []});
  const many = Array.from({length: 800}, (_, index) => configMap(`m-${index}`, {text: '{"[\\"'.repeat(40)}));
  const folder = newFolder({
    'a.json': document(many),
    b: document([...many.slice(1), configMap('new')], 'good bye'),
    'cut.json': document(many).slice(0, 100_000),
    'other.json': '[1]',
    'empty.json': '',
    'settings.json': {a: 1},
  });
  const file = (name: string) => join(folder, name);
  expect(await diff(file('a.json'), file('a.json'))).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('801 the same') as string,
  });
  const {code, stdout} = await diff(file('a.json'), file('b'));
  expect({code, lines: stdout.split('\n').slice(5)}).toEqual({
    code: 1,
    lines: ['- configmaps shop/m-0', '+ configmaps shop/new', '~ helm-releases shop/shop', ''],
  });
  for (const [name, sentence] of [
    ['cut.json', /it breaks off, as the run that wrote it did/],
    ['other.json', /it is not what a dry run writes/],
    ['settings.json', /it is not what a dry run writes/],
    ['empty.json', /it is not what a dry run writes/],
    ['none', /there is no such file or directory/],
  ] as const) {
    const trouble = await diff(file('a.json'), file(name));
    expect({name, code: trouble.code, stdout: trouble.stdout}).toEqual({name, code: 2, stdout: ''});
    expect(trouble.stderr).toMatch(sentence);
  }
});

test('what cannot be read is trouble, on both sides as well', async () => {
  const folder = newFolder({
    'cut.json': '{"objects":[',
    'cut-releases.json': `{"objects":[${JSON.stringify(configMap('a'))}],"helmReleases":[{"name":`,
  });
  const cut = join(folder, 'cut.json');
  const cutReleases = join(folder, 'cut-releases.json');
  const bad = folderOf(configMap('a'));
  writeFileSync(join(bad, '1.ndjson'), 'no JSON');
  const badReleases = folderOf(configMap('a'));
  writeFileSync(join(badReleases, 'helm-releases.ndjson'), 'no JSON');
  for (const side of [cut, cutReleases, bad, badReleases]) {
    const trouble = await diff(side, side);
    expect({side, code: trouble.code}).toEqual({side, code: 2});
    expect(trouble.stderr).toMatch(/Not compared: .*\n.*Not all could be compared\.\n$/s);
  }
});

test('releases that one side was not asked for are not taken for added', async () => {
  const objects = [configMap('a')];
  const folder = newFolder({
    'a.json': JSON.stringify({objects, helmReleases: [{name: 'shop', namespace: 'shop'}]}),
    'b.json': JSON.stringify({objects}),
  });
  const [a, b] = [join(folder, 'a.json'), join(folder, 'b.json')];
  const gap = await diff(b, a);
  expect(gap).toMatchObject({code: 2, stdout: ''});
  expect(gap.stderr).toContain('Not compared: helm-releases: ');
  expect(await diff(b, b)).toMatchObject({code: 0});
  expect(await diff(b, a, '--helm-releases=false')).toMatchObject({
    code: 0,
    stderr: '0 added, 0 gone, 0 changed, 1 the same.\n',
  });
});

test('a folder against the cluster: what a type lacks on one side is trouble, and not gone', async () => {
  const cluster = clusterFromObjects([
    configMap('a', {x: '1'}),
    object('Pod', 'p'),
    object('Namespace', 'shop', {}, {namespace: undefined}),
  ] as never);
  const tenant = {
    name: 'tenant',
    rules: [
      {verbs: ['list'], groups: [''], resources: ['namespaces']},
      {...everything, namespaces: ['shop']},
    ],
  };
  const denied = {
    name: 'denied',
    rules: [everything],
    except: [{verbs: ['*'], groups: [''], resources: ['pods']}],
  };
  const api = await startKubernetesApi({
    cluster,
    users: [{name: 'admin', rules: [everything]}, denied, tenant],
  });
  onTestFinished(() => api.close());
  const folder = newFolder({
    admin: api.kubeconfig('admin'),
    denied: api.kubeconfig('denied'),
    tenant: api.kubeconfig('tenant'),
  });
  const as = (user: string) => ['-external', join(folder, user)];
  const before = join(folder, 'before');
  expect((await run(['-dry-run', 'my-cluster', '--output-dir', before, ...as('admin')])).code).toBe(0);

  expect(await diff(before, ...as('admin'))).toMatchObject({code: 0});
  const gap = await diff(before, ...as('denied'));
  expect(gap).toMatchObject({code: 2, stdout: ''});
  expect(gap.stderr).toMatch(
    /^Not compared: pods: .*\n0 added, 0 gone, 0 changed, \d+ the same\. Not all could be compared\.\n$/,
  );

  const own = join(folder, 'own');
  await run(['-dry-run', 'my-cluster', '--output-dir', own, ...as('tenant')]);
  const ofTenant = await diff(own, ...as('tenant'));
  expect(ofTenant).toMatchObject({code: 0, stdout: ''});
  expect(ofTenant.stderr).toMatch(/ 0 changed, [3-9] the same/);

  const narrow = join(folder, 'narrow');
  await run(['-dry-run', 'my-cluster', '--output-dir', narrow, '--types', 'pods', ...as('admin')]);
  expect(await diff(narrow, ...as('admin'))).toMatchObject({code: 2, stdout: ''});
  expect(await diff(narrow, '--types', 'pods', ...as('admin'))).toMatchObject({code: 0});
  expect(await diff(before, narrow, '--types', 'pods')).toMatchObject({code: 0});
  const refused = await diff(before, narrow);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('what one lacks would look added or gone');
});

test('wrong usage ends with 2 and a sentence', async () => {
  const folder = folderOf(configMap('a'));
  const cases = {
    '': /diff: A is missing; expected A \[B\]\./,
    [`${folder} ${folder} third`]: /One argument too many for diff/,
    [`${folder} ${folder} -dry-run`]: /--dry-run means nothing to diff/,
    [`${folder} ${folder} --match kind`]: /--match: .*kind.* does not fit; expected uid or name\./,
    [`${folder} ${folder}/none`]: /there is no such file or directory/,
    [`${folder} -external ${folder}/none`]: /does not exist; expected a kubeconfig file/,
    [`${folder} ${folder} --namespace-selector team=a`]:
      /names what an API server selects, and B a directory/,
    [`${folder} ${newFolder()}`]: /no \.ndjson or \.json file is in it/,
  };
  for (const [words, sentence] of Object.entries(cases)) {
    const {code, stdout, stderr} = await diff(...words.split(' ').filter((word) => word !== ''));
    expect({words, code, stdout}).toEqual({words, code: 2, stdout: ''});
    expect(stderr).toMatch(sentence);
  }
});
