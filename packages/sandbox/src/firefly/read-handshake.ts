import type {HandshakeMode} from './firefly-options.ts';
import {type Answer, jsonAnswer, noContent, textAnswer} from '../loopback/answer.ts';
import {expectQuery} from './expect-keys.ts';
import type {ReceivedRequest} from './received-request.ts';
import {refuseUnless} from '../loopback/request-refusal.ts';

/** The handshake's query, checked. */
export interface HandshakeQuery {
  readonly fetchingId: string;
  readonly clusterUniqueId: string;
  readonly overridesClusterId: boolean;
}

const oneDayMilliseconds = 86_400_000;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const keys = {
  required: ['clusterUniqueId', 'fetchingId', 'getIntegrationId'],
  optional: ['overrideUniqueClusterId'],
};

/** Reads the query of step 1; throws a `RequestRefusal` where the contract says otherwise. `now` is in milliseconds. */
export function readHandshake(request: ReceivedRequest, now: number): HandshakeQuery {
  const query = expectQuery(request, keys);
  const {fetchingId = '', clusterUniqueId = '', getIntegrationId, overrideUniqueClusterId} = query;
  refuseUnless(/^[0-9a-f]{24}$/i.test(fetchingId), 'fetchingId must be 24 hex digits.');
  const time = Number.parseInt(fetchingId.slice(0, 8), 16) * 1000;
  const isToday = Math.abs(time - now) <= oneDayMilliseconds;
  refuseUnless(isToday, 'The first 8 digits of fetchingId must be the time now, in Unix seconds.');
  refuseUnless(uuid.test(clusterUniqueId), 'clusterUniqueId must be a UUID.');
  refuseUnless(getIntegrationId === 'true', 'getIntegrationId must be true.');
  refuseUnless((overrideUniqueClusterId ?? '1') === '1', 'overrideUniqueClusterId must be 1 or be left out.');
  return {fetchingId, clusterUniqueId, overridesClusterId: overrideUniqueClusterId === '1'};
}

/** Whether a client that got this answer has to send trees: it does where it cannot tell. */
export function wantsTrees(handshake: HandshakeMode): boolean {
  return typeof handshake === 'object' && handshake.sendTrees !== false;
}

/** The answer to step 1. */
export function handshakeAnswer(handshake: HandshakeMode, integrationId: string): Answer {
  if (typeof handshake === 'number') {
    return handshake === 204 ? noContent : textAnswer(handshake, reasons[handshake]);
  }
  switch (handshake.sendTrees) {
    case 'missing':
      return jsonAnswer(200, integrationId);
    case 'unreadable':
      return jsonAnswer(200, `${integrationId},perhaps`);
    case true:
    case false:
      return jsonAnswer(200, `${integrationId},${handshake.sendTrees}`);
  }
}

const reasons = {
  402: 'The integration is suspended.',
  404: 'There is no such path.',
  405: 'There is no such method.',
  409: 'Another cluster uses this cluster id.',
  425: 'Not this time.',
  500: 'The server failed.',
  501: 'This is not implemented.',
};
