import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync} from 'node:fs';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {guardProcesses} from '../../src/control-plane/guarded-processes.ts';

/** Guarded processes connect to it: the end of a connection tells the end of its process. */
let server: Server;
let folder: string;

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  folder = mkdtempSync(join(tmpdir(), 'firefly-guarded-'));
});
afterEach(() => void server.close());

/** A process that does nothing, or what `told` says once it is told something. */
function command(told = ''): string[] {
  const {port} = server.address() as AddressInfo;
  const connect = `net.connect(${port}, '127.0.0.1').on('error', () => {})`;
  return [process.execPath, '-e', `${connect}.once('data', () => {${told}})`];
}

interface Connection {
  readonly closed: Promise<unknown>;
  tell(): void;
}

async function connections(count: number): Promise<readonly Connection[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const [socket] = (await once(server, 'connection')) as [Socket];
    sockets.push(socket.on('error', () => undefined).resume());
  }
  return sockets.map((socket) => ({
    closed: once(socket, 'close'),
    tell: () => void socket.write('go'),
  }));
}

const allClosed = (some: readonly Connection[]) => Promise.all(some.map(({closed}) => closed));

it('ends both processes and removes their folder', async () => {
  const guard = guardProcesses({folder, commands: [command(), command()]});
  const both = await connections(2);
  expect(guard.hasEnded).toBe(false);
  await guard.end();
  await allClosed(both);
  expect([guard.hasEnded, existsSync(folder)]).toEqual([true, false]);
  await guard.end();
});

it('ends one process when the other ends, and keeps what it said', async () => {
  const leaving = command('console.error("enough"); process.exit(4)');
  const guard = guardProcesses({folder, commands: [command(), leaving]});
  const both = await connections(2);
  for (const {tell} of both) tell();
  await allClosed(both);
  await guard.end();
  expect(guard.log).toBe('enough\n');
});

it('says which program cannot be started', async () => {
  const guard = guardProcesses({folder, commands: [command(), ['/nowhere/etcd']]});
  await guard.end();
  expect(guard.log).toContain('/nowhere/etcd');
  expect(existsSync(folder)).toBe(false);
});

it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'ends the processes when %s ends this one',
  async (signal) => {
    const module = new URL('../../src/control-plane/guarded-processes.ts', import.meta.url).href;
    const processes = JSON.stringify({folder, commands: [command()]});
    const script = `import {guardProcesses} from '${module}'; guardProcesses(${processes}); setInterval(() => {}, 60_000);`;
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: 'inherit',
    });
    const one = await connections(1);
    parent.kill(signal);
    await allClosed(one);
  },
);
