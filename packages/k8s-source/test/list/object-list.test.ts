import {everything} from '@firefly/sandbox';
import type {ConfigMap} from 'kubernetes-types/core/v1.js';
import {Agent} from 'undici';
import {describe, expect, test} from 'vitest';

import {createKubernetesSource, InvalidOptionError, type ListOptions} from '../../src/index.ts';
import {accessTo, answer, startLoopback} from '../api/loopback.ts';
import {startSource, widget} from '../sandbox-source.ts';

interface Widget {
  readonly metadata: {readonly name: string};
  readonly spec: {readonly size?: number};
}

const labelled = (namespace: string, name: string, app: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {namespace, name, labels: {app}},
});
const objects = [
  labelled('team', 'one', 'web'),
  labelled('team', 'two', 'web'),
  labelled('team', 'three', 'db'),
  labelled('other', 'four', 'web'),
  widget('w1', {size: 3}),
];
const start = async (
  options: Parameters<typeof startSource>[0] = {},
  sandboxOptions: Parameters<typeof startSource>[1] = {},
) => startSource(options, sandboxOptions, objects);

describe('a list', () => {
  test.each<[string, ListOptions, readonly string[]]>([
    ['all', {}, ['four', 'one', 'three', 'two']],
    ['of a namespace', {namespace: 'team'}, ['one', 'three', 'two']],
    ['with labels', {labelSelector: 'app=web'}, ['four', 'one', 'two']],
    ['with labels in a namespace', {labelSelector: 'app=web', namespace: 'team'}, ['one', 'two']],
    ['with fields', {fieldSelector: 'metadata.name=two'}, ['two']],
    ['in pages', {limit: 1}, ['four', 'one', 'three', 'two']],
  ])('%s', async (_name, options, names) => {
    const sandbox = await start();
    const list = sandbox.source.list('cm', options);
    const found = await Array.fromAsync(list, ({name}) => name);
    expect(found.toSorted()).toEqual(names);
    expect(await list.count()).toBe(names.length);
  });

  test('gives what its caller says that it is of', async () => {
    const sandbox = await start();
    const sizes: unknown[] = [];
    for await (const object of sandbox.source.list<Widget>('Widget.example.com')) {
      const {metadata, spec} = object.parse();
      sizes.push([metadata.name, spec.size, object.parse<{kind: string}>().kind]);
    }
    expect(sizes).toEqual([['w1', 3, 'Widget']]);
  });

  test('takes the types of kubernetes-types', async () => {
    const sandbox = await start();
    const list = sandbox.source.list<ConfigMap>('cm', {fieldSelector: 'metadata.name=two'});
    const labels = await Array.fromAsync(list, (object) => object.parse().metadata?.labels?.['app']);
    expect(labels).toEqual(['web']);
  });

  test('in pages has what the server tells of each, and no page is larger than its limit', async () => {
    const sandbox = await start();
    const pages = await Array.fromAsync(sandbox.source.list('configmaps', {limit: 3}).pages());
    expect(pages.map(({objects: {length}, remainingItemCount}) => [length, remainingItemCount])).toEqual([
      [3, 1],
      [1, undefined],
    ]);
    const [version] = new Set(pages.map(({resourceVersion}) => resourceVersion));
    expect(version).toMatch(/^\d+$/);
    const limits = sandbox.server.requests.flatMap(({query}) => query.get('limit') ?? []);
    expect(new Set(limits)).toEqual(new Set(['3']));
  });

  test('is counted by one request where the server counts', async () => {
    const sandbox = await start({listLimit: 2});
    const path = '/api/v1/configmaps';
    expect(await sandbox.source.list('configmaps').count()).toBe(4);
    expect(sandbox.server.requests.filter((request) => request.path === path)).toHaveLength(1);
    const ignoring = createKubernetesSource({
      access: sandbox.access,
      environment: {},
      listLimit: 2,
      ignoreNamespaces: 'other',
    });
    expect(await ignoring.list('configmaps').count()).toBe(3);
  });

  test('of a type that is not there says which is', async () => {
    const sandbox = await start();
    const list = sandbox.source.list('confgmaps', {onFailure: () => {}});
    await expect(Array.fromAsync(list)).rejects.toMatchObject({
      code: 'K8S_UNKNOWN_TYPE',
      message: 'This cluster has no type "confgmaps"; did you mean configmaps?',
    });
  });

  test('of a type whose definition came since it is found', async () => {
    let served = ['things'];
    const {url} = await startLoopback((request, response) => {
      const {pathname} = new URL(request.url ?? '', 'http://any');
      if (pathname === '/api') return answer(response, {kind: 'APIVersions', versions: ['v1']});
      if (pathname === '/apis') return answer(response, {kind: 'APIGroupList', groups: []});
      if (pathname === '/api/v1') {
        const resources = served.map((name) => ({name, kind: name, namespaced: false, verbs: ['list']}));
        return answer(response, {kind: 'APIResourceList', groupVersion: 'v1', resources});
      }
      return answer(response, {kind: 'List', metadata: {}, items: [{metadata: {name: pathname}}]});
    });
    const source = createKubernetesSource({access: accessTo(url), environment: {}});
    const names = async (type: string) => Array.fromAsync(source.list(type), ({name}) => name);
    expect(await names('things')).toEqual(['/api/v1/things']);
    await expect(names('others')).rejects.toMatchObject({code: 'K8S_UNKNOWN_TYPE'});
    served = ['others'];
    expect(await names('others')).toEqual(['/api/v1/others']);
    await source.close();
  });

  test('of a namespace that is not there is refused, where an empty one is read', async () => {
    const sandbox = await start();
    await expect(Array.fromAsync(sandbox.source.list('cm', {namespace: 'taem'}))).rejects.toMatchObject({
      code: 'K8S_NAMESPACE_NOT_FOUND',
      message: 'The cluster has no namespace "taem": expected the name of an existing one as namespace.',
    });
    expect(await Array.fromAsync(sandbox.source.list('pods', {namespace: 'team'}))).toEqual([]);
    expect(await Array.fromAsync(sandbox.source.list('nodes', {namespace: 'taem'}))).toEqual([]);
  });

  test('that is forbidden throws at its end, or tells', async () => {
    const rules = [
      {verbs: ['list'], groups: [''], resources: ['namespaces']},
      {verbs: ['list'], groups: [''], resources: ['configmaps'], namespaces: ['team']},
    ];
    const sandbox = await start({}, {users: [{name: 'tenant', rules}]});
    const names: string[] = [];
    const read = async (options: ListOptions) => {
      for await (const {name} of sandbox.source.list('configmaps', options)) names.push(name);
    };
    await expect(read({})).rejects.toMatchObject({code: 'K8S_FORBIDDEN'});
    const failures: string[] = [];
    await read({onFailure: ({code}) => failures.push(code)});
    expect(failures).toEqual(['K8S_FORBIDDEN']);
    expect(names.toSorted()).toEqual(['one', 'one', 'three', 'three', 'two', 'two']);
    const pages = sandbox.source.list('configmaps').pages();
    expect((await pages.next()).value).toMatchObject({namespace: 'team', objects: [{}, {}, {}]});
    await expect(pages.next()).rejects.toMatchObject({code: 'K8S_FORBIDDEN'});
  });

  test('left in the middle leaves nothing open', async () => {
    const sandbox = await start();
    const path = '/api/v1/configmaps';
    sandbox.server.inject({on: {path}, fault: {kind: 'hang', afterBytes: 600}});
    for await (const _ of sandbox.source.list('configmaps')) break;
    expect(await sandbox.server.waitFor({path}, {phase: 'settled'})).toMatchObject({outcome: 'aborted'});
  });

  test('ends with the reason of an abort, whatever it waits for, and the next one goes on', async () => {
    const sandbox = await start();
    const held = sandbox.server.inject({on: {path: '/api'}, fault: {kind: 'hang'}});
    const controller = new AbortController();
    const reading = Array.fromAsync(sandbox.source.list('configmaps', {signal: controller.signal}));
    await held.hit;
    controller.abort(new Error('stopped by the test'));
    await expect(reading).rejects.toThrow('stopped by the test');
    held.remove();
    expect(await sandbox.source.list('configmaps').count()).toBe(4);
  });

  test('shares connections and discovery with the others of its source', async () => {
    const sandbox = await start();
    const {source, server} = sandbox;
    await Promise.all([source.list('cm').count(), source.list('widgets').count(), source.types()]);
    await source.list('pods').count();
    expect(server.requests.filter(({path}) => path === '/api')).toHaveLength(1);
  });
});

describe('a source', () => {
  test('tells its types and its cluster', async () => {
    const sandbox = await start({}, {serverVersion: 'v1.34.1'});
    const types = await sandbox.source.types();
    expect(types.filter(({kind}) => kind === 'Widget')).toEqual([
      expect.objectContaining({group: 'example.com', version: 'v1', resource: 'widgets'}),
    ]);
    expect(await sandbox.source.cluster()).toMatchObject({serverVersion: 'v1.34.1'});
  });

  test('throws at the end what it could not read, one by its own code and several by one for all', async () => {
    const except = [
      {verbs: ['list'], groups: ['example.com'], resources: ['widgets']},
      {verbs: ['list'], groups: [''], resources: ['pods']},
    ];
    const sandbox = await start({}, {users: [{name: 'user', rules: [everything], except}]});
    const read = async (resources: string) => {
      const seen: string[] = [];
      const source = createKubernetesSource({
        access: sandbox.access,
        environment: {},
        resources,
        customResources: false,
      });
      const code = await (async () => {
        for await (const {name} of source.objects()) seen.push(name);
        return 'none';
      })().catch((error: unknown) => (error as {code: string}).code);
      return [seen.length, code];
    };
    expect(await read('cm')).toEqual([4, 'none']);
    expect(await read('pods, cm')).toEqual([4, 'K8S_FORBIDDEN']);
    expect(await read('pods,cm,widgets')).toEqual([4, 'K8S_TYPES_UNREADABLE']);
    expect(await read('pods,cmm')).toEqual([0, 'K8S_UNKNOWN_TYPE']);
  });

  test('tells of its pages, requests and answers, and asks as it is told', async () => {
    const events: unknown[] = [];
    const sandbox = await start(
      {
        userAgent: 'mine/1',
        retries: 0,
        onProgress: ({type: {resource}, items, pages}) => events.push([resource, items, pages]),
        onRequest: ({method, path}) => events.push([method, path]),
        onResponse: ({status}) => events.push(status),
      },
      {expectUserAgent: false},
    );
    const {source, server} = sandbox;
    await source.types();
    events.length = 0;
    await Array.fromAsync(source.list('cm', {limit: 500}));
    expect(events).toEqual([['GET', '/api/v1/configmaps?limit=500'], 200, ['configmaps', 4, 1]]);
    expect(new Set(server.requests.map(({headers}) => headers['user-agent']))).toEqual(new Set(['mine/1']));
    server.inject({times: Infinity, fault: {kind: 'status', status: 503}});
    events.length = 0;
    await expect(source.cluster()).rejects.toMatchObject({status: 503});
    expect(new Set(events.filter(Array.isArray))).toEqual(
      new Set([
        ['GET', '/api/v1/namespaces/kube-system'],
        ['GET', '/version'],
      ]),
    );
  });

  test('asks through the dispatcher that it is given, and leaves it open', async () => {
    const seen: string[] = [];
    const dispatcher = new Agent().compose((dispatch) => (options, handler) => {
      seen.push(options.path);
      return dispatch(options, handler);
    });
    const {source} = await start({dispatcher});
    expect(await source.list('cm', {labelSelector: 'app=web'}).count()).toBe(3);
    await source.close();
    expect(seen).toContain('/api/v1/configmaps?limit=500&labelSelector=app%3Dweb');
    expect(await source.list('cm').count()).toBe(4);
    await source.close();
    await dispatcher.close();
  });

  test('gives an answer no more time than it is told', async () => {
    const sandbox = await start({timeout: {request: 20}, retries: 0});
    sandbox.server.inject({on: {path: '/version'}, times: Infinity, fault: {kind: 'hang', afterBytes: 1}});
    await expect(sandbox.source.cluster()).rejects.toMatchObject({
      code: 'K8S_UNREACHABLE',
      message: expect.stringContaining('took longer than 20 ms') as string,
    });
  });

  test.each([
    [{resources: 5}, 'resources must be a list of names, or one text with commas between them.'],
    [{labelSelector: 'a'}, 'labelSelector is no option'],
    [{resource: ['pods']}, 'resource is no option; did you mean resources?'],
    [{timeout: 5}, 'timeout must be {firstByte, request}'],
    [{retries: -1}, 'retries must be a whole number of at least 0.'],
    [
      {selectors: {pods: {labels: 'a=b'}}},
      'selectors must be {TYPE: {labelSelector, fieldSelector}}, each a text.',
    ],
    [{selectors: {pods: {labelSelector: ''}}}, 'selectors must be'],
    [{requestsPerSecond: 0.5}, 'requestsPerSecond must be a whole number of at least 1.'],
    [{concurrency: 0}, 'concurrency must be a whole number of at least 1.'],
    [{onFailure: () => {}}, 'onFailure is no option'],
    [null, 'options must be an object.'],
  ])('refuses %j by name', (options, message) => {
    expect(() => createKubernetesSource(options as object)).toThrow(InvalidOptionError);
    expect(() => createKubernetesSource(options as object)).toThrow(message);
  });

  test.each<[unknown, object, string]>([
    ['', {}, 'type must be the name of a type'],
    [['pods'], {}, 'type must be the name of a type'],
    ['pods', {labelselector: 'a=b'}, 'labelselector is no option; did you mean labelSelector?'],
    ['pods', {labelSelector: {a: 'b'}}, 'labelSelector must be a text.'],
    ['pods', {limit: '5'}, 'limit must be a whole number of at least 1.'],
    ['pods', {signal: {}}, 'signal must be an AbortSignal.'],
  ])('refuses list(%j, %j) by name', (type, options, message) => {
    expect(() => createKubernetesSource().list(type as string, options)).toThrow(message);
  });
});
