import {type Sink, type SinkContext, type SinkLimits, type SinkOpening, systemClock} from '@firefly/core';

import {checkSinkOptions} from './check-sink-options.ts';
import {connect, type ClientAndTokens} from './connect.ts';
import type {Contract} from './contract/contract.ts';
import {createFetchingContract} from './contract/fetching-contract.ts';
import {createFetchingId} from './contract/fetching-id.ts';
import {handshake, type HandshakeAnswer} from './contract/handshake.ts';
import {createObjectsContract} from './contract/objects-contract.ts';
import {defaults} from './defaults.ts';
import {FireflyHandshakeRefusedError} from './errors/firefly-handshake-refused-error.ts';
import type {FireflySinkOptions} from './firefly-sink-options.ts';
import {createFflateGzip} from './gzip/fflate-gzip.ts';
import type {GzipEngine} from './gzip/gzip-engine.ts';
import {createNativeGzip} from './gzip/native-gzip.ts';
import {silentLog} from './firefly-log.ts';
import {normalizeEndpoint} from './normalize-endpoint.ts';
import {createSession} from './session.ts';

/**
 * Delivers a cluster to Firefly, over whichever of its two contracts the endpoint speaks (spec "What goes over the
 * wire"). `open` logs in, so that wrong keys show before anything is collected, and asks which contract it is to be.
 *
 * Errors are of the classes that this package exports, each with a stable `code`; none holds a key or a token.
 *
 * @throws {RangeError} at an option that does not fit.
 */
export function createFireflySink(options: FireflySinkOptions): Sink {
  checkSinkOptions(options);
  const endpoint = normalizeEndpoint(options.endpoint ?? defaults.endpoint);
  const connection = connect(options, {
    base: normalizeEndpoint(options.loginEndpoint ?? defaults.loginEndpoint),
    encoding: 'json',
    dispatcher: options.loginDispatcher,
  });
  const base = `${endpoint}/integrations/k8s/${encodeURIComponent(options.clusterId)}`;
  const {log = silentLog, clock = systemClock} = options;
  const engines = enginesOf(options);
  return {open: (context) => open({options: {...options, log, clock}, connection, base, context, engines})};
}

interface Opening {
  readonly options: FireflySinkOptions & Required<Pick<FireflySinkOptions, 'log' | 'clock'>>;
  readonly connection: ClientAndTokens;
  readonly base: string;
  readonly context: SinkContext;
  readonly engines: readonly GzipEngine[];
}

async function open(opening: Opening): Promise<SinkOpening> {
  const {options, connection, context, engines} = opening;
  const {log} = options;
  await connection.tokens.ready(context.signal);
  const contract = await chooseContract(opening);
  if ('kind' in contract) return contract;
  log.info(`Firefly: speaking the contract "${contract.protocol}"`, {
    protocol: contract.protocol,
    streams: [...contract.streams].join(', '),
  });
  const session = createSession({
    client: connection.client,
    contract,
    engines,
    gzipLevel: levelOf(options) === 'auto' ? 'auto' : undefined,
    limits: limitsOf(options),
    signal: context.signal,
    log,
  });
  return {kind: 'ready', session};
}

/** "Which one" of the spec. */
async function chooseContract(opening: Opening): Promise<Contract | (SinkOpening & {kind: 'not-this-time'})> {
  const {options, connection, base, context} = opening;
  const {protocol = defaults.protocol, clusterId, overrideUniqueClusterId = false, log, clock} = options;
  const objects = () => createObjectsContract(base, context.runId);
  if (protocol === 'objects') return objects();

  const fetchingId = createFetchingId(clock.now());
  const clusterUniqueId = context.cluster.uid ?? '';
  if (clusterUniqueId === '')
    log.warn(
      'The UID of this cluster, that of its namespace kube-system, is not known; Firefly is asked without it',
    );
  const answer = await handshake(
    {client: connection.client, base, clusterId, clusterUniqueId, fetchingId, overrideUniqueClusterId},
    context.signal,
  );
  switch (answer.kind) {
    case 'not-this-time':
      return {...answer, protocol: 'fetching'};
    case 'started':
      return fetching(opening, fetchingId, answer);
    case 'old-server':
      // Asked to speak `fetching` to a server from before integration ids, the shipped collector goes on without one.
      return protocol === 'auto'
        ? objects()
        : fetching(opening, fetchingId, {integrationId: '', sendTrees: true});
    case 'unknown-contract':
      break;
  }
  if (protocol === 'auto') return objects();
  throw new FireflyHandshakeRefusedError(
    {...answer, body: '', attempts: 1},
    'it does not speak the contract "fetching"; set the protocol to "auto" or "objects", or check the endpoint',
  );
}

function fetching(
  {options, connection, base, context, engines}: Opening,
  fetchingId: string,
  start: Pick<HandshakeAnswer & {kind: 'started'}, 'integrationId' | 'sendTrees'>,
) {
  const {clusterId, collectorVersion, log, clock} = options;
  const {integrationId, sendTrees} = start;
  log.info('Firefly started a fetching', {fetchingId, integrationId, sendTrees});
  return createFetchingContract({
    client: connection.client,
    engines,
    base,
    clusterId,
    fetchingId,
    integrationId,
    sendTrees,
    collectorVersion,
    serverVersion: context.cluster.serverVersion,
    stop: context.signal,
    log,
    clock,
  });
}

function levelOf({gzip = {}}: FireflySinkOptions): number | 'auto' {
  return gzip.level ?? defaults.gzipLevel;
}

function enginesOf(options: FireflySinkOptions): readonly GzipEngine[] {
  const {engine = defaults.gzipEngine} = options.gzip ?? {};
  const wanted = levelOf(options);
  const level = wanted === 'auto' ? undefined : wanted;
  const fflate = createFflateGzip(level);
  return engine === 'fflate' ? [fflate] : [createNativeGzip(level), fflate];
}

function limitsOf({pageBytes, pagesInFlight = {}}: FireflySinkOptions): SinkLimits {
  const {objects, helmReleases, k8sTrees} = defaults.pagesInFlight;
  return {
    pageBytes: pageBytes ?? defaults.pageBytes,
    itemBytes: defaults.itemBytes,
    // One by one: an `undefined` that is spread would take a default's place.
    pagesInFlight: {
      objects: pagesInFlight.objects ?? objects,
      helmReleases: pagesInFlight.helmReleases ?? helmReleases,
      k8sTrees: pagesInFlight.k8sTrees ?? k8sTrees,
    },
  };
}
