import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';

/** An S3-like store on loopback: PUT and DELETE of objects in one bucket; refuses whatever is not signed. */
export interface ObjectStore extends AsyncDisposable {
  readonly bucket: string;
  readonly objects: ReadonlyMap<string, string>;
  readonly requests: readonly string[];
  /** Answers the next requests with these statuses, and does nothing else. */
  fail(...statuses: number[]): void;
}

export const signature = 'signed by the test';

export async function startObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, string>();
  const requests: string[] = [];
  const failures: number[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const key = (request.url ?? '').replace('/bucket/', '');
      requests.push(`${request.method} ${key}`);
      const answer = (status: number) => response.writeHead(status).end();
      if (request.headers.authorization !== signature) return answer(403);
      const failure = failures.shift();
      if (failure !== undefined) return answer(failure);
      if (request.method === 'PUT') objects.set(key, body.toString('utf8'));
      else if (request.method === 'DELETE') objects.delete(key);
      else return answer(405);
      return answer(request.method === 'PUT' ? 200 : 204);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    bucket: `http://127.0.0.1:${port}/bucket`,
    objects,
    requests,
    fail: (...statuses) => void failures.push(...statuses),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
