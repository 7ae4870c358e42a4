// node examples/ten-tasks/compare.ts [OBJECTS]: the ten tasks with three libraries against the embedded API server; prints
// lines, CPU time and peak memory of each as a table in Markdown.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {generateCluster, measure, startKubernetesApi} from '@firefly/sandbox';
import {build} from 'esbuild';

import {libraries, type Library, linesOf, programOf, tasks} from './tasks.ts';

const objects = Number(process.argv[2] ?? 20_000);
// In node_modules, so that the programs find what they import.
const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/ten-tasks-'));
try {
  // What a package would be: our own code compiled, everything else as it is installed.
  await build({
    entryPoints: Object.keys(tasks).flatMap((task) => libraries.map((library) => programOf(task, library))),
    outdir: folder,
    outExtension: {'.js': '.mjs'},
    bundle: true,
    splitting: true, // Otherwise what is loaded only when it is needed would be loaded at once.
    platform: 'node',
    format: 'esm',
    external: ['@kubernetes/client-node', 'ky', 'undici', 'yaml'],
  });
  await using api = await startKubernetesApi({cluster: generateCluster({objects}), http2: false});
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, api.kubeconfig());
  const row = async (task: string, library: Library) => {
    const program = join(folder, task, `${library}.mjs`);
    // The first run reads files that the others find in memory.
    const runs = [];
    for (let round = 0; round < 3; round++)
      runs.push(await measure({arguments: [program], environment: {KUBECONFIG: kubeconfig}}));
    const median = (values: number[]) => values.toSorted((one, other) => one - other)[1] ?? 0;
    return {
      lines: linesOf(programOf(task, library)),
      cpu: median(runs.map(({cpuSeconds}) => cpuSeconds)).toFixed(2),
      peak: Math.round(median(runs.map(({peakBytes}) => peakBytes)) / 1e6),
    };
  };
  process.stdout.write(
    `| task | lines: ${libraries.join(', ')} | CPU s | peak MB |\n| --- | --- | --- | --- |\n`,
  );
  for (const [task, words] of Object.entries(tasks)) {
    const rows = await Array.fromAsync(libraries, (library) => row(task, library));
    const cells = (['lines', 'cpu', 'peak'] as const).map((column) =>
      rows.map((one) => one[column]).join(' · '),
    );
    process.stdout.write(`| ${words} | ${cells.join(' | ')} |\n`);
  }
} finally {
  rmSync(folder, {recursive: true});
}
