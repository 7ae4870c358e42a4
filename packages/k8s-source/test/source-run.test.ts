import {deepEqual} from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {userAgent, createMemorySink, runCollection} from '@firefly/core';
import {sourceContract} from '@firefly/core/contract';
import {clusterFromObjects, startKubernetesApi} from '@firefly/sandbox';
import {describe, expect, test} from 'vitest';

import {createKubernetesSource} from '../src/index.ts';
import {temporaryFolder} from './access/temporary-folder.ts';
import {expectedObjects} from './expected-objects.ts';
import {configMap} from './sandbox-api.ts';
import {sampleObjects, startSource, widgets} from './sandbox-source.ts';

const {signal} = new AbortController();

describe('a cluster keeps the contract of a source', () => {
  const cases = sourceContract(async () => {
    const cluster = clusterFromObjects(sampleObjects, {types: [widgets], builtIns: 'used'});
    const server = await startKubernetesApi({cluster, expectUserAgent: true});
    const kubeconfig = join(temporaryFolder({config: server.kubeconfig()}), 'config');
    return {
      source: createKubernetesSource({kubeconfig, listLimit: 2, environment: {}}),
      expected: expectedObjects(cluster),
      async dispose() {
        await server.close();
        deepEqual(server.violations, []);
      },
    };
  });
  test.each(cases)('$name', async ({run}) => run());
});

describe('a whole run', () => {
  test('brings every object once, whatever goes wrong on the way', async () => {
    const many = Array.from({length: 60}, (_, index) =>
      configMap('team', `many-${index}`, {text: 'x'.repeat(2000)}),
    );
    const {source, server, cluster} = await startSource({listLimit: 7, concurrency: 3}, {maxInFlight: 3}, [
      ...sampleObjects,
      ...many,
    ]);
    const match = {path: '/api/v1/configmaps'};
    server.inject({on: match, nth: 1, fault: {kind: 'too-many-requests', retryAfter: '0'}});
    server.inject({on: match, nth: 3, fault: {kind: 'truncate', afterBytes: 9000}});
    server.inject({on: match, nth: 5, fault: {kind: 'reset', afterBytes: 5000}});
    server.inject({on: match, nth: 9, fault: {kind: 'expired', resumable: true}});
    server.inject({on: match, nth: 12, fault: {kind: 'expired', resumable: false}});
    const sink = createMemorySink();
    const report = await runCollection({source, sink, signal});
    expect(report.readings.find(({name}) => name === 'configmaps')).toMatchObject({
      outcome: 'complete',
      items: 64,
      inconsistent: true,
    });
    expect(sink.items('objects').toSorted()).toEqual(
      Object.values(expectedObjects(cluster)).flat().toSorted(),
    );
    expect(server.peakInFlight).toBeLessThanOrEqual(3);
    expect(server.requests.every(({query}) => !query.has('resourceVersion'))).toBe(true);
    expect(new Set(server.requests.map(({headers}) => headers['user-agent']))).toEqual(new Set([userAgent]));
  });

  test('goes on with the new token when the old one is refused', async () => {
    const cluster = clusterFromObjects(sampleObjects, {builtIns: 'used', types: [widgets]});
    const server = await startKubernetesApi({cluster, expectUserAgent: true});
    const kubeconfig = join(temporaryFolder({config: server.kubeconfig()}), 'config');
    const source = createKubernetesSource({kubeconfig, listLimit: 1, environment: {}});
    server.inject({
      on: {path: '/api/v1/configmaps'},
      nth: 2,
      fault: {
        kind: 'call',
        run() {
          server.rotateToken('admin');
          writeFileSync(kubeconfig, server.kubeconfig());
        },
      },
    });
    const names: string[] = [];
    const failures: string[] = [];
    for await (const {name} of source.objects({onFailure: (_error, name) => failures.push(name)}))
      names.push(name);
    expect(failures).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['one', 'two', 'three', 'odd', 'w1', 'w2']));
    expect(server.requests.filter(({status}) => status === 401).length).toBeGreaterThan(0);
    await server.close();
  });
});
