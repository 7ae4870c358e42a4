import {decodeContinueToken, type ContinueToken} from './continue-token.ts';
import {type FieldPredicate, parseFieldSelector} from './field-selector.ts';
import {type LabelPredicate, parseLabelSelector} from './label-selector.ts';
import type {ResourceDefinition} from './resource-definition.ts';
import {badRequest, statusResponse} from './status-response.ts';
import type {Answer} from '../loopback/answer.ts';

/** The parameters of a list, understood. */
export interface ListQuery {
  /** 0: everything. */
  readonly limit: number;
  readonly token: ContinueToken | undefined;
  /** `0` asks for any state, from the cache; absent asks for the newest. */
  readonly resourceVersion: number | undefined;
  readonly exact: boolean;
  readonly labels: LabelPredicate | undefined;
  readonly fields: FieldPredicate | undefined;
}

/** Parameters that the server does not take. */
export interface RefusedQuery {
  readonly answer: Answer;
  /** What was wrong, for `violations`. */
  readonly violation: string;
}

/** Reads and validates a list's parameters in the order and with the sentences of a kube-apiserver. */
export function parseListQuery(
  parameters: URLSearchParams,
  definition: ResourceDefinition,
): ListQuery | RefusedQuery {
  const limitText = parameters.get('limit');
  if (limitText !== null && !/^[+-]?\d+$/.test(limitText)) {
    return refused(`strconv.ParseInt: parsing ${JSON.stringify(limitText)}: invalid syntax`);
  }
  if (['true', '1'].includes(parameters.get('watch') ?? '')) {
    return refused('watch is not supported here: the collector lists, it does not watch');
  }
  const labels = parseLabelSelector(parameters.get('labelSelector') ?? '');
  if (typeof labels === 'string') return refused(labels);
  const fields = parseFieldSelector(parameters.get('fieldSelector') ?? '', definition);
  if (typeof fields === 'string') return refused(fields);

  const version = parameters.get('resourceVersion') ?? '';
  const continueText = parameters.get('continue') ?? '';
  const match = parameters.get('resourceVersionMatch') ?? '';
  if (match !== '' && (version === '' || continueText !== '')) return refusedMatch(version, continueText);
  if (!/^\d*$/.test(version)) {
    const quoted = JSON.stringify(version);
    return refused(
      `invalid resource version: resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`,
    );
  }
  if (continueText !== '' && version !== '' && version !== '0') {
    return refused('specifying resource version is not allowed when using continue');
  }
  const token = continueText === '' ? undefined : decodeContinueToken(continueText);
  if (typeof token === 'string') return refused(token);
  return {
    limit: Math.max(0, Number(limitText ?? 0)),
    token,
    resourceVersion: version === '' ? undefined : Number(version),
    exact: match === 'Exact',
    labels: parameters.get('labelSelector') ? labels : undefined,
    fields: parameters.get('fieldSelector') ? fields : undefined,
  };
}

function refused(message: string): RefusedQuery {
  return {answer: badRequest(message), violation: message};
}

function refusedMatch(version: string, continueText: string): RefusedQuery {
  const field = 'resourceVersionMatch';
  const messages = [
    ...(version === '' ? ['is forbidden unless resourceVersion is provided'] : []),
    ...(continueText === '' ? [] : ['is forbidden when continue is provided']),
  ].map((message) => `Forbidden: ${field} ${message}`);
  const lines = messages.map((message) => `${field}: ${message}`).join(', ');
  const message = `ListOptions.meta.k8s.io "" is invalid: ${messages.length === 1 ? lines : `[${lines}]`}`;
  const causes = messages.map((cause) => ({reason: 'FieldValueForbidden', message: cause, field}));
  const details = {group: 'meta.k8s.io', kind: 'ListOptions', causes};
  return {answer: statusResponse({code: 422, reason: 'Invalid', message, details}), violation: message};
}
