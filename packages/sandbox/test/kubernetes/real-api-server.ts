import {type ChildProcess, spawn} from 'node:child_process';
import {generateKeyPairSync} from 'node:crypto';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {Agent, request} from 'undici';

/** A real etcd and kube-apiserver on free loopback ports; users `admin` and `x`, whose tokens are their names. */
export interface RealApiServer extends AsyncDisposable {
  readonly url: string;
  readonly dispatcher: Agent;
  /** Compacts etcd up to a resource version, which a real cluster does every five minutes. */
  compact(resourceVersion: string): Promise<void>;
}

/** Starts the programs of that folder (`KUBEBUILDER_ASSETS`) and resolves once the API server is ready. */
export async function startRealApiServer(assets: string): Promise<RealApiServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-agreement-'));
  const [client, peer, api] = [await freePort(), await freePort(), await freePort()];
  const {privateKey, publicKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
  writeFileSync(join(folder, 'key.pem'), privateKey.export({type: 'pkcs8', format: 'pem'}));
  writeFileSync(join(folder, 'public.pem'), publicKey.export({type: 'spki', format: 'pem'}));
  writeFileSync(join(folder, 'tokens.csv'), 'admin,admin,admin,"system:masters"\nx,x,x,"devs"\n');
  const etcdUrl = `http://127.0.0.1:${client}`;
  const peerUrl = `http://127.0.0.1:${peer}`;
  const processes = [
    run(join(assets, 'etcd'), [
      `--data-dir=${folder}/etcd`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
      '--unsafe-no-fsync',
    ]),
    run(join(assets, 'kube-apiserver'), [
      `--etcd-servers=${etcdUrl}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${api}`,
      `--cert-dir=${folder}`,
      `--service-account-key-file=${folder}/public.pem`,
      `--service-account-signing-key-file=${folder}/key.pem`,
      '--service-account-issuer=https://localhost',
      '--authorization-mode=RBAC',
      `--token-auth-file=${folder}/tokens.csv`,
      '--disable-admission-plugins=ServiceAccount',
    ]),
  ];
  const url = `https://127.0.0.1:${api}`;
  // Its certificate is made at the first start; nothing secret goes to it.
  const dispatcher = new Agent({connect: {rejectUnauthorized: false}});
  const stop = async () => {
    await dispatcher.destroy();
    for (const child of processes.toReversed()) {
      if (child.exitCode !== null) continue;
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, {recursive: true});
  };
  while (!(await isReady(url, dispatcher))) {
    if (processes.some(({exitCode}) => exitCode !== null)) {
      await stop();
      throw new Error('etcd or kube-apiserver ended before it was ready.');
    }
    // Readiness of a foreign program can only be polled.
    await wait(200);
  }
  const compact = async (revision: string) => {
    const body = JSON.stringify({revision, physical: true});
    const reply = await request(`${etcdUrl}/v3/kv/compaction`, {method: 'POST', body});
    await reply.body.dump();
    if (reply.statusCode !== 200) throw new Error(`etcd answered ${reply.statusCode} to a compaction.`);
  };
  return {url, dispatcher, compact, [Symbol.asyncDispose]: stop};
}

async function isReady(url: string, dispatcher: Agent): Promise<boolean> {
  try {
    const {statusCode, body} = await request(`${url}/readyz`, {
      dispatcher,
      headers: {authorization: 'Bearer admin'},
    });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

function run(program: string, flags: readonly string[]): ChildProcess {
  return spawn(program, flags, {stdio: 'ignore'});
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
