import {randomBytes} from 'node:crypto';
import type {Handled} from '../loopback/dialect.ts';
import type {ReceivedRequest} from './received-request.ts';
import {expectQuery} from './expect-keys.ts';
import type {OpenFetching} from './fetching.ts';
import type {FireflySettings} from './firefly-options.ts';
import {handshakeAnswer, type HandshakeQuery, readHandshake, wantsTrees} from './read-handshake.ts';
import type {PageIntake} from './page-intake.ts';
import {refuseUnless} from '../loopback/request-refusal.ts';

export interface FetchingBookOptions {
  readonly settings: FireflySettings;
  readonly intake: Pick<PageIntake, 'delivery'>;
}

/** Which fetchings there are, and what the last handshake of a cluster allows. */
export interface FetchingBook {
  readonly fetchings: readonly OpenFetching[];
  /** The handshake: begins a fetching, unless the configured answer says otherwise. */
  start(request: ReceivedRequest): Handled;
  /** The latest fetching of a request's cluster; throws a `RequestRefusal` unless the query has its integration id. */
  find(request: ReceivedRequest): OpenFetching;
  forbidsObjects(clusterId: string): string | undefined;
  beginRun(): void;
}

/** Statuses of a handshake after which nothing may be sent. */
const notThisTime: readonly number[] = [402, 409, 425];

export function createFetchingBook({settings, intake}: FetchingBookOptions): FetchingBook {
  const fetchings: OpenFetching[] = [];
  const integrationIds = new Map<string, string>();
  const uniqueIds = new Map<string, string>();
  const barred = new Map<string, number>();

  function integrationIdOf(clusterId: string): string {
    const integrationId =
      settings.integrationId ?? integrationIds.get(clusterId) ?? randomBytes(12).toString('hex');
    integrationIds.set(clusterId, integrationId);
    return integrationId;
  }

  function start(request: ReceivedRequest): Handled {
    const query = readHandshake(request, settings.now());
    const {fetchingId, clusterUniqueId, overridesClusterId} = query;
    const {clusterId} = request;
    const known = fetchings.find((candidate) => candidate.fetchingId === fetchingId);
    if (known !== undefined) return restart(known, clusterId, query);
    barred.delete(clusterId);
    const owner = uniqueIds.get(clusterId) ?? clusterUniqueId;
    const isTaken = owner !== clusterUniqueId && !overridesClusterId;
    const handshake = isTaken && typeof settings.handshake === 'object' ? 409 : settings.handshake;
    const integrationId = integrationIdOf(clusterId);
    const answer = handshakeAnswer(handshake, integrationId);
    if (typeof handshake === 'number') {
      if (notThisTime.includes(handshake)) barred.set(clusterId, handshake);
      return {answer};
    }
    uniqueIds.set(clusterId, clusterUniqueId);
    const fetching: OpenFetching = {
      ...query,
      integrationId,
      clusterId,
      sendTrees: wantsTrees(handshake),
      delivery: intake.delivery({contract: 'fetching', clusterId, runId: fetchingId}),
      pages: new Map(),
      acknowledged: false,
      pagesInFlight: 0,
      locked: false,
      lock: undefined,
      metadata: undefined,
      metadataReceipt: undefined,
    };
    fetchings.push(fetching);
    return {answer, acknowledge: () => void (fetching.acknowledged = true)};
  }

  /** The same handshake again is a retry when its answer was lost, and a second use of the id otherwise. */
  function restart(known: OpenFetching, clusterId: string, query: HandshakeQuery): Handled {
    const isSame =
      known.clusterId === clusterId &&
      known.clusterUniqueId === query.clusterUniqueId &&
      known.overridesClusterId === query.overridesClusterId;
    const isRetry = isSame && !known.acknowledged;
    refuseUnless(isRetry, 'This fetchingId was used before; each fetching has its own.');
    return {
      answer: handshakeAnswer({sendTrees: known.sendTrees}, known.integrationId),
      acknowledge: () => void (known.acknowledged = true),
    };
  }

  return {
    fetchings,
    start,
    find(request): OpenFetching {
      const {clusterId} = request;
      const {integrationId = ''} = expectQuery(request, {required: ['integrationId']});
      const fetching = fetchings.findLast((candidate) => candidate.clusterId === clusterId);
      refuseUnless(fetching, 'No fetching was started for this cluster: the handshake comes first.', 409);
      const isSame = fetching.integrationId === integrationId;
      refuseUnless(isSame, 'integrationId is not the one that the handshake answered.');
      return fetching;
    },
    forbidsObjects(clusterId) {
      const status = barred.get(clusterId);
      if (status !== undefined)
        return `The handshake was answered ${status}: nothing may be sent in this run.`;
      const fetching = fetchings.findLast((candidate) => candidate.clusterId === clusterId);
      if (fetching === undefined || fetching.metadata !== undefined) return undefined;
      return 'A fetching is open for this cluster: its pages go to …/fetching/objects.';
    },
    beginRun: () => barred.clear(),
  };
}
