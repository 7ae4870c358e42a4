import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

import {createLink} from './link.ts';

/**
 * A receiver that costs next to nothing: it takes every body, looks at none, and says 204. With it the benchmark shows
 * the collector alone; the embedded Firefly, which checks each page, takes a good part of a small machine for itself.
 * `plain-receiver.ts [MBIT]`: no faster than a line of so many megabits a second.
 */
const link = createLink(Number(process.argv[2] ?? 0));

const server = createServer((request, response) => {
  request.on('data', (piece: Buffer) => {
    request.pause();
    void link.pass(piece.length).then(() => request.resume());
  });
  request.once('end', () => {
    const path = request.url ?? '';
    if (path === '/account/access_keys/login') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({access_token: 'plain', expires_in: 3600, token_type: 'Bearer'}));
    } else if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify('plain-integration,true'));
    } else {
      response.writeHead(204).end();
    }
  });
});

server.listen(0, '127.0.0.1', () => {
  const {port} = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  process.stdout.write(`${JSON.stringify({url, accessKey: 'plain', secretKey: 'plain'})}\n`);
});
process.once('SIGTERM', () => {
  process.stdout.write(`${JSON.stringify({violations: []})}\n`);
  server.close();
  server.closeAllConnections();
});
