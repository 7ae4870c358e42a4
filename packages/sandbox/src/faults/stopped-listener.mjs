// Listens with the shortest queue there is, and relays to a port: its parent stops it, and the queue fills up.
import {connect, createServer} from 'node:net';

const target = Number(process.argv[2]);
const server = createServer((socket) => {
  const upstream = connect(target, '127.0.0.1');
  for (const end of [socket, upstream]) {
    end.on('error', () => undefined);
    end.on('close', () => (socket.destroy(), upstream.destroy()));
  }
  socket.pipe(upstream).pipe(socket);
});
server.listen({port: 0, host: '127.0.0.1', backlog: 1}, () => {
  process.stdout.write(`${server.address().port}\n`);
});
process.on('disconnect', () => process.exit());
