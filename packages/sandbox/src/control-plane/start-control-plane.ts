import {generateKeyPairSync, randomBytes} from 'node:crypto';
import {accessSync, constants, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';

import {kubeconfig} from '../kubernetes/kubeconfig.ts';
import {apiClient, type ApiClient} from './api-client.ts';
import type {ControlPlane, ControlPlaneOptions} from './control-plane.ts';
import {freePorts} from './free-ports.ts';
import {type Guard, guardProcesses} from './guarded-processes.ts';

/** Milliseconds that a start may take; it takes about five seconds of one core. */
const patience = 90_000;

/** A port that was free may be taken a moment later. */
const attempts = 3;

/**
 * Starts a real kube-apiserver and its etcd on free ports of loopback, with RBAC and one token for each user. Both die
 * with this process, however it dies.
 *
 * @throws Error when a program is missing, or with the end of the server's log when it does not become ready.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const {assets, users = [], serverFlags: moreFlags = []} = options;
  const programs = {etcd: join(assets, 'etcd'), server: join(assets, 'kube-apiserver')};
  for (const program of Object.values(programs)) expectProgram(program);
  const tokens = new Map(['admin', ...users].map((user) => [user, randomBytes(16).toString('hex')]));
  for (let attempt = 1; ; attempt++) {
    const started = await tryToStart(programs, tokens, moreFlags);
    if (started.kind === 'ready') return controlPlane(started, tokens);
    if (attempt === attempts || !started.log.includes('address already in use'))
      throw new Error(`The control plane does not start. The end of its log: ${started.log}`);
  }
}

interface Ready {
  readonly kind: 'ready';
  readonly url: string;
  readonly ca: string;
  readonly client: ApiClient;
  readonly guard: Guard;
}

type Tokens = ReadonlyMap<string, string>;

async function tryToStart(
  programs: {readonly etcd: string; readonly server: string},
  tokens: Tokens,
  moreFlags: readonly string[],
): Promise<Ready | {readonly kind: 'failed'; readonly log: string}> {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-control-plane-'));
  const file = (name: string) => join(folder, name);
  const [etcdPort = 0, peerPort = 0, port = 0] = await freePorts(3);
  const url = `https://127.0.0.1:${port}`;
  writeFileSync(file('tokens.csv'), tokenRows(tokens));
  const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
  writeFileSync(file('service-accounts.pem'), privateKey.export({type: 'pkcs8', format: 'pem'}));
  const guard = guardProcesses({
    folder,
    commands: [
      [programs.etcd, ...etcdFlags(file, etcdPort, peerPort)],
      [programs.server, ...serverFlags(file, etcdPort, port), ...moreFlags],
    ],
  });

  // There is no event for "ready": it has to be asked for.
  const deadline = Date.now() + patience;
  while (!guard.hasEnded && Date.now() < deadline) {
    const ca = fileText(file('certificates/apiserver.crt'));
    if (ca !== undefined) {
      const client = apiClient(url, ca);
      const answer = await client.send({path: '/readyz', token: tokens.get('admin')}).catch(() => undefined);
      if (answer?.status === 200) return {kind: 'ready', url, ca, client, guard};
      await client.close();
    }
    await wait(50);
  }
  await guard.end();
  return {kind: 'failed', log: guard.log};
}

function controlPlane({url, ca, client, guard}: Ready, tokens: Tokens): ControlPlane {
  const tokenOf = (user: string): string => {
    const token = tokens.get(user);
    if (token === undefined) throw new Error(`The control plane was started without a user ${user}.`);
    return token;
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= client.close().then(() => guard.end());
    return stopping;
  };
  return {
    url,
    ca,
    kubeconfig: (user = 'admin') => kubeconfig({url, ca, user, token: tokenOf(user)}),
    request: (user, method, path, body) => client.send({token: tokenOf(user), method, path, body}),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function etcdFlags(file: (name: string) => string, port: number, peerPort: number): readonly string[] {
  const url = `http://127.0.0.1:${port}`;
  return flags({
    'data-dir': file('etcd'),
    'listen-client-urls': url,
    'advertise-client-urls': url,
    'listen-peer-urls': `http://127.0.0.1:${peerPort}`,
    'log-level': 'error',
    // What it stores is thrown away in any case.
    'unsafe-no-fsync': 'true',
  });
}

function serverFlags(file: (name: string) => string, etcdPort: number, port: number): readonly string[] {
  return flags({
    'etcd-servers': `http://127.0.0.1:${etcdPort}`,
    'bind-address': '127.0.0.1',
    'secure-port': String(port),
    'cert-dir': file('certificates'),
    'token-auth-file': file('tokens.csv'),
    'authorization-mode': 'RBAC',
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': file('service-accounts.pem'),
    'service-account-signing-key-file': file('service-accounts.pem'),
    'service-cluster-ip-range': '10.0.0.0/24',
    // It refuses pods without an account, and the controller that makes those does not run.
    'disable-admission-plugins': 'ServiceAccount',
  });
}

function flags(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}

/** A line for each user: token, name, uid, groups. */
function tokenRows(tokens: Tokens): string {
  return [...tokens]
    .map(([user, token], uid) => `${token},${user},${uid}${user === 'admin' ? ',system:masters' : ''}\n`)
    .join('');
}

function fileText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function expectProgram(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(
      `There is no program ${path}; the folder that KUBEBUILDER_ASSETS names must hold etcd and kube-apiserver.`,
    );
  }
}
