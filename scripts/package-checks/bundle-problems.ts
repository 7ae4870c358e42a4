import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {build, type BuildOptions} from 'esbuild';
import {rolldown} from 'rolldown';

import {isTestingAll} from '../is-testing-all.ts';
import {runCommand} from './run-command.ts';

/**
 * Lists pods of a server that it starts, by way of a kubeconfig, and prints how many: what a bundle must still do that
 * holds our packages and all that they need.
 */
const program = (load: string) => `
import {createServer} from 'node:http';
import {writeFileSync} from 'node:fs';
import {once} from 'node:events';
${load}

const answers = {
  '/api': {kind: 'APIVersions', versions: ['v1']},
  '/apis': {kind: 'APIGroupList', groups: []},
  '/api/v1': {kind: 'APIResourceList', resources: [{name: 'pods', kind: 'Pod', namespaced: true, verbs: ['list']}]},
  '/api/v1/pods': {kind: 'PodList', metadata: {}, items: [{metadata: {name: 'a'}}, {metadata: {name: 'b'}}]},
};
const server = createServer((request, response) =>
  response.end(JSON.stringify(answers[new URL(request.url, 'http://any').pathname])),
).listen(0, '127.0.0.1');
async function main() {
  await once(server, 'listening');
  const [kubeconfig] = process.argv.slice(2);
  writeFileSync(kubeconfig, JSON.stringify({
    'current-context': 'c',
    contexts: [{name: 'c', context: {cluster: 'c', user: 'u'}}],
    clusters: [{name: 'c', cluster: {server: 'http://127.0.0.1:' + server.address().port}}],
    users: [{name: 'u', user: {}}],
  }));
  const source = createKubernetesSource({kubeconfig});
  let pods = 0;
  for await (const pod of source.list('pod')) pods += typeof createFireflySink === 'function' ? 1 : 0;
  await source.close();
  server.close();
  console.log(pods + ' pods');
}
main();
`;
const imported = program(
  "import {createKubernetesSource} from '@firefly/k8s-source';\nimport {createFireflySink} from '@firefly/firefly-sink';",
);
const required = program(
  "import {createRequire} from 'node:module';\nconst {createKubernetesSource} = createRequire(import.meta.url)('@firefly/k8s-source');\nconst {createFireflySink} = createRequire(import.meta.url)('@firefly/firefly-sink');",
);

/**
 * Uses the packed packages as they are installed in `consumer`, by `import`, by `require`, and in a bundle of each
 * kind; a bundle is run where there is nothing else. One sentence for each way that does not work.
 */
export async function bundleProblems(consumer: string, folder: string): Promise<readonly string[]> {
  mkdirSync(folder, {recursive: true});
  const input = join(consumer, 'list.mjs');
  writeFileSync(input, imported);
  writeFileSync(join(consumer, 'list-required.mjs'), required);
  const esbuild: BuildOptions = {entryPoints: [input], bundle: true, platform: 'node', logLevel: 'silent'};
  const ways: Readonly<Record<string, () => Promise<string>>> = {
    'by import': async () => input,
    'by require': async () => join(consumer, 'list-required.mjs'),
    'in a bundle of ES modules by esbuild': async () => {
      const outfile = join(folder, 'esbuild.mjs');
      await build({...esbuild, format: 'esm', outfile});
      return outfile;
    },
    'in a CommonJS bundle by esbuild': async () => {
      const outfile = join(folder, 'esbuild.cjs');
      await build({...esbuild, format: 'cjs', outfile});
      return outfile;
    },
    'in a bundle by rolldown': async () => {
      const bundle = await rolldown({input, platform: 'node'});
      await bundle.write({dir: join(folder, 'rolldown'), format: 'esm', entryFileNames: 'list.mjs'});
      await bundle.close();
      return join(folder, 'rolldown/list.mjs');
    },
  };
  const runtimes = {
    ...Object.fromEntries(Object.keys(ways).map((way) => [way, [process.execPath]])),
    ...otherRuntimes(),
  };
  const problems: string[] = [];
  for (const [way, [command = '', ...words]] of Object.entries(runtimes)) {
    try {
      const file = (await ways[way]?.()) ?? input;
      const printed = runCommand(command, [...words, file, join(folder, 'kubeconfig')], folder).trim();
      if (printed !== '2 pods')
        problems.push(`The packages, used ${way}, list "${printed}"; expected "2 pods".`);
    } catch (error) {
      const [line] = (error instanceof Error ? error.message : String(error))
        .split('\n')
        .filter((one) => /error/i.test(one));
      problems.push(`The packages do not work ${way}: ${line ?? String(error)}`);
    }
  }
  return problems;
}

/** How Bun and Deno are called; by `pnpm test:all` alone, since they weigh 200 MB. */
function otherRuntimes(): Readonly<Record<string, readonly string[]>> {
  if (!isTestingAll) return {};
  const home = join(import.meta.dirname, '../../tools/runtimes');
  runCommand('pnpm', ['--dir', home, 'install', '--frozen-lockfile', '--prefer-offline', '--silent']);
  const bin = join(home, 'node_modules/.bin');
  return {'by Bun': [join(bin, 'bun')], 'by Deno': [join(bin, 'deno'), 'run', '--allow-all']};
}
