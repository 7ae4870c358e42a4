// node ask-through-proxy.ts URL: one request, by way of the proxy that the environment names for it, if any.
import {createConnection} from '@firefly/http';
import {request} from 'undici';

const url = new URL(process.argv[2] ?? 'https://gateway.firefly.ai');
const connection = createConnection({url, connections: 10});
try {
  const {statusCode, body} = await request(url, {dispatcher: connection.dispatcher});
  await body.dump();
  process.stdout.write(`${statusCode}, ${connection.proxy ?? 'direct'}\n`);
} finally {
  await connection.close();
}
