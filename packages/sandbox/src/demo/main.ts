import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

import {messageOf} from '@firefly/core';

import {startFirefly} from '../firefly/start-firefly.ts';
import {generateCluster} from '../kubernetes/cluster-plan/generate-cluster.ts';
import {sandboxUsers} from '../kubernetes/sandbox-users.ts';
import {startKubernetesApi} from '../kubernetes/start-kubernetes-api.ts';
import {demoReport} from './demo-report.ts';
import {runCollector} from '../run-collector.ts';

/**
 * `pnpm demo`: an embedded cluster, an embedded Firefly, and one real run of the built collector between the two, as a
 * process of its own; then what Firefly has now, and what it has not and why.
 */
async function demo(): Promise<void> {
  const root = fileURLToPath(new URL('../../../..', import.meta.url));
  const pages = join(root, '.demo/pages');
  rmSync(pages, {recursive: true, force: true});
  mkdirSync(pages, {recursive: true});

  await using stack = new AsyncDisposableStack();
  const cluster = generateCluster({profile: 'demo'});
  const api = stack.use(await startKubernetesApi({cluster, users: sandboxUsers}));
  const firefly = stack.use(await startFirefly({keep: {folder: pages}}));
  const folder = mkdtempSync(join(tmpdir(), 'firefly-demo-'));
  stack.defer(() => rmSync(folder, {recursive: true, force: true}));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, api.kubeconfig('collector'), {mode: 0o600});

  process.stdout.write(`A cluster of ${cluster.objects} objects at ${api.url}, Firefly at ${firefly.url}.\n`);
  process.stdout.write('Collecting…\n\n');
  const run = await runCollector({
    words: [
      '-external',
      kubeconfig,
      '--endpoint',
      firefly.url,
      '--login-endpoint',
      firefly.url,
      'demo-cluster',
    ],
    keys: firefly,
  });
  process.stdout.write(
    demoReport({
      run,
      firefly,
      requests: api.requestCount,
      violations: [...api.violations, ...firefly.violations],
      pages: relative(process.cwd(), pages) || '.',
      color: process.stdout.isTTY && !process.env['NO_COLOR'],
    }),
  );
  if (run.exitCode !== 0 || api.violations.length + firefly.violations.length > 0) process.exitCode = 1;
}

try {
  await demo();
} catch (error) {
  process.stderr.write(`The demo failed: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
