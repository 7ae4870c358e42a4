import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import {isBuiltin} from 'node:module';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';

import {buildProgram} from '../build/build-program.ts';
import packageJson from '../package.json' with {type: 'json'};

const folder = mkdtempSync(join(tmpdir(), 'firefly-program-'));
const launcher = join(folder, 'firefly-collector.mjs');

beforeAll(async () => buildProgram(folder));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const keys = {FIREFLY_ACCESS_KEY: 'access-key-1', FIREFLY_SECRET_KEY: 'secret-key-2'};

function start(
  words: readonly string[],
  environment: Record<string, string> = {},
  flags: readonly string[] = [],
) {
  const child = spawn(process.execPath, [...flags, launcher, ...words], {
    env: {HOME: folder, PATH: process.env['PATH'] ?? '', ...environment},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function outcome(child: ChildProcess) {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return {code, stdout, stderr};
}

const run = async (...call: Parameters<typeof start>) => outcome(start(...call));

/** A server on loopback, and a kubeconfig that names it as a cluster. */
async function serve(
  listener: Parameters<typeof createServer>[1],
): Promise<{server: Server; kubeconfig: string}> {
  const server = createServer(listener ?? (() => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const {port} = server.address() as AddressInfo;
  const kubeconfig = join(folder, `kubeconfig-${port}`);
  const cluster = {name: 'c', cluster: {server: `http://127.0.0.1:${port}`}};
  const user = {name: 'u', user: {token: 'cluster-token-3'}};
  const context = {name: 'x', context: {cluster: 'c', user: 'u'}};
  const config = {apiVersion: 'v1', kind: 'Config', 'current-context': 'x'};
  writeFileSync(
    kubeconfig,
    JSON.stringify({...config, clusters: [cluster], users: [user], contexts: [context]}),
  );
  return {server, kubeconfig};
}

describe('the built program', () => {
  test('is plain ASCII that needs nothing but Node.js, behind a launcher, and loads no telemetry with it', () => {
    const text = readFileSync(join(folder, 'main.cjs'), 'utf8');
    expect(text.match(/\P{ASCII}/gu)).toBeNull();
    const required = [...text.matchAll(/\b(?:require|getBuiltinModule)\([`"']([^`"']+)[`"']\)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(required).toContain('node:fs');
    // ajv, which checks the rules of redaction, names its own files in the code that it writes.
    expect(required.filter((name) => !isBuiltin(name) && !name.startsWith('ajv/dist/'))).toEqual([]);
    expect(packageJson).not.toHaveProperty('dependencies');
    expect(text).not.toMatch(/opentelemetry/i);
    expect(readFileSync(join(folder, 'telemetry.cjs'), 'utf8')).toMatch(/resourceSpans/);
  });

  test('loads what the words at hand need: for its version no connections, compression or log', async () => {
    const hook = join(folder, 'hook.cjs');
    writeFileSync(hook, "process.on('exit', () => console.log(process.moduleLoadList.join('\\n')))");
    const {stdout} = await run(['--version'], {}, ['-r', hook]);
    expect(stdout).toContain('NativeModule fs');
    expect(stdout).not.toMatch(/^NativeModule (?:https?|tls|dns|zlib|child_process)$/m);
  });

  test('sends the telemetry of a run, one that failed as well', async () => {
    const {kubeconfig} = await serve((_, response) => response.writeHead(403).end());
    const paths: string[] = [];
    const {server: receiver} = await serve((request, response) => {
      paths.push(`${request.url} ${request.headers['content-type']}`);
      request.resume().on('end', () => response.writeHead(200).end());
    });
    const {port} = receiver.address() as AddressInfo;
    const {code, stderr} = await run(
      [
        '-external',
        kubeconfig,
        '--endpoint',
        `http://127.0.0.1:${port}`,
        '--login-endpoint',
        `http://127.0.0.1:${port}`,
        'a',
      ],
      {
        ...keys,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/otlp`,
      },
    );
    expect(code).not.toBe(0);
    expect(stderr).not.toContain('Telemetry not sent');
    expect(paths.filter((path) => path.startsWith('/otlp')).toSorted()).toEqual([
      '/otlp/v1/metrics application/x-protobuf',
      '/otlp/v1/traces application/x-protobuf',
    ]);
  });

  test('comes with the licences of all that is in it', () => {
    const licenses = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of [
      'ajv',
      'leven',
      '@opentelemetry/sdk-trace',
      'pino',
      'undici',
      'ky',
      'fflate',
      're2js',
      'yargs',
      '@kubernetes/client-node',
    ])
      expect(licenses).toMatch(new RegExp(`^${name}@\\d`, 'm'));
    expect(licenses).not.toMatch(/^rolldown@/m);
  });

  test('shows its version and its help', async () => {
    expect(await run(['--version'])).toEqual({code: 0, stdout: `${packageJson.version}\n`, stderr: ''});
    const help = await run(['--help']);
    expect(help).toMatchObject({code: 0, stderr: ''});
    expect(help.stdout).toMatch(/^Usage: firefly-collector/);
  });

  test('loads nothing that makes connections before it knows that it needs one', async () => {
    const tell = 'process.on("exit",()=>console.error(process.moduleLoadList.join()))';
    const {stderr} = await run(['--version'], {}, ['--import', `data:text/javascript,${tell}`]);
    expect(stderr).toContain('NativeModule fs');
    // undici needs it as it is loaded, and nothing else does.
    expect(stderr).not.toContain('NativeModule http2');
  });

  test('tells a Node.js that is too old what it needs, in syntax that any of them reads', async () => {
    const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
    expect(await run(['--version'], {}, ['--import', pretend])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'firefly-collector: this is Node.js 20.20.2; expected Node.js 22.19 or newer.\n',
    });
    const code = readFileSync(launcher, 'utf8').replaceAll(/^\/\/.*$/gm, '');
    expect(code).not.toMatch(/=>|`|\b(let|const|class|async|await)\b|\?\./);
  });

  test('a wrong setting, a missing one: exit code 2, a sentence each, no stack', async () => {
    const {code, stdout, stderr} = await run(['--page-size', 'lots'], {CLUSTER_ID: 'a'});
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('--page-size: \\"lots\\" does not fit');
    expect(stderr).toContain('access key is missing');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('an unreadable kubeconfig: exit code 2', async () => {
    const file = join(folder, 'broken-kubeconfig');
    writeFileSync(file, 'clusters: [');
    const {code, stderr} = await run(['-external', file, 'a'], keys);
    expect(code).toBe(2);
    expect(stderr).toContain(file);
    expect(stderr).not.toMatch(/access-key-1|secret-key-2|^\s+at /m);
  });

  test('what Node.js would print of certificates is a line of the log, as all else', async () => {
    const authorities = join(folder, 'damaged.pem');
    writeFileSync(authorities, '-----BEGIN CERTIFICATE-----\nMIIBnotbase64!!\n-----END CERTIFICATE-----\n');
    const {kubeconfig} = await serve((_, response) => void response.writeHead(503).end());
    const https = readFileSync(kubeconfig, 'utf8').replace('http:', 'https:');
    writeFileSync(kubeconfig, https);
    const {code, stderr} = await run(['-external', kubeconfig, '-dry-run', 'a'], {
      NODE_EXTRA_CA_CERTS: authorities,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    });
    expect(code).toBe(1);
    const details = stderr
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as {detail?: string}).detail ?? '');
    expect(details.join('\n')).toContain(`${authorities} has a certificate that is damaged (number 1 of 1)`);
    expect(details.join('\n')).toContain('NODE_TLS_REJECT_UNAUTHORIZED: 0');
  });

  test('no API server: exit code 1, one sentence, no secret', async () => {
    const {server, kubeconfig} = await serve(() => undefined);
    server.close();
    await once(server, 'close');
    const {code, stdout, stderr} = await run(['-external', kubeconfig, '-dry-run', 'a']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const last = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as {msg: string; report: object};
    expect(last).toMatchObject({msg: 'Run finished', level: 'error', report: {result: 'failure'}});
    expect(stderr).not.toContain('cluster-token-3');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s ends a run that waits for an answer', async (signal, code) => {
    let asked = () => {};
    const waiting = new Promise<void>((resolve) => (asked = resolve));
    const {kubeconfig} = await serve(() => asked());
    const child = start(['-external', kubeconfig, '-dry-run', 'a']);
    const ended = outcome(child);
    await waiting;
    child.kill(signal);
    expect(await ended).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringContaining(`${signal} was received`),
    });
  });

  test('a reader that goes away is no fault', async () => {
    const child = start(['--help']);
    child.stdout?.destroy();
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
  });
});
