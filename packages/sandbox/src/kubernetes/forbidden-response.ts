import type {Answer} from '../loopback/answer.ts';
import type {RequestInfo} from './request-info.ts';
import {definitionName} from './resource-definition.ts';
import {statusResponse} from './status-response.ts';

/** The 403 of k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go, letter for letter. */
export function forbiddenResponse(user: string, info: RequestInfo, method: string): Answer {
  const headers = {'x-content-type-options': 'nosniff'};
  if (info.kind === 'path') {
    const message = `forbidden: User ${JSON.stringify(user)} cannot ${method.toLowerCase()} path ${JSON.stringify(info.path)}`;
    return statusResponse({code: 403, reason: 'Forbidden', message, details: {}, headers});
  }
  const {verb, group, resource, subresource, namespace, name} = info;
  const subject = definitionName(info);
  const target = subresource === undefined ? resource : `${resource}/${subresource}`;
  const scope =
    namespace === undefined ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const message =
    `${subject}${name === undefined ? '' : ` ${JSON.stringify(name)}`} is forbidden: User ${JSON.stringify(user)} ` +
    `cannot ${verb} resource ${JSON.stringify(target)} in API group ${JSON.stringify(group)} ${scope}`;
  const details = {
    ...(name === undefined ? {} : {name}),
    ...(group === '' ? {} : {group}),
    kind: resource,
  };
  return statusResponse({code: 403, reason: 'Forbidden', message, details, headers});
}
