import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';

import {onTestFinished} from 'vitest';

/** A server on loopback that does with each socket what one test says. */
export async function startRawServer(handle: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // What is torn down by the other side is no failure of a test.
    socket.on('error', () => {});
    handle(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const {port} = server.address() as AddressInfo;
  return {server, port, host: `127.0.0.1:${port}`, sockets};
}

/** Calls back with all that was sent, once the head of a request is complete. */
export function onRequestHead(socket: Socket, answer: (head: string) => void): void {
  let text = '';
  const read = (piece: Buffer) => {
    text += piece.toString('latin1');
    if (!text.includes('\r\n\r\n')) return;
    socket.off('data', read);
    answer(text);
  };
  socket.on('data', read);
}
