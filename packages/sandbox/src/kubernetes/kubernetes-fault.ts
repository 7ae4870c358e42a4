import type {Answer} from '../loopback/answer.ts';
import type {Fault} from '../loopback/fault.ts';
import type {LoopbackRequest} from '../loopback/loopback-request.ts';
import {expiredResponse} from './resource-handler.ts';
import {statusResponse, tooManyRequests} from './status-response.ts';

/** What can go wrong at an API server alone. */
export type KubernetesFault =
  /** A failure `Status` in place of the answer. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly message?: string;
      readonly reason?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Priority and fairness says no: 429 with `Retry-After` in seconds or as a date. */
  | {readonly kind: 'too-many-requests'; readonly retryAfter?: string}
  /** The continue token is too old: 410; `resumable` adds the token of an inconsistent continuation. Default true. */
  | {readonly kind: 'expired'; readonly resumable?: boolean};

/** The answer that a fault of the API server's own gives; any other fault as it is. */
export function translateFault(fault: Fault | KubernetesFault, {query}: LoopbackRequest): Fault | Answer {
  switch (fault.kind) {
    case 'status': {
      const {status: code, headers} = fault;
      const other = ['InternalError', 'Internal error occurred: injected by the sandbox'] as const;
      const [reason, message] = defaults[code] ?? other;
      const told = {reason: fault.reason ?? reason, message: fault.message ?? message};
      return statusResponse({code, ...told, ...(headers && {headers})});
    }
    case 'too-many-requests':
      return tooManyRequests(fault.retryAfter);
    case 'expired':
      return expiredResponse(query, fault.resumable ?? true);
    default:
      return fault;
  }
}

/** Reason and message of a status. */
const defaults: Readonly<Record<number, readonly [string, string]>> = {
  400: ['BadRequest', 'injected by the sandbox'],
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'forbidden: injected by the sandbox'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'request did not complete within the allotted timeout'],
};
