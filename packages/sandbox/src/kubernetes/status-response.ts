import type {Answer} from '../loopback/answer.ts';
import {goAnswer} from './go-json.ts';

/** `details` of a Status. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly {readonly reason: string; readonly message: string; readonly field?: string}[];
  readonly retryAfterSeconds?: number;
}

/** What a Status says. */
export interface StatusOptions {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: StatusDetails;
  /** `metadata.continue` of an expired list. */
  readonly continueToken?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A failure as a kube-apiserver tells it: an object of kind `Status`, keys in its order. */
export function statusResponse(options: StatusOptions): Answer {
  const {code, reason, message, details, continueToken, headers} = options;
  const metadata = continueToken === undefined ? {} : {continue: continueToken};
  const status = {kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', message, reason};
  return goAnswer(code, {...status, ...(details && {details}), code}, headers);
}

/** The plain-text failures of Go's http.Error: what filters answer before any API machinery runs. */
export function textResponse(
  code: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status: code,
    headers: {'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', ...headers},
    body: [Buffer.from(text)],
  };
}

/** 400 with one sentence. */
export function badRequest(message: string): Answer {
  return statusResponse({code: 400, reason: 'BadRequest', message});
}

/** 401: the token is unknown. */
export function unauthorized(): Answer {
  return statusResponse({code: 401, reason: 'Unauthorized', message: 'Unauthorized'});
}

/** A resource or path that a built-in group does not have. */
export function unknownResource(): Answer {
  return failure(404, 'NotFound', 'the server could not find the requested resource');
}

/** What Go's mux says to paths that nobody serves, unknown groups and unknown custom resources included. */
export function pageNotFound(): Answer {
  return textResponse(404, '404 page not found\n');
}

/** 405: the resource exists, the method does not. */
export function methodNotAllowed(): Answer {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
}

/** The rejection of priority and fairness, and of the limits on requests in flight. */
export function tooManyRequests(retryAfter = '1'): Answer {
  return textResponse(429, 'Too many requests, please try again later.\n', {'retry-after': retryAfter});
}

/** Bodies other than JSON: a real server also reads YAML and protobuf. */
export function unsupportedMediaType(): Answer {
  return failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type');
}

function failure(code: number, reason: string, message: string): Answer {
  return statusResponse({code, reason, message, details: {}});
}
