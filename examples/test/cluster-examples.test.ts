import {execFile, spawn} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {text} from 'node:stream/consumers';
import {promisify} from 'node:util';

import {createKubernetesSource} from '@firefly/k8s-source';
import {generateCluster, startFirefly, startKubernetesApi} from '@firefly/sandbox';
import {expect, test} from 'vitest';

import {makeFolder} from './make-folder.ts';

const example = (name: string) => join(import.meta.dirname, '..', name);

/** What an example prints that is run as its first line says, in an environment of its own. */
async function run(name: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
  const {PATH = ''} = process.env;
  const env = {PATH, ...environment};
  const {stdout, stderr} = await promisify(execFile)(process.execPath, [example(name), ...args], {env});
  // An API group is dead in the cluster, of which nobody asked for anything.
  expect(stderr).not.toContain('Not read');
  return stdout;
}

async function startCluster() {
  const api = await startKubernetesApi({cluster: generateCluster({objects: 300})});
  const folder = await makeFolder();
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeFile(kubeconfig, api.kubeconfig());
  return {
    url: api.url,
    folder: folder.path,
    kubeconfig,
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

test('a cluster becomes a database, and its objects the text that the server sent', async () => {
  await using cluster = await startCluster();
  const {kubeconfig} = cluster;
  const file = join(cluster.folder, 'cluster.db');
  const output = await run('cluster-to-sqlite.ts', [file], {KUBECONFIG: kubeconfig});
  const database = new DatabaseSync(file, {readOnly: true});
  const rows = database.prepare('SELECT uid, kind, namespace, json FROM objects').all();
  const pods = database
    .prepare("SELECT count(*) AS pods FROM objects WHERE kind = 'Pod' AND json ->> '$.kind' = 'Pod'")
    .get();
  database.close();
  expect(output).toBe(`${rows.length} objects are in ${file}.\n`);
  expect(pods?.['pods']).toBeGreaterThan(0);
  const texts = new Set<string>();
  const source = createKubernetesSource({kubeconfig});
  for await (const {bytes} of source.objects()) texts.add(Buffer.from(bytes).toString('utf8'));
  expect(new Set(rows.map(({json}) => json))).toEqual(texts);
});

test('a cluster becomes NDJSON', async () => {
  await using cluster = await startCluster();
  const stdout = await run('cluster-to-ndjson.ts', [cluster.folder], {KUBECONFIG: cluster.kubeconfig});
  const items = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => Number(line.split('\t')[1]));
  const lines = (await readFile(join(cluster.folder, 'objects.ndjson'), 'utf8')).split('\n').slice(0, -1);
  expect(lines).toHaveLength(items.reduce((sum, one) => sum + one, 0));
  expect(() => lines.map((line) => JSON.parse(line) as unknown)).not.toThrow();
});

test('a cluster is delivered to Firefly', async () => {
  await using cluster = await startCluster();
  await using firefly = await startFirefly();
  const output = await run('cluster-to-firefly.ts', ['shop'], {
    KUBECONFIG: cluster.kubeconfig,
    FIREFLY_ACCESS_KEY: firefly.accessKey,
    FIREFLY_SECRET_KEY: firefly.secretKey,
    FIREFLY_ENDPOINT: firefly.url,
    FIREFLY_LOGIN_ENDPOINT: firefly.url,
  });
  expect(output).toBe('success: everything was accepted\n');
  expect(firefly.acceptedUids.size).toBeGreaterThan(100);
});

test('one request is made without a proxy where the environment names none', async () => {
  await using cluster = await startCluster();
  const answer = await run('ask-through-proxy.ts', [`${cluster.url}/version`], {
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  });
  expect(answer).toBe('200, direct\n');
});

test('a password goes out of an object, and every other byte stays', async () => {
  const [finding, object] = (await run('redact-object.ts')).split('\n');
  expect(finding).toBe('keys, telling key: data["app.yml"] › spring.password');
  expect(object).toBe(
    '{"metadata":{"name":"app"},"data":{"app.yml":"spring:\\n  password: REDACTED\\n  port: 8080\\n"}}',
  );
});

test('the splitter alone finds the largest items of a list, and refuses half of one', async () => {
  const run = async (list: string) => {
    const child = spawn(process.execPath, [example('largest-items.ts')]);
    child.stdin.end(list);
    return Promise.all([text(child.stdout), text(child.stderr)]);
  };
  const item = (name: string, length: number) =>
    `{"metadata":{"name":"${name}","namespace":"shop"},"text":"${'x'.repeat(length)}"}`;
  const items = Array.from({length: 20}, (_, index) => item(`p${index}`, index * 10));
  const list = `{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[${items.join(',')}]}`;
  const [output] = await run(list);
  const names = output
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[1]);
  expect(names).toEqual(Array.from({length: 10}, (_, index) => `shop/p${19 - index}`));
  const [nothing, problem] = await run(list.slice(0, -10));
  expect([nothing, problem]).toEqual(['', expect.stringContaining('MalformedListError')]);
});
