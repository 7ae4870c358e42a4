import {createMemorySource, type Reading, runCollection} from '@firefly/core';
import {sinkContract} from '@firefly/core/contract';
import {createFolderWriter} from '@firefly/k8s-source';
import {startFirefly} from '@firefly/sandbox';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';

import {createGroupingSink} from '../../src/dry-run/create-grouping-sink.ts';
import {limitSource} from '../../src/dry-run/limit-source.ts';
import {main} from '../../src/main.ts';
import {CaptureStream} from '../capture-stream.ts';
import {createProcessContext} from '../create-process-context.ts';
import {createDirectory} from '../settings/create-directory.ts';
import {type SharedCluster, startSharedCluster} from '../start-shared-cluster.ts';

const limits = {pageBytes: 1_200_000, itemBytes: 1_536_000};
const pod = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-dry-run-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return join(folder, 'new');
}

const linesOf = (folder: string, name: string) =>
  readFileSync(join(folder, `${name}.ndjson`), 'utf8')
    .split('\n')
    .slice(0, -1);

describe('the directory of a dry run keeps the contract of sinks', () => {
  const cases = sinkContract(async () => {
    const folder = newFolder();
    const resultOf = () => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {result: string};
    return {
      sink: createGroupingSink({
        streams: new Set(['objects']),
        limits,
        writers: [createFolderWriter(folder)],
      }),
      accepted: () => (existsSync(join(folder, 'pods.ndjson')) ? linesOf(folder, 'pods') : []),
      committed: () => existsSync(join(folder, 'report.json')) && resultOf().result === 'success',
    };
  });
  test.each(cases)('$name', async ({run}) => run());
});

test('an object over several lines is put on one', async () => {
  const folder = newFolder();
  const pretty = '{\r\n  "kind": "Pod",\n  "metadata": {"name": "a\\nb"}\n}';
  const sink = createGroupingSink({
    streams: new Set(['objects']),
    limits,
    writers: [createFolderWriter(folder)],
  });
  const source = createMemorySource({types: [{type: pod, objects: [pretty]}]});
  await runCollection({source, sink, signal: new AbortController().signal});
  const [line = '', ...others] = linesOf(folder, 'pods');
  expect([JSON.parse(line), others]).toEqual([JSON.parse(pretty), []]);
});

test('a limited source ends each reading early, and tells the reading so', async () => {
  const objects = ['{"n":1}', '{"n":2}', '{"n":3}'];
  const session = await limitSource(createMemorySource({types: [{type: pod, objects}]}), 1).open({
    signal: new AbortController().signal,
  });
  const [reading] = (await session.plan(new Set(['objects']))).readings;
  const batches = (reading as Reading).read(new AbortController().signal);
  expect((await batches.next()).value).toHaveLength(1);
  expect(await batches.next()).toMatchObject({done: true, value: {kind: 'complete'}});
});

describe('firefly-collector -dry-run', () => {
  let shared: SharedCluster;
  beforeAll(async () => {
    shared = await startSharedCluster();
  });
  afterAll(async () => {
    await shared[Symbol.asyncDispose]();
  });

  async function run(words: readonly string[], environment: Record<string, string> = {}) {
    const process = createProcessContext({CLUSTER_ID: 'c', ...environment}, new CaptureStream());
    const code = await main(words, process.context);
    return {code, stdout: process.stdout.text, stderr: process.stderr.text};
  }

  const dryRun = async (...words: string[]) =>
    run(['-dry-run', '-external', shared.kubeconfig('admin'), '-config', createDirectory({}), ...words]);

  test('--output-dir writes one file for each type, and --from-dir delivers the same bytes as the cluster', async () => {
    const folder = newFolder();
    expect(await dryRun('--output-dir', folder)).toMatchObject({code: 0, stdout: ''});
    expect(linesOf(folder, 'pods')).toHaveLength(shared.cluster.count('pods'));
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining([
        'deployments.apps.ndjson',
        'helm-releases.ndjson',
        'report.json',
        'resource-types.json',
      ]),
    );
    expect(readdirSync(folder)).not.toContain('secrets.ndjson');

    const deliver = async (words: readonly string[]) => {
      const firefly = await startFirefly();
      onTestFinished(() => firefly[Symbol.asyncDispose]());
      const directory = createDirectory({endpoint: firefly.url, loginEndpoint: firefly.url});
      const keys = {FIREFLY_ACCESS_KEY: firefly.accessKey, FIREFLY_SECRET_KEY: firefly.secretKey};
      expect(await run([...words, '-config', directory], keys)).toMatchObject({code: 0});
      expect(firefly.fetchings).toMatchObject([{locked: true}]);
      const {accepted} = firefly;
      const texts = (stream: 'objects' | 'helmReleases') =>
        accepted
          .items(stream)
          .map((item) => item.toString())
          .toSorted();
      return {
        objects: texts('objects'),
        releases: texts('helmReleases'),
        types: accepted.resourceTypes?.toString(),
        trees: accepted.items('k8sTrees').length,
        server: accepted.metadata?.['serverVersion'],
      };
    };
    const direct = await deliver(['-external', shared.kubeconfig('admin')]);
    const replayed = await deliver(['--from-dir', folder]);
    expect(direct.objects.length).toBeGreaterThan(400);
    expect(replayed).toEqual(direct);
  });

  test('what is written is for its owner alone', async () => {
    const folder = newFolder();
    const report = `${folder}.json`;
    await dryRun('--output-dir', folder, '--types', 'pods', '--report', report);
    const modeOf = (path: string) => statSync(path).mode & 0o777;
    expect([modeOf(folder), modeOf(report)]).toEqual([0o700, 0o600]);
    for (const name of readdirSync(folder)) expect([name, modeOf(join(folder, name))]).toEqual([name, 0o600]);
  });

  describe('--from-dir', () => {
    async function send(...words: string[]) {
      const firefly = await startFirefly();
      onTestFinished(() => firefly[Symbol.asyncDispose]());
      const directory = createDirectory({endpoint: firefly.url, loginEndpoint: firefly.url});
      const keys = {FIREFLY_ACCESS_KEY: firefly.accessKey, FIREFLY_SECRET_KEY: firefly.secretKey};
      return {...(await run([...words, '-config', directory], keys)), firefly};
    }

    const replay = async (...words: string[]) =>
      run(['-dry-run', '--summary', '-config', createDirectory({}), ...words]);

    test('sends no part of a cluster, not even the copy of one, and shows it in a dry run', async () => {
      const [part, copy] = [newFolder(), newFolder()];
      await dryRun('--output-dir', part, '--types', 'pods', '--limit', '3', '--namespace', 'team-000');
      expect(await replay('--from-dir', part, '--output-dir', copy)).toMatchObject({code: 0});
      for (const folder of [part, copy]) {
        const {code, stderr, firefly} = await send('--from-dir', folder, '--namespace', 'team-000');
        expect(code).toBe(2);
        expect(stderr).toContain(
          `${folder} cannot be taken for a whole cluster: it holds the types pods alone, at most 3 objects of each type, `,
        );
        expect(firefly.requests).toEqual([]);
      }
    });

    test('sends one namespace as the same namespace', async () => {
      const folder = newFolder();
      await dryRun('--output-dir', folder, '--namespace', 'team-000');
      expect(await send('--from-dir', folder)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('it holds the namespace team-000 alone'),
      });
      expect(await send('--from-dir', folder, '--namespace', 'team-000')).toMatchObject({code: 0});
      const ignored = newFolder();
      await dryRun('--output-dir', ignored, '--ignore-namespaces', 'team-000');
      expect(await send('--from-dir', ignored)).toMatchObject({code: 2});
    });

    test('shows what the run before could not read, and is not complete without it', async () => {
      const folder = newFolder();
      const mostly = ['-external', shared.kubeconfig('mostly'), '-config', createDirectory({})];
      expect(await run(['-dry-run', '--output-dir', folder, ...mostly])).toMatchObject({code: 0});
      const gap = 'could not read networkpolicies.networking.k8s.io: The API server answered';
      expect(await send('--from-dir', folder, '--strict')).toMatchObject({
        code: 3,
        stderr: expect.stringContaining(gap),
      });
    });

    test('speaks of files where it speaks of files', async () => {
      const folder = createDirectory({
        'bad.json': 'no JSON',
        'good.json': '{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"}}',
      });
      const {stderr} = await replay('--from-dir', folder);
      expect(stderr).toContain('"msg":"File not read"');
      expect(stderr).toContain('1 file could not be read. First: bad.json: ');
      expect(stderr).not.toContain('API group');
    });

    test('refuses a name in --types that it has no type for, as a cluster does', async () => {
      const folder = createDirectory({'a.json': '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}'});
      const {code, stdout, stderr} = await replay('--from-dir', folder, '--types', 'podz');
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`--types: ${folder} has no type \\"podz\\"; did you mean pods?`);
      // One of the default list is no surprise.
      expect(await replay('--from-dir', folder, '--types', 'pods,services')).toMatchObject({code: 0});
    });

    test('says of what is left out how it is collected, where anything does', async () => {
      const object = (kind: string) => `{"apiVersion":"v1","kind":"${kind}","metadata":{"name":"a"}}`;
      const folder = createDirectory({'pods.ndjson': object('Pod'), 'secrets.ndjson': object('Secret')});
      const said = async (...words: string[]) => (await replay('--from-dir', folder, ...words)).stderr;
      expect(await said()).toContain('--add-types secrets collects it.');
      const removed = await said('--remove-types', 'pods', '--add-types', 'pods,secrets');
      expect(removed).toContain('pods is in');
      expect(removed).toContain('removed: --remove-types names it');
      expect(removed).not.toContain('collects it');
      expect(await said('--types', 'secrets')).not.toContain('Left out');
    });
  });

  test('refuses a directory that holds something', async () => {
    const folder = createDirectory({'old.ndjson': ''});
    const before = shared.api.requestCount;
    for (const directory of [folder, join(folder, 'old.ndjson')])
      expect(await dryRun('--output-dir', directory)).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/cannot be used: (it is not empty|EEXIST); expected a new directory/),
      });
    expect(readdirSync(folder)).toEqual(['old.ndjson']);
    expect(shared.api.requestCount).toBe(before);
  });

  test('--summary shows what each type comes to, in place of the data', async () => {
    const {code, stdout} = await dryRun('--summary', '--redact', 'env,lastApplied');
    expect(code).toBe(0);
    const [head, ...rows] = stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, '|').trim());
    expect(head).toBe('TYPE|OBJECTS|JSON|GZIP|SHARE|REDACTED|REDACTABLE|SECRETS|LARGEST');
    const pods = rows.find((row) => row.startsWith('pods|'));
    expect(pods).toMatch(
      /^pods\|\d+\|[\d.]+ [KM]B\|[\d.]+ KB\|[\d.]+ %\|\d+\|[\d,]+\|(?:\d+\|)?[\d.]+ KB \S+\/\S+$/,
    );
    expect(Number(pods?.split('|')[5])).toBeGreaterThan(0);
    expect(rows.some((row) => row.startsWith('Sum|'))).toBe(true);
    expect(stdout).not.toContain('"kind"');
  });

  test('--types, --namespace and --limit choose what is read', async () => {
    const folder = newFolder();
    const words = ['--types', 'pods,deployments.apps', '--namespace', 'team-001', '--limit', '2'];
    expect(await dryRun('--output-dir', folder, ...words)).toMatchObject({code: 0});
    expect(readdirSync(folder)).toEqual([
      'deployments.apps.ndjson',
      'narrowed-by.json',
      'pods.ndjson',
      'report.json',
      'resource-types.json',
    ]);
    for (const type of ['pods', 'deployments.apps']) {
      const lines = linesOf(folder, type);
      expect(lines).toHaveLength(2);
      for (const line of lines)
        expect((JSON.parse(line) as {metadata: {namespace: string}}).metadata.namespace).toBe('team-001');
    }
    for (const name of ['Pod', 'po', 'pods.core', 'PODS'])
      expect(await dryRun('--types', name, '--summary', '--limit', '1')).toMatchObject({code: 0});
    const wrong = await dryRun('--types', 'podz.core', '--summary');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('The run failed: --types: this cluster has no type \\"podz.core\\"');
    const undecided = await dryRun('--types', 'podz', '--summary');
    expect(undecided.code).toBe(1);
    expect(undecided.stderr).toContain('No answer came from metrics.k8s.io/v1beta1.');
  });

  test('what would make a cluster look smaller is refused where data is sent', async () => {
    const keys = {FIREFLY_ACCESS_KEY: 'access-key-1', FIREFLY_SECRET_KEY: 'secret-key-2'};
    const external = ['-external', shared.kubeconfig('admin'), '-config', createDirectory({})];
    for (const words of [['--types', 'pods'], ['--limit', '1'], ['--summary'], ['--output-dir', 'x']]) {
      const {code, stderr} = await run([...external, ...words], keys);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`${words[0]} is for a dry run`)]);
    }
  });

  test('asks nothing that an API server forbids', () => {
    expect(shared.api.violations).toEqual([]);
  });
});
