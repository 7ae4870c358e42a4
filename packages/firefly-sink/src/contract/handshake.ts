import {FireflyHandshakeRefusedError} from '../errors/firefly-handshake-refused-error.ts';
import {displayUrl} from '../transport/display-url.ts';
import type {FireflyClient} from '../transport/firefly-client.ts';

/** What Firefly answered to the question whether this cluster may be delivered now. */
export type HandshakeAnswer =
  | {readonly kind: 'started'; readonly integrationId: string; readonly sendTrees: boolean}
  /** 204: a server from before integration ids. */
  | {readonly kind: 'old-server'}
  /** 404, 405, 501: it does not know the contract `fetching`. */
  | {readonly kind: 'unknown-contract'; readonly status: number; readonly url: string}
  /** 425, 402, 409: not now, and why. */
  | {readonly kind: 'not-this-time'; readonly reason: string; readonly message: string};

/** What Firefly is asked: for which cluster, and under which id the fetching will run. */
export interface HandshakeOptions {
  readonly client: FireflyClient;
  /** `{endpoint}/integrations/k8s/{clusterId}`. */
  readonly base: string;
  readonly clusterId: string;
  /** UID of `kube-system`; empty when it may not be read. */
  readonly clusterUniqueId: string;
  readonly fetchingId: string;
  readonly overrideUniqueClusterId: boolean;
}

/** What an id may be made of, so that no path, query or log line takes it for something else. */
const idPattern = /^[\w.:@~+=-]{1,128}$/;
/** Statuses that end the run without a fault of anybody, and what the run says then. */
const notThisTime: Readonly<
  Record<number, readonly [reason: string, message: (clusterId: string) => string]>
> = {
  425: ['too-early', (id) => `Firefly does not want cluster "${id}" yet (425); the next run asks again.`],
  402: [
    'suspended',
    (id) =>
      `The Firefly integration of cluster "${id}" is suspended (402); ask Firefly's support to restore it.`,
  ],
  409: [
    'cluster-id-taken',
    (id) =>
      `Another cluster already uses the cluster id "${id}" at Firefly (409); ask Firefly's support to repair the integration.`,
  ],
};
/** What a server writes that has no id: the names of nothing, and an id of zeros. */
const noId = /^(undefined|null|nil|none|nan|true|false|[0.:-]+)$/i;

/**
 * Step 1 of the contract `fetching`: tells Firefly that a fetching begins and asks for the integration's id.
 *
 * @throws {FireflyHandshakeRefusedError} at any answer that the contract does not know, a 200 without an id included.
 */
export async function handshake(options: HandshakeOptions, signal: AbortSignal): Promise<HandshakeAnswer> {
  const {client, clusterId} = options;
  const url = new URL(`${options.base}/fetching`);
  url.searchParams.set('clusterUniqueId', options.clusterUniqueId);
  url.searchParams.set('fetchingId', options.fetchingId);
  url.searchParams.set('getIntegrationId', 'true');
  if (options.overrideUniqueClusterId) url.searchParams.set('overrideUniqueClusterId', '1');
  const {status, body} = await client.send(
    {
      purpose: 'handshake',
      method: 'GET',
      url,
      expected: [200, 204, 402, 404, 405, 409, 425, 501],
      refused: (refusal) => new FireflyHandshakeRefusedError(refusal),
    },
    signal,
  );
  if (status === 200) return readStart(body, url);
  if (status === 204) return {kind: 'old-server'};
  const why = notThisTime[status];
  if (why === undefined) return {kind: 'unknown-contract', status, url: displayUrl(url)};
  const [reason, message] = why;
  return {kind: 'not-this-time', reason, message: message(clusterId)};
}

function readStart(body: string, url: URL): HandshakeAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    answer = undefined;
  }
  const [id = '', sendTrees = ''] = typeof answer === 'string' ? answer.split(',') : [];
  const integrationId = id.trim();
  if (!idPattern.test(integrationId) || noId.test(integrationId)) {
    // Its body is not shown: whatever answers 200 here is not Firefly.
    throw new FireflyHandshakeRefusedError(
      {url: displayUrl(url), status: 200, body: '', attempts: 1},
      'expected a JSON string with the integration id; check that the endpoint is a Firefly API',
    );
  }
  // True where it is missing or unreadable.
  return {
    kind: 'started',
    integrationId,
    sendTrees: !['false', 'f', '0'].includes(sendTrees.trim().toLowerCase()),
  };
}
