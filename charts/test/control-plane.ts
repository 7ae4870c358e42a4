import {type ChildProcess, spawn} from 'node:child_process';
import {generateKeyPairSync, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {get} from 'node:https';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';

/** A kube-apiserver with its etcd on loopback; no kubelet, no controllers. */
export interface ControlPlane {
  /** Kubeconfig of a cluster administrator. */
  readonly kubeconfig: string;
  /** Status of a GET as the given user, one of those that the control plane was started with. */
  statusAs(user: string, path: string): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts one, with RBAC and a token for each of `users`, from the binaries in `assets` (`etcd`, `kube-apiserver`).
 *
 * @throws Error with the end of the server's log when it does not become ready within a minute
 */
export async function startControlPlane(assets: string, users: readonly string[]): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-control-plane-'));
  const file = (name: string) => join(folder, name);
  const [clientPort, peerPort, securePort] = await freePorts(3);
  const tokens = new Map(['admin', ...users].map((user) => [user, randomBytes(16).toString('hex')]));
  const tokenOf = (user: string) => {
    const token = tokens.get(user);
    if (token === undefined) throw new Error(`The control plane has no user ${user}.`);
    return token;
  };
  const rows = [...tokens].map(
    ([user, token], index) => `${token},${user},${index},${user === 'admin' ? 'system:masters' : ''}`,
  );
  writeFileSync(file('tokens.csv'), `${rows.join('\n')}\n`);
  const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
  writeFileSync(file('service-account.pem'), privateKey.export({type: 'pkcs8', format: 'pem'}));

  let log = '';
  const start = (binary: string, flags: Readonly<Record<string, string>>) => {
    const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    const child = spawn(join(assets, binary), args, {stdio: ['ignore', 'ignore', 'pipe'], cwd: folder});
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4000)));
    return child;
  };
  const etcd = start('etcd', {
    'data-dir': file('etcd'),
    'unsafe-no-fsync': 'true',
    'log-level': 'error',
    'listen-client-urls': `http://127.0.0.1:${clientPort}`,
    'advertise-client-urls': `http://127.0.0.1:${clientPort}`,
    'listen-peer-urls': `http://127.0.0.1:${peerPort}`,
  });
  const server = start('kube-apiserver', {
    'etcd-servers': `http://127.0.0.1:${clientPort}`,
    'bind-address': '127.0.0.1',
    'secure-port': String(securePort),
    'cert-dir': file('certificates'),
    'authorization-mode': 'RBAC',
    'token-auth-file': file('tokens.csv'),
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': file('service-account.pem'),
    'service-account-signing-key-file': file('service-account.pem'),
    'service-cluster-ip-range': '10.0.0.0/24',
  });
  const stop = async () => {
    await ended(server);
    await ended(etcd);
    rmSync(folder, {recursive: true});
  };

  const statusAs = (user: string, path: string) =>
    new Promise<number>((resolve, reject) => {
      const options = {
        ca: readFileSync(file('certificates/apiserver.crt')),
        headers: {authorization: `Bearer ${tokenOf(user)}`},
        agent: false,
      };
      get(`https://127.0.0.1:${securePort}${path}`, options, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      }).once('error', reject);
    });

  try {
    // There is no event for "ready": it has to be asked for.
    const deadline = Date.now() + 60_000;
    while ((await statusAs('admin', '/readyz').catch(() => 0)) !== 200) {
      if (Date.now() > deadline || server.exitCode !== null)
        throw new Error(`The control plane does not start: ${log}`);
      await wait(200);
    }
  } catch (error) {
    await stop();
    throw error;
  }

  const kubeconfig = file('kubeconfig.json');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      contexts: [{name: 'test', context: {cluster: 'test', user: 'admin'}}],
      clusters: [
        {
          name: 'test',
          cluster: {
            server: `https://127.0.0.1:${securePort}`,
            'certificate-authority-data': readFileSync(file('certificates/apiserver.crt')).toString('base64'),
          },
        },
      ],
      users: [{name: 'admin', user: {token: tokenOf('admin')}}],
    }),
  );
  return {kubeconfig, statusAs, stop};
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({length: count}, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
