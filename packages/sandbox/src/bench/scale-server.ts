import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/**
 * `scale-server.ts AXIS SIZE [BYTES]`: an API server of which one thing is large, and which takes next to nothing of the
 * machine for itself. Axes: `objects` of one type, each ten of which are a tree, `types` of one object each, `namespaces`
 * with a pod in each, `tenant` the same where pods may be listed in each namespace alone, `failures`: groups whose API
 * service is gone. BYTES is about what one object has (default 1000).
 */
const [axis = '', sizeText = '', objectBytes = '1000'] = process.argv.slice(2);
const size = Number(sizeText);
/** Words as a log has them, so that they compress as objects do; each object's begin elsewhere. */
const words = Array.from({length: 20_000}, (_, index) => `word-${(index * 7919) % 4099}`).join(' ');
const fillerLength = Math.max(0, Number(objectBytes) - 400);
const text = words.repeat(Math.ceil((fillerLength + 10_000) / words.length));
const pad = (index: number) => String(index).padStart(7, '0');
const aggregatedDiscovery = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

const groups = axis === 'types' ? 100 : 0;
const kindsOf = (group: number) => Math.floor((size + groups - 1 - group) / groups);

function resource(kind: string, plural: string, scope: 'Namespaced' | 'Cluster') {
  const verbs = ['get', 'list'];
  return {
    resource: plural,
    responseKind: {group: '', version: '', kind},
    scope,
    singularResource: kind.toLowerCase(),
    verbs,
  };
}

function apiGroup(name: string, resources: readonly object[], freshness = 'Current') {
  return {
    metadata: name === '' ? {} : {name},
    versions: [{version: 'v1', freshness, ...(resources.length > 0 ? {resources} : {})}],
  };
}

const core = apiGroup('', [
  resource('Namespace', 'namespaces', 'Cluster'),
  resource('Pod', 'pods', 'Namespaced'),
]);
const others = [
  ...Array.from({length: groups}, (_, group) =>
    apiGroup(
      `g${group}.example.com`,
      Array.from({length: kindsOf(group)}, (_kind, index) =>
        resource(`Kind${index}`, `kinds${index}`, 'Cluster'),
      ),
    ),
  ),
  ...Array.from({length: axis === 'failures' ? size : 0}, (_, index) =>
    apiGroup(`gone${index}.example.com`, [], 'Stale'),
  ),
];

const uidOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

function object(index: number, namespace?: string): string {
  const root = index - (index % 10);
  const owner = {apiVersion: 'v1', kind: 'Pod', name: `name-${pad(root)}`, uid: uidOf(root)};
  const metadata = {
    name: `name-${pad(index)}`,
    ...(namespace === undefined ? {} : {namespace}),
    uid: uidOf(index),
    ...(axis === 'objects' && index !== root ? {ownerReferences: [owner]} : {}),
    managedFields: [{manager: 'scale', operation: 'Apply', fieldsV1: {'f:spec': {'f:filler': {}}}}],
  };
  const from = (index * 97) % 10_000;
  return `{"metadata":${JSON.stringify(metadata)},"spec":{"filler":"${text.slice(from, from + fillerLength)}"}}`;
}

const namespaceName = (index: number) => `ns-${pad(index)}`;
const manyNamespaces = axis === 'namespaces' || axis === 'tenant';

const namespaceAt = (index: number) => ({
  metadata: {name: namespaceName(index), uid: `ns-uid-${index}`, labels: {team: `team-${index % 2}`}},
});

function items(
  plural: string,
  namespace: string | undefined,
  {type, isSelected}: {type: number; isSelected: boolean},
): {length: number; at: (index: number) => string} {
  if (plural === 'namespaces') {
    const step = isSelected ? 2 : 1;
    const length = manyNamespaces ? Math.ceil(size / step) : 1;
    return {length, at: (index) => JSON.stringify(namespaceAt(index * step))};
  }
  if (plural !== 'pods') return {length: 1, at: () => object(type)};
  if (namespace !== undefined) {
    const number = Number(namespace.slice(3));
    return {length: 1, at: () => object(number, namespace)};
  }
  const length = axis === 'objects' || manyNamespaces ? size : 1;
  return {length, at: (index) => object(index, namespaceName(manyNamespaces ? index : 0))};
}

function list(response: ServerResponse, url: URL): void {
  const [, namespace, plural = ''] = /(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(url.pathname) ?? [];
  const [, group = 0, kind = 0] = /\/g(\d+)\..*\/kinds(\d+)$/.exec(url.pathname) ?? [];
  if (axis === 'tenant' && plural === 'pods' && namespace === undefined) {
    response.writeHead(403, {'content-type': 'application/json'});
    response.end(
      JSON.stringify({kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', code: 403}),
    );
    return;
  }
  const isSelected = url.searchParams.has('labelSelector');
  const {length, at} = items(plural, namespace, {type: Number(kind) * groups + Number(group), isSelected});
  const limit = Number(url.searchParams.get('limit') ?? length);
  const from = Number(url.searchParams.get('continue') ?? 0);
  const to = Math.min(length, from + limit);
  const metadata = {resourceVersion: '1', ...(to < length ? {continue: String(to)} : {})};
  response.setHeader('content-type', 'application/json');
  response.write(`{"kind":"List","apiVersion":"v1","metadata":${JSON.stringify(metadata)},"items":[`);
  response.write(Array.from({length: to - from}, (_, index) => at(from + index)).join(','));
  response.end(']}');
}

const rules = [{verbs: ['get', 'list'], apiGroups: ['*'], resources: ['*']}];

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://scale');
  const answer = (body: object, contentType = 'application/json') => {
    response.setHeader('content-type', contentType);
    response.end(JSON.stringify(body));
  };
  request.resume();
  if (url.pathname === '/version') answer({major: '1', minor: '36', gitVersion: 'v1.36.0'});
  else if (url.pathname === '/api' || url.pathname === '/apis') {
    const found = url.pathname === '/api' ? [core] : others;
    answer(
      {kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', items: found},
      aggregatedDiscovery,
    );
  } else if (request.method === 'POST')
    answer({status: {allowed: true, resourceRules: rules, nonResourceRules: [], incomplete: false}});
  else if (url.pathname === '/api/v1/namespaces/kube-system')
    answer({metadata: {name: 'kube-system', uid: 'cluster-uid'}});
  else if (/^\/api\/v1\/namespaces\/[^/]+$/.test(url.pathname))
    answer(namespaceAt(Number(url.pathname.slice('/api/v1/namespaces/ns-'.length))));
  else list(response, url);
});

server.listen(0, '127.0.0.1', () => {
  const {port} = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({url: `http://127.0.0.1:${port}`})}\n`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
