import defaultResourceTypes from '@firefly/core/default-resource-types.json' with {type: 'json'};
import {Agent, type Dispatcher} from 'undici';

import {readClusterAddress} from './cluster-address.ts';
import {createDiscardingGzip} from './discarding-gzip.ts';

/**
 * The yardstick: a process that reads every page of every list that a collection reads, four lists at once, and does
 * nothing with the bytes, or compresses them and throws the result away. Tells the time of the reading alone, without
 * its own start. `raw-read.ts [--gzip] KUBECONFIG [TYPE…]`, the types on top of the default ones.
 */
const words = process.argv.slice(2);
const gzip = words[0] === '--gzip' ? createDiscardingGzip() : undefined;
const [kubeconfig = '', ...addTypes] = gzip === undefined ? words : words.slice(1);
const {url, token, ca} = readClusterAddress(kubeconfig);
const agent = new Agent({
  allowH2: false,
  connections: 4,
  connect: ca === undefined ? {rejectUnauthorized: false} : {ca},
});
const allowed = new Set([...Object.values(defaultResourceTypes).flat(), ...addTypes]);
const aggregatedDiscovery = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface Group {
  readonly metadata: {readonly name?: string};
  readonly versions?: readonly {
    readonly version: string;
    readonly resources?: readonly {readonly resource: string; readonly verbs: readonly string[]}[];
  }[];
}

async function get(path: string, accept = 'application/json'): Promise<Dispatcher.ResponseData> {
  const headers = {authorization: `Bearer ${token}`, accept, 'user-agent': 'k8s-collector v0.0.0-bench'};
  return agent.request({origin: url, path, method: 'GET', headers});
}

async function listPaths(): Promise<string[]> {
  const paths = new Map<string, string>();
  for (const root of ['/api', '/apis']) {
    const {items} = (await (await get(root, aggregatedDiscovery)).body.json()) as {items: readonly Group[]};
    for (const {metadata, versions = []} of items) {
      const group = metadata.name ?? '';
      const custom = group.includes('.') && !group.includes('.k8s.io');
      for (const {version, resources = []} of versions) {
        for (const {resource, verbs} of resources) {
          const name = `${resource}.${group}`;
          if (paths.has(name) || !verbs.includes('list') || !(custom || allowed.has(resource))) continue;
          paths.set(name, `${group === '' ? '/api' : `/apis/${group}`}/${version}/${resource}`);
        }
      }
    }
  }
  return [...paths.values()];
}

/** The token stands near the front in lists of built-in types and near the end in those of custom resources. */
function continueToken(head: string, tail: string): string {
  const pattern = /"continue":"([^"]+)"/;
  return (pattern.exec(head) ?? pattern.exec(tail))?.[1] ?? '';
}

async function readPage(path: string): Promise<{bytes: number; token: string}> {
  const {body, statusCode} = await get(path);
  let bytes = 0;
  let head = '';
  let last: readonly [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)];
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    gzip?.add(chunk);
    if (head === '') head = chunk.toString('latin1', 0, 1000);
    last = [last[1], chunk];
  }
  const token =
    statusCode === 200 ? continueToken(head, Buffer.concat(last).subarray(-1000).toString('latin1')) : '';
  return {bytes: statusCode === 200 ? bytes : 0, token};
}

let pages = 0;
let bytes = 0;
const lists = (await listPaths()).values();
const begun = performance.now();
const cpu = process.cpuUsage();
await Promise.all(
  Array.from({length: 4}, async () => {
    for (const path of lists) {
      let next = '';
      do {
        const page = await readPage(
          `${path}?limit=500${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`,
        );
        pages++;
        bytes += page.bytes;
        next = page.token;
      } while (next !== '');
    }
  }),
);
await gzip?.end();
const milliseconds = performance.now() - begun;
const {user, system} = process.cpuUsage(cpu);
await agent.close();
process.stdout.write(JSON.stringify({pages, bytes, milliseconds, cpuSeconds: (user + system) / 1e6}));
