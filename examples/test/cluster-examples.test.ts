import {execFile, spawn} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {DatabaseSync} from 'node:sqlite';
import {promisify} from 'node:util';

import {createKubernetesSource} from '@firefly/k8s-source';
import {generateCluster, startKubernetesApi} from '@firefly/sandbox';
import {expect, test} from 'vitest';

import {listIntoSqlite} from '../cluster-to-sqlite.ts';
import {makeFolder} from './make-folder.ts';

const example = (name: string) => join(import.meta.dirname, '..', name);

test('a cluster becomes a database, and its objects the text that the server sent', async () => {
  await using api = await startKubernetesApi({cluster: generateCluster({objects: 300})});
  await using folder = await makeFolder();
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeFile(kubeconfig, api.kubeconfig());
  const source = createKubernetesSource({kubeconfig});
  const file = join(folder.path, 'cluster.db');
  const listed = await listIntoSqlite(source, file, new AbortController().signal);
  // An API group is dead in it, of which nobody asked for anything.
  expect(listed.failures).toEqual([]);

  const database = new DatabaseSync(file, {readOnly: true});
  const rows = database.prepare('SELECT uid, kind, namespace, json FROM objects').all();
  const pods = database
    .prepare("SELECT count(*) AS pods FROM objects WHERE kind = 'Pod' AND json ->> '$.kind' = 'Pod'")
    .get();
  database.close();
  expect(rows).toHaveLength(listed.objects);
  expect(pods?.['pods']).toBeGreaterThan(0);
  const texts = new Set<string>();
  for await (const {bytes} of source.objects()) texts.add(Buffer.from(bytes).toString('utf8'));
  expect(new Set(rows.map(({json}) => json))).toEqual(texts);
});

test('a cluster becomes NDJSON', async () => {
  await using api = await startKubernetesApi({cluster: generateCluster({objects: 300})});
  await using folder = await makeFolder();
  const kubeconfigPath = join(folder.path, 'kubeconfig');
  await writeFile(kubeconfigPath, api.kubeconfig());
  const {PATH = ''} = process.env;
  const {stdout} = await promisify(execFile)(
    process.execPath,
    [example('cluster-to-ndjson.ts'), folder.path],
    {
      env: {PATH, KUBECONFIG: kubeconfigPath},
    },
  );
  const items = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => Number(line.split('\t')[1]));
  const lines = (await readFile(join(folder.path, 'objects.ndjson'), 'utf8')).split('\n').slice(0, -1);
  expect(lines).toHaveLength(items.reduce((sum, one) => sum + one, 0));
  expect(() => lines.map((line) => JSON.parse(line) as unknown)).not.toThrow();
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
