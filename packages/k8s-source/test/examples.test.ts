import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';

import {describe, expect, test} from 'vitest';

import * as kubernetesSource from '../src/index.ts';
import {temporaryFolder} from './access/temporary-folder.ts';
import {expectedObjects} from './expected-objects.ts';
import {configMap, startSandbox} from './sandbox-api.ts';

const folder = new URL('../examples/', import.meta.url);

/** Runs an example as the README says: `node examples/NAME`. */
async function run(name: string, environment: Record<string, string> = {}, input = '') {
  const {PATH = ''} = process.env;
  const child = spawn(process.execPath, [fileURLToPath(new URL(name, folder))], {
    env: {PATH, ...environment},
  });
  child.stdin.end(input);
  const [output, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return {output, problems};
}

test('list-objects.ts lists every object of the cluster that the kubeconfig names', async () => {
  const {server, cluster} = await startSandbox([configMap('team', 'one'), configMap('team', 'two')]);
  const kubeconfigPath = `${temporaryFolder({config: server.kubeconfig()})}/config`;
  const {output, problems} = await run('list-objects.ts', {KUBECONFIG: kubeconfigPath});
  expect(problems).toBe('');
  const lines = Object.values(expectedObjects(cluster))
    .flat()
    .map((json) => {
      const {kind, metadata} = JSON.parse(json) as {
        kind: string;
        metadata: {name: string; namespace?: string};
      };
      return `${kind}\t${metadata.namespace ?? ''}\t${metadata.name}\t${Buffer.byteLength(json)}`;
    });
  expect(lines).toHaveLength(5);
  expect(output.trimEnd().split('\n').toSorted()).toEqual(lines.toSorted());
});

test('list-pods.ts lists pods by a label, and ends although nothing was closed', async () => {
  const pod = (name: string, app: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name, namespace: 'shop', labels: {app}},
    status: {phase: 'Running', containerStatuses: [{restartCount: 2}, {restartCount: 1}]},
  });
  const {server} = await startSandbox([pod('web-1', 'web'), pod('db-1', 'db')]);
  const kubeconfigPath = `${temporaryFolder({config: server.kubeconfig()})}/config`;
  expect(await run('list-pods.ts', {KUBECONFIG: kubeconfigPath})).toEqual({
    output: 'shop/web-1\tRunning\t3 restarts\n0 deployments\n',
    problems: '',
  });
});

test('split-list.ts writes the objects of a list, one a line', async () => {
  const list = '{"kind":"DeploymentList","metadata":{},"items":[\n{"metadata":{"name":"é"}},{"n":1.0}]}';
  const head = '{"apiVersion":"apps/v1","kind":"Deployment",';
  expect(await run('split-list.ts', {}, list)).toEqual({
    output: `${head}"metadata":{"name":"é"}}\n${head}"n":1.0}\n`,
    problems: '',
  });
});

describe('the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

  test.each(['list-pods.ts', 'list-objects.ts', 'split-list.ts'])('shows %s as it is run', (name) => {
    expect(readme).toContain(`\`\`\`ts\n${readFileSync(new URL(name, folder), 'utf8')}\`\`\``);
  });

  test('names every export, and exports every error of its own that it names', () => {
    const exports = Object.keys(kubernetesSource);
    expect(exports.filter((name) => !readme.includes(name))).toEqual([]);
    const errors = [...readme.matchAll(/^\| `(\w+Error)` \|/gm)].map(([, name]) => name);
    expect(exports).toEqual(expect.arrayContaining(errors));
    expect(errors).toContain('HelmStorageForbiddenError');
  });

  test('shows no other code than what is run', () => {
    expect(readme.split('```ts').length - 1).toBe(3);
  });
});
