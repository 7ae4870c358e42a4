import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';

import {serverCertificate} from '@firefly/sandbox';
import fc from 'fast-check';
import {afterAll, expect, onTestFinished, test} from 'vitest';

import {unpackedTool} from '../../../../charts/test/unpacked-tool.ts';
import {isTestingAll} from '../../../../scripts/is-testing-all.ts';
import {kubeconfigAccess} from '../../src/access/kubeconfig-access.ts';
import {kubeconfigOf} from '../../src/access/kubeconfig-file.ts';
import {readYaml} from '../../src/access/read-yaml.ts';
import {readKubeconfig} from '../../src/access/read-kubeconfig.ts';
import {decodedRows, knownDifferences} from './kubeconfig-rows.ts';
import {kubeconfigText} from './kubeconfig-text.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {randomKubeconfig} from './random-kubeconfig.ts';
import {usableRows} from './usable-rows.ts';

const kubectl = unpackedTool('kubectl');
/**
 * `KUBECTL_ROWS=all vitest run …` writes down what kubectl does with every row (`pnpm fix` formats it). Else it is compared:
 * with all rows and 1,000 texts in `pnpm test:all`, with some and 10 in `pnpm test`: a kubectl takes 60 ms of CPU.
 */
const isRecording = process.env['KUBECTL_ROWS'] === 'all';
const asksAll = isRecording || isTestingAll;
const record = new URL('kubectl-did.json', import.meta.url);
/** Nothing of the machine's own, and a place for kubectl's cache. */
const home = mkdtempSync(join(tmpdir(), 'k8s-source-home-'));
afterAll(() => rmSync(home, {recursive: true}));
const environment = {PATH: process.env['PATH'], HOME: home};

const refused = 'refused';

/** Standard output of a kubectl that has nobody to ask; undefined where it failed. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string | undefined> {
  const child = spawn(kubectl, args, {
    env: {...environment, ...env},
    cwd: '/',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return child.exitCode === 0 ? output : undefined;
}

function recorded(): Readonly<Record<'decoded' | 'used', Readonly<Record<string, unknown>>>> {
  return JSON.parse(readFileSync(record, 'utf8')) as ReturnType<typeof recorded>;
}

function someOf<T>(rows: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(rows).filter((_, index) => asksAll || index % 12 === 0);
}

interface View {
  readonly 'current-context'?: string;
  readonly users?: readonly {readonly name: string}[] | null;
  readonly contexts?: readonly {readonly name: string}[] | null;
  readonly clusters?: readonly {readonly name: string}[] | null;
}

/** What kubectl decodes. */
async function kubectlView(files: string): Promise<unknown> {
  const output = await run(['config', 'view', '--raw', '-o', 'json'], {KUBECONFIG: files});
  if (output === undefined) return refused;
  const view = JSON.parse(output) as View;
  const {users, contexts, clusters} = view;
  return withoutZeros({current: view['current-context'], users, contexts, clusters});
}

function ourView(read: () => ReturnType<typeof readKubeconfig>): unknown {
  try {
    const {currentContext, users, contexts, clusters} = read();
    const entries = <T>(map: ReadonlyMap<string, T>, key: string) =>
      [...map].map(([name, value]) => ({name, [key]: value})).sort((a, b) => (a.name < b.name ? -1 : 1));
    return withoutZeros({
      current: currentContext,
      users: entries(users, 'user'),
      contexts: entries(contexts, 'context'),
      clusters: entries(clusters, 'cluster'),
    });
  } catch {
    return refused;
  }
}

const decode = (content: string | Uint8Array) => ourView(() => kubeconfigOf(readYaml(Buffer.from(content))));

/** To Go the zero value of a field and its absence are one. */
function withoutZeros(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutZeros);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, one]) => [key, withoutZeros(one)] as const)
    .filter(([, one]) => one !== '' && one !== null && one !== undefined && one !== false)
    .filter(([, one]) => typeof one !== 'object' || Object.keys(one ?? {}).length > 0);
  return Object.fromEntries(kept);
}

/** Two at once: a kubectl takes 40 ms. */
async function inPairs<T>(
  items: readonly T[],
  work: (item: T, worker: number) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    [1, 2].map(async (worker) => {
      for (const item of queue) await work(item, worker);
    }),
  );
}

test('a kubeconfig is decoded as kubectl decoded it', () => {
  const ours = Object.entries(decodedRows).map(([name, content]) => [name, decode(content)] as const);
  expect(Object.fromEntries(ours)).toEqual(recorded().decoded);
});

test('what is decoded is used, or refused, as kubectl did', async () => {
  const {files, rows} = await usable('https://127.0.0.1:1');
  const ours: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(rows)) {
    writeFileSync(files, content);
    ours[name] = await kubeconfigAccess({files: [files], environment}).then(
      async (access) => (await access.credentials())['authorization'] ?? 'nobody',
      () => refused,
    );
  }
  expect(ours).toEqual(recorded().used);
});

test('kubectl does what is recorded', async () => {
  const folder = temporaryFolder();
  const decoded: Record<string, unknown> = {};
  await inPairs(someOf(decodedRows), async ([name, content], worker) => {
    const file = join(folder, String(worker));
    writeFileSync(file, content);
    decoded[name] = await kubectlView(file);
  });

  const {cert, key} = await serverCertificate();
  let asked: string | undefined;
  const server = createServer(
    {cert, key, requestCert: true, rejectUnauthorized: false},
    (request, response) => {
      asked = request.headers.authorization ?? 'nobody';
      response.setHeader('content-type', 'application/json').end('{"gitVersion":"v1.35.0"}');
    },
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const {files, rows} = await usable(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const used: Record<string, unknown> = {};
  for (const [name, content] of someOf(rows)) {
    writeFileSync(files, content);
    used[name] =
      (await run(['--kubeconfig', files, 'get', '--raw', '/version'])) === undefined ? refused : asked;
  }
  if (isRecording) writeFileSync(record, JSON.stringify({decoded, used}, null, 2));
  else expect({...recorded().decoded, ...recorded().used}).toMatchObject({...decoded, ...used});
});

async function usable(server: string): Promise<{files: string; rows: Record<string, string>}> {
  const {ca, cert, key} = await serverCertificate();
  const folder = temporaryFolder({
    'ca.crt': ca,
    'client.crt': cert,
    'client.key': key,
    token: 'fr0m-file\n',
    empty: '',
  });
  const rows = Object.entries(usableRows({ca, cert, key})).map(
    ([name, row]) => [name, kubeconfigText({...row, cluster: {server, ...row.cluster}})] as const,
  );
  return {files: join(folder, 'config'), rows: Object.fromEntries(rows)};
}

test('what differs on purpose still does', async () => {
  const folder = temporaryFolder();
  for (const content of Object.keys(knownDifferences)) {
    writeFileSync(join(folder, 'config'), content);
    expect(decode(content)).not.toEqual(await kubectlView(join(folder, 'config')));
  }
});

test('several files are merged as kubectl merges them', async () => {
  const cluster = {'certificate-authority': 'pki/ca.crt'};
  const user = {'client-certificate': 'c', 'client-key': '/k', tokenFile: '../t'};
  const folder = temporaryFolder({
    'a/config': kubeconfigText({name: 'main', cluster, user, currentContext: null}),
    'b/config': kubeconfigText({name: 'main', user: {token: 'b', as: 'b'}, currentContext: 'other'}),
    'c/config': kubeconfigText({name: 'other', user, cluster, currentContext: 'main'}),
    'd/config': '',
  });
  const files = ['a', 'd', 'b', 'c'].map((name) => join(folder, name, 'config'));
  const listed = [files[0], join(folder, 'missing'), ...files.slice(1)].join(':');
  const output = await run(['config', 'view', '--raw', '-o', 'json'], {KUBECONFIG: listed});
  const view = JSON.parse(output ?? '') as View;
  const ours = readKubeconfig(files);
  expect(ours.currentContext).toBe(view['current-context']);
  for (const section of ['clusters', 'users', 'contexts'] as const)
    expect([...ours[section].keys()].sort()).toEqual(view[section]?.map(({name}) => name));
  expect(ours.users.get('main')).toMatchObject({
    'client-certificate': join(folder, 'a/c'),
    'client-key': '/k',
    tokenFile: join(folder, 't'),
    token: '',
    as: '',
  });
  expect(ours.clusters.get('other')).toMatchObject({'certificate-authority': join(folder, 'c/pki/ca.crt')});
});

test('texts that are made at random are decoded as kubectl decodes them', async () => {
  const folder = temporaryFolder();
  const samples = fc.sample(randomKubeconfig, asksAll ? 1000 : {numRuns: 10, seed: 1});
  await inPairs(samples, async (content, worker) => {
    const file = join(folder, String(worker));
    writeFileSync(file, content);
    expect({content, view: decode(content)}).toEqual({content, view: await kubectlView(file)});
  });
});
