import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {text} from 'node:stream/consumers';

import {generateCluster, type KubernetesApi, startKubernetesApi} from '@firefly/sandbox';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';

import {libraries, type Library, linesOf, programOf, tasks} from '../ten-tasks/tasks.ts';
import {makeFolder} from './make-folder.ts';

const folder = await makeFolder();
let api: KubernetesApi;

beforeAll(async () => {
  api = await startKubernetesApi({cluster: generateCluster({objects: 2500})});
  const kubeconfig = join(folder.path, 'kubeconfig');
  writeFileSync(kubeconfig, api.kubeconfig());
  vi.stubEnv('KUBECONFIG', kubeconfig);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await api[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** Runs a program in this process, once: a process for each would take half a minute of CPU time in all. */
async function outputOf(task: string, library: Library): Promise<string> {
  const output = new PassThrough();
  const stdout = vi
    .spyOn(process, 'stdout', 'get')
    .mockReturnValue(output as unknown as typeof process.stdout);
  const argv = vi.spyOn(process, 'argv', 'get').mockReturnValue([process.execPath, 'program']);
  try {
    const written = text(output);
    await import(programOf(task, library));
    output.end();
    return await written;
  } finally {
    stdout.mockRestore();
    argv.mockRestore();
  }
}

test.for(Object.keys(tasks).filter((task) => task !== 'export'))(
  '%s: all three say the same',
  async (task) => {
    const outputs = [];
    for (const library of libraries) outputs.push(await outputOf(task, library));
    expect(outputs[0]).toMatch(/\S\n$/);
    expect(outputs).toEqual([outputs[0], outputs[0], outputs[0]]);
  },
);

test('export: ky has the same values, client-node the same objects, this package every byte', async () => {
  const parsed = async (library: Library) => {
    const lines = (await outputOf('export', library)).trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as {kind: string; metadata: {uid: string; name: string}});
  };
  const own = await parsed('k8s-source');
  expect(own.length).toBeGreaterThan(500);
  // As text: JavaScript writes -0 as 0.
  expect(JSON.stringify(await parsed('ky'))).toBe(JSON.stringify(own));
  const nameOf = ({kind, metadata: {uid, name}}: (typeof own)[number]) => `${kind} ${uid} ${name}`;
  expect((await parsed('client-node')).map(nameOf)).toEqual(own.map(nameOf));
});

test('the table of the docs has the lines of each program', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/ten-tasks.md'), 'utf8');
  expect(
    readdirSync(join(import.meta.dirname, '../ten-tasks'))
      .filter((name) => !name.includes('.'))
      .toSorted(),
  ).toEqual(Object.keys(tasks).toSorted());
  for (const [task, words] of Object.entries(tasks)) {
    expect(page).toContain(
      `| ${words} | ${libraries.map((library) => linesOf(programOf(task, library))).join(' · ')} |`,
    );
  }
});
