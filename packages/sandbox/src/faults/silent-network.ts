import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

/** Where a connection to the API server hangs. */
export type SilentLayer = 'dns' | 'tcp' | 'connect' | 'tls';

/** A way to the API server that is silent for a while, or for good. */
export interface SilentNetwork extends AsyncDisposable {
  /** Where the collector believes that the API server is. */
  readonly url: string;
  /** What its process needs to go this way. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Stands in the certificates of the sandbox, and is found by nothing but a proxy or a patched look-up. */
const name = 'kubernetes.default.svc';
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Puts a silent layer in front of the port of a server that speaks TLS. `once`: what is asked first is never answered
 * (TCP: for two seconds), everything later is.
 */
export async function startSilentNetwork(
  layer: SilentLayer,
  port: number,
  isOnce: boolean,
): Promise<SilentNetwork> {
  switch (layer) {
    case 'dns':
      return {
        url: `https://${name}:${port}`,
        environment: {
          NODE_OPTIONS: `--import=${here('silent-lookup.mjs')}`,
          SILENT_LOOKUPS: isOnce ? '1' : 'Infinity',
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      };
    case 'tcp':
      return silentPort(port, isOnce);
    case 'connect': {
      const gate = await startGate(isOnce, (socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          relay(socket, port);
        });
      });
      return {
        ...gate,
        url: `https://${name}:${port}`,
        environment: {HTTPS_PROXY: `http://127.0.0.1:${gate.port}`, NO_PROXY: '127.0.0.1'},
      };
    }
    case 'tls': {
      const gate = await startGate(isOnce, (socket) => relay(socket, port));
      return {...gate, url: `https://127.0.0.1:${gate.port}`, environment: {}};
    }
  }
}

/** A port that accepts connections and says nothing to the first one, or to any. */
async function startGate(
  isOnce: boolean,
  serve: (socket: Socket) => void,
): Promise<AsyncDisposable & {readonly port: number}> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    accepted++;
    if (isOnce && accepted > 1) serve(socket);
    else socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function relay(socket: Socket, port: number): void {
  const upstream = connect(port, '127.0.0.1');
  upstream.on('error', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
  socket.pipe(upstream).pipe(socket);
}

/** A port whose queue of connections is full, and whose process sleeps: what is sent there is dropped. */
async function silentPort(target: number, isOnce: boolean): Promise<SilentNetwork> {
  const child: ChildProcess = spawn(process.execPath, [here('stopped-listener.mjs'), String(target)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('The listener has no output.');
  const {value: line} = await createInterface({input: child.stdout})[Symbol.asyncIterator]().next();
  if (typeof line !== 'string') throw new Error('The listener ended without a port.');
  const port = Number(line);
  child.kill('SIGSTOP');
  // Two fit into the queue of one; the third is what the collector will see.
  const fillers = [1, 2, 3].map(() => connect(port, '127.0.0.1').on('error', () => undefined));
  const timer = isOnce ? setTimeout(() => child.kill('SIGCONT'), 2000) : undefined;
  return {
    url: `https://127.0.0.1:${port}`,
    environment: {},
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      for (const filler of fillers) filler.destroy();
      await closed;
    },
  };
}
