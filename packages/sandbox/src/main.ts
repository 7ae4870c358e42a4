import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {messageOf} from '@firefly/core';
import {startFirefly} from './firefly/start-firefly.ts';
import {generateCluster} from './kubernetes/cluster-plan/generate-cluster.ts';
import {sandboxUsers} from './kubernetes/sandbox-users.ts';
import {startKubernetesApi} from './kubernetes/start-kubernetes-api.ts';
import {readSandboxArguments, type SandboxArguments} from './read-sandbox-arguments.ts';
import {sandboxGreeting} from './sandbox-greeting.ts';

/** Starts both servers and runs until SIGINT or SIGTERM. With `--json`, one line says when and where they listen. */
async function run(options: SandboxArguments): Promise<void> {
  // From the beginning: who waits for the first line may send a signal at once.
  const stopped = stopSignal();
  const {profile, objects, objectBytes, namespaces, seed, user, port, tls, http2} = options;
  const cluster = generateCluster({
    profile,
    seed,
    ...(objects === undefined ? {} : {objects}),
    ...(objectBytes === undefined ? {} : {objectBytes}),
    ...(namespaces === undefined ? {} : {namespaces}),
  });
  await using stack = new AsyncDisposableStack();
  const api = stack.use(await startKubernetesApi({cluster, users: sandboxUsers, port, tls, http2}));
  const firefly = options.firefly
    ? stack.use(await startFirefly({port: options.fireflyPort, keep: 'counts'}))
    : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'firefly-sandbox-'));
  stack.defer(() => rmSync(folder, {recursive: true}));
  const kubeconfig = options.kubeconfig ?? join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, api.kubeconfig(user), {mode: 0o600});

  const started = {
    url: api.url,
    kubeconfig,
    user,
    token: api.tokens[user],
    ca: api.ca,
    objects: cluster.objects,
    ...(firefly === undefined
      ? {}
      : {
          firefly: {
            url: firefly.url,
            accessKey: firefly.accessKey,
            secretKey: firefly.secretKey,
            configuration: writeConfiguration(folder, firefly.url),
          },
        }),
  };
  process.stdout.write(options.json ? `${JSON.stringify(started)}\n` : sandboxGreeting(started));
  await stopped;
  if (!options.json) {
    const accepted = firefly === undefined ? '' : ` Firefly's account: ${JSON.stringify(firefly.summary())}`;
    process.stdout.write(`\nStopped after ${api.requestCount} requests to the Kubernetes API.${accepted}\n`);
  }
}

/** A configuration directory of the collector that names this Firefly for everything: nothing leads to another one. */
function writeConfiguration(parent: string, url: string): string {
  const folder = join(parent, 'config');
  mkdirSync(folder);
  for (const name of ['endpoint', 'loginEndpoint', 'appApiEndpoint']) writeFileSync(join(folder, name), url);
  return folder;
}

function stopSignal(): Promise<void> {
  const {promise, resolve} = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  return promise;
}

try {
  await run(await readSandboxArguments(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`The sandbox could not start: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
