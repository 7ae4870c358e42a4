import {promisify} from 'node:util';

import {userAgent, type RawObject} from '@firefly/core';
import {builtInResources, everything, objectAt} from '@firefly/sandbox';
import {describe, expect, test, vi} from 'vitest';

import {eventually} from '../../../scripts/eventually.ts';
import {createKubernetesSource, type KubernetesSourceOptions, type RetryFacts} from '../src/index.ts';
import {accessTo, answer, startLoopback} from './api/loopback.ts';
import {expectedObjects} from './expected-objects.ts';
import {oddObject, startSource, widget} from './sandbox-source.ts';

/** A busy machine may take its time. */
const {signal} = new AbortController();
const streams = new Set(['objects'] as const);

describe('a session', () => {
  test('knows which cluster it reads', async () => {
    const {source, cluster} = await startSource({}, {serverVersion: 'v1.34.1+k3s1'});
    const session = await source.open({signal});
    const namespaces = builtInResources.find(({resource}) => resource === 'namespaces')!;
    const table = cluster.read(namespaces)!;
    const index = Array.from({length: table.length}, (_, at) => table.keyAt(at)).indexOf('kube-system');
    const {metadata} = JSON.parse(objectAt(table, index, 'v1').toString()) as {metadata: {uid: string}};
    expect(session.cluster).toEqual({uid: metadata.uid, serverVersion: 'v1.34.1+k3s1'});
    await session.close();
  });

  test('leaves out of it what may not be read', async () => {
    const {source} = await startSource({}, {users: [{name: 'nobody', rules: []}]});
    const session = await source.open({signal});
    expect(session.cluster).toEqual({serverVersion: expect.any(String) as string});
    await session.close();
  });

  test('tells what is not safe about the way to its cluster, whether it can be opened or not', async () => {
    const {url} = await startLoopback((_, response) => response.writeHead(401).end());
    const warn = vi.fn();
    const access = {...accessTo(url), warnings: ['Nobody checks who answers.']};
    await expect(createKubernetesSource({access, environment: {}}).open({signal, warn})).rejects.toThrow(
      '401',
    );
    expect(warn.mock.calls).toEqual([['Nobody checks who answers.']]);
  });

  test('is not opened with credentials that are refused', async () => {
    const {source, server} = await startSource();
    server.revokeToken(server.tokens['admin'] ?? '');
    await expect(source.open({signal})).rejects.toMatchObject({code: 'K8S_CREDENTIALS_REFUSED'});
  });

  test('that cannot tell its cluster for a fault is not opened: Firefly would take it for another one', async () => {
    const {url} = await startLoopback((request, response) =>
      request.url === '/version' ? answer(response, {gitVersion: 'v1'}) : response.writeHead(501).end(),
    );
    await expect(
      createKubernetesSource({access: accessTo(url), environment: {}}).open({signal}),
    ).rejects.toMatchObject({status: 501});
  });

  test('that could not be opened leaves no connection', async () => {
    const {url, server} = await startLoopback((_, response) => response.writeHead(401).end());
    await expect(
      createKubernetesSource({access: accessTo(url), environment: {}}).open({signal}),
    ).rejects.toThrow('401');
    await eventually(async () => expect(await promisify(server.getConnections.bind(server))()).toBe(0));
  });

  test('asks for no more at once than it is told', async () => {
    const {source, server} = await startSource({concurrency: 1});
    const {promise, resolve} = Promise.withResolvers<void>();
    const held = server.inject({fault: {kind: 'call', run: async () => promise}});
    const opening = source.open({signal});
    await held.hit;
    // Others come and go meanwhile: a second request would have come, too.
    for (let round = 0; round < 5; round++)
      await fetch(new URL('/livez', server.url), {headers: {'user-agent': userAgent}});
    expect(server.requests.filter(({path}) => path !== '/livez')).toHaveLength(1);
    resolve();
    await (await opening).close();
  });

  test('uses the buffers of one page again for the next', async () => {
    const many = Array.from({length: 30}, (_, index) => widget(`w${index}`));
    const {source} = await startSource({listLimit: 1, resources: []}, {}, many);
    const session = await source.open({signal});
    const {readings} = await session.plan(streams);
    const buffers = new Set<ArrayBufferLike>();
    for await (const batch of readings[0]!.read(signal) as AsyncIterable<readonly RawObject[]>)
      for (const {bytes} of batch) buffers.add(bytes.buffer);
    expect(buffers.size).toBeLessThan(5);
    await session.close();
  });

  test('plans the types that its rules select, and tells of all that it found', async () => {
    const {source} = await startSource({
      resources: ['configmaps'],
      addTypes: ['secrets'],
      removeTypes: ['widgets'],
    });
    const session = await source.open({signal});
    const {readings, resourceTypes, failures} = await session.plan(streams);
    expect(readings.map(({name, type}) => [name, type])).toEqual([
      ['configmaps', {group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true}],
      ['secrets', {group: '', version: 'v1', kind: 'Secret', resource: 'secrets', namespaced: true}],
    ]);
    expect(resourceTypes).toEqual(
      expect.arrayContaining([
        {kind: 'Pod', namespaced: true, apiVersion: 'v1'},
        {kind: 'Widget', namespaced: true, apiVersion: 'example.com/v1'},
        {kind: 'Widget', namespaced: true, apiVersion: 'example.com/v1beta1'},
      ]),
    );
    expect(failures).toEqual([]);
    await session.close();
  });

  test.each(['v2', 'v2beta1', 'none'] as const)(
    'plans the same with discovery %s',
    async (aggregatedDiscovery) => {
      const planned = async (options: Parameters<typeof startSource>[1]) => {
        const {source} = await startSource({}, options);
        const session = await source.open({signal});
        const {readings, resourceTypes} = await session.plan(streams);
        await session.close();
        return [
          readings.map(({name}) => name).toSorted(),
          new Set(resourceTypes.map((type) => JSON.stringify(type))),
        ];
      };
      expect(await planned({aggregatedDiscovery})).toEqual(await planned({}));
    },
  );

  test('of a namespace that does not exist is refused: its lists would be empty', async () => {
    const {source} = await startSource({watchNamespaces: ['taem']});
    await expect(source.objects().next()).rejects.toMatchObject({
      code: 'K8S_NAMESPACE_NOT_FOUND',
      message:
        'The cluster has no namespace "taem": expected the name of an existing one as watchNamespaces.',
    });
  });

  test('of a namespace that its user may not ask for goes on', async () => {
    const rules = [{verbs: ['list'], groups: [''], resources: ['configmaps'], namespaces: ['team']}];
    const {source} = await startSource({watchNamespaces: ['team']}, {users: [{name: 'tenant', rules}]});
    const names: string[] = [];
    for await (const {name} of source.objects({onFailure: () => {}})) names.push(name);
    expect(names).toContain('one');
  });

  test('reads one namespace, or all but some', async () => {
    const namesIn = async (options: KubernetesSourceOptions) => {
      const {source} = await startSource({
        resources: ['configmaps', 'namespaces'],
        customResources: false,
        ...options,
      });
      const names: string[] = [];
      for await (const {namespace, name} of source.objects()) names.push(`${namespace ?? ''}/${name}`);
      return names;
    };
    const namespaces = ['/default', '/kube-system', '/other', '/team'];
    expect(await namesIn({watchNamespaces: ['other']})).toEqual(['other/three', ...namespaces]);
    expect(await namesIn({watchNamespaces: ['o*', '!t*'], clusterScoped: false})).toEqual(['other/three']);
    expect(await namesIn({watchNamespaces: ['other', 'team'], clusterScoped: false})).toEqual(
      expect.arrayContaining(['other/three', 'team/one']),
    );
    expect(await namesIn({ignoreNamespaces: ['team']})).toEqual(['other/three', ...namespaces]);
    expect(await namesIn({ignoreNamespaces: 't*,kube-*'})).toEqual(['other/three', ...namespaces]);
    const labels = 'kubernetes.io/metadata.name in (other)';
    expect(await namesIn({namespaceSelector: labels})).toEqual(['other/three', ...namespaces]);
    const one = {fieldSelector: 'metadata.name=one'};
    expect(await namesIn({selectors: {'config*': one}})).toEqual(['team/one', ...namespaces]);
    const two = {...one, labelSelector: '!x'};
    expect(await namesIn({selectors: {cm: two, namespaces: {fieldSelector: 'metadata.name=team'}}})).toEqual([
      'team/one',
      '/team',
    ]);
    await expect(namesIn({selectors: {podz: one}})).rejects.toMatchObject({code: 'K8S_UNKNOWN_TYPE'});
    expect(await namesIn({watchNamespaces: ['team'], ignoreNamespaces: ['team']})).toContain('team/one');
  });
});

describe('objects()', () => {
  test('yields every object as it is, type after type, to be held', async () => {
    const {source, cluster} = await startSource({listLimit: 2});
    const held = [];
    for await (const object of source.objects()) held.push(object);
    const texts = held.map(({bytes}) => Buffer.from(bytes).toString('utf8'));
    expect(texts.toSorted()).toEqual(Object.values(expectedObjects(cluster)).flat().toSorted());
    expect(texts).toContain(`{"apiVersion":"v1","kind":"ConfigMap",${oddObject.slice(1)}`);
    expect(held.map(({type}) => type.kind)).toEqual(
      held.map(({type}) => type.kind).toSorted(byFirstSeen(held)),
    );
  });

  test('tells of what could not be read, and goes on', async () => {
    const except = [{verbs: ['list'], groups: ['example.com'], resources: ['widgets']}];
    const {source, server} = await startSource(
      {},
      {
        users: [{name: 'user', rules: [everything], except}],
        aggregatedDiscovery: 'none',
      },
    );
    server.inject({on: {path: '/apis/apps/v1'}, times: Infinity, fault: {kind: 'status', status: 404}});
    const failures: unknown[][] = [];
    const kinds = new Set<string>();
    for await (const {type} of source.objects({
      onFailure: ({code, message}, name) => failures.push([name, code, message]),
    }))
      kinds.add(type.kind);
    expect([...kinds]).toEqual(expect.arrayContaining(['ConfigMap', 'Namespace']));
    expect(failures).toEqual([
      ['apps/v1', 'K8S_NOT_FOUND', expect.stringContaining('with 404')],
      ['widgets.example.com', 'K8S_FORBIDDEN', expect.stringContaining('with 403')],
    ]);
  });

  test('left in the middle leaves nothing open', async () => {
    const {source, server} = await startSource();
    const path = '/api/v1/configmaps';
    server.inject({on: {path}, fault: {kind: 'hang', afterBytes: 500}});
    for await (const object of source.objects()) {
      expect(object.name).toBe('three');
      break;
    }
    expect(await server.waitFor({path}, {phase: 'settled'})).toMatchObject({outcome: 'aborted'});
  });

  test('left in the middle of a type leaves no attempt to read on', async () => {
    const retries: RetryFacts[] = [];
    const {source, server} = await startSource({
      listLimit: 1,
      resources: ['configmaps'],
      customResources: false,
      onRetry: (facts) => retries.push(facts),
    });
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    // Several times: a timer of somebody else's may end meanwhile.
    for (let times = 0; times < 5; times++) {
      const nextPage = server.inject({
        on: {path: '/api/v1/configmaps'},
        nth: 2,
        fault: {kind: 'hang', afterBytes: 'half'},
      });
      for await (const object of source.objects()) {
        expect(object.name).toBe('three');
        await nextPage.hit;
        break;
      }
      nextPage.remove();
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(timers()).toBeLessThanOrEqual(before + 1);
    expect(retries).toEqual([]);
  });

  test('ends with the reason of an abort', async () => {
    const reason = new Error('stopped by the test');
    const controller = new AbortController();
    const {source} = await startSource({listLimit: 1});
    const read = async () => {
      for await (const object of source.objects({signal: controller.signal}))
        controller.abort(reason ?? object);
    };
    await expect(read()).rejects.toBe(reason);
  });

  test('of a cluster that cannot be reached throws', async () => {
    const {source} = await startSource({}, {tls: true});
    await expect(source.objects().next()).rejects.toMatchObject({code: 'K8S_UNREACHABLE'});
  });

  test('contacts nobody before it is asked', async () => {
    const {source, server} = await startSource();
    source.objects();
    expect(server.requestCount).toBe(0);
  });
});

function byFirstSeen(held: readonly {readonly type: {readonly kind: string}}[]) {
  const kinds = held.map(({type}) => type.kind);
  return (one: string, other: string) => kinds.indexOf(one) - kinds.indexOf(other);
}
