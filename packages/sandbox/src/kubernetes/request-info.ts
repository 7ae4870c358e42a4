/** What a path and a method mean (k8s.io/apiserver/pkg/endpoints/request/requestinfo.go). */
export type RequestInfo =
  | {readonly kind: 'path'; readonly path: string}
  | {
      readonly kind: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly version: string;
      readonly namespace: string | undefined;
      readonly resource: string;
      readonly name: string | undefined;
      readonly subresource: string | undefined;
    };

const verbs: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Reads `/api/v1/namespaces/a/pods/b/log` and `/apis/<group>/<version>/…`; anything shorter is a plain path. */
export function requestInfo(method: string, path: string): RequestInfo {
  const parts = path.split('/').slice(1);
  if (parts.at(-1) === '') parts.pop();
  const rest = parts[0] === 'api' ? parts.slice(2) : parts[0] === 'apis' ? parts.slice(3) : [];
  if (rest.length === 0 || parts.includes('')) return {kind: 'path', path};
  const [group = '', version = ''] = parts[0] === 'api' ? ['', parts[1]] : parts.slice(1, 3);
  let namespace: string | undefined;
  if (rest[0] === 'namespaces' && rest[1] !== undefined) {
    namespace = rest[1];
    // `/namespaces/a`, `/namespaces/a/status` and `/namespaces/a/finalize` are about the namespace itself.
    if (rest.length > 2 && !['status', 'finalize'].includes(rest[2] ?? '')) rest.splice(0, 2);
  }
  const [resource = '', name, subresource] = rest;
  const verb = verbs[method] ?? method.toLowerCase();
  return {
    kind: 'resource',
    verb:
      verb === 'get' && name === undefined
        ? 'list'
        : verb === 'delete' && name === undefined
          ? 'deletecollection'
          : verb,
    group,
    version,
    namespace,
    resource,
    name,
    subresource,
  };
}
