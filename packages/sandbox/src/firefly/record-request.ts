import type {IncomingMessage} from 'node:http';
import type {RecordedRequest} from './recorded-request.ts';
import type {Route} from './route-request.ts';

/** A recorded request as the server changes it. */
export interface LiveRequest extends RecordedRequest {
  isAccepted: boolean;
  outcome: RecordedRequest['outcome'];
  status: number | undefined;
  sentBytes: number;
  violation: string | undefined;
}

export interface RecordRequestOptions extends Pick<RecordedRequest, 'number' | 'tokenNumber' | 'attempt'> {
  readonly route: Route | undefined;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What is remembered of a request: everything but its `Authorization`. */
export function recordRequest(incoming: IncomingMessage, options: RecordRequestOptions): LiveRequest {
  const {route, ...rest} = options;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (name !== 'authorization' && value !== undefined) headers[name] = [value].flat().join(', ');
  }
  return {
    ...rest,
    route: route?.name ?? 'unknown',
    stream: route?.stream,
    method: incoming.method ?? '',
    headers,
    isAccepted: false,
    outcome: 'pending',
    status: undefined,
    sentBytes: 0,
    violation: undefined,
  };
}
