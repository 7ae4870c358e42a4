import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';

import {sinkContract, sourceContract} from '@firefly/core/contract';
import {describe, test} from 'vitest';

import {createPostSink} from '../post-sink.ts';
import {createTextSource} from '../text-source.ts';

const pods = ['a', 'b', 'c'].map((name) => `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"}}`);

describe('the source', () => {
  const cases = sourceContract(async () => ({source: createTextSource(pods), expected: {pods}}));
  test.for(cases)('$name', ({run}) => run());
});

describe('the sink', () => {
  const cases = sinkContract(async () => {
    const pages: string[] = [];
    let committed = false;
    const server = createServer((request, response) => {
      if (request.url?.endsWith('/commit')) committed = true;
      void text(request).then((body) => {
        if (request.url?.endsWith('/pages')) pages.push(body);
        return response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;
    return {
      sink: createPostSink(`http://127.0.0.1:${port}`),
      // Cut apart, not parsed: what was delivered must be the bytes that were read.
      accepted: () => pages.flatMap((page) => page.slice(1, -1).split(/,(?=\{"apiVersion")/)),
      committed: () => committed,
      dispose: async () => void server.close(),
    };
  });
  test.for(cases)('$name', ({run}) => run());
});
