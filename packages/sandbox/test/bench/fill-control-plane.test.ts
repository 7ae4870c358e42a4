import {expect, test} from 'vitest';

import {fillControlPlane} from '../../src/bench/fill-control-plane.ts';
import {startControlPlane} from '../../src/control-plane/start-control-plane.ts';
import {generateCluster} from '../../src/kubernetes/cluster-plan/generate-cluster.ts';

const assets = process.env['KUBEBUILDER_ASSETS'] ?? '';

interface List {
  readonly items: readonly {metadata: {name: string; uid: string; ownerReferences?: {uid: string}[]}}[];
}

test.skipIf(assets === '')(
  'a real API server takes every object of an embedded cluster, each under its owner',
  async () => {
    const cluster = generateCluster({profile: 'bench', objects: 500});
    await using plane = await startControlPlane({assets});
    await fillControlPlane(plane, cluster);
    const list = async (path: string) => {
      const {text} = await plane.request('admin', 'GET', path);
      return (JSON.parse(text) as List).items;
    };
    for (const [resource, path] of [
      ['pods', '/api/v1/pods'],
      ['secrets', '/api/v1/secrets'],
      ['services', '/api/v1/services'],
      ['replicasets.apps', '/apis/apps/v1/replicasets'],
      ['jobs.batch', '/apis/batch/v1/jobs'],
      ['certificates.cert-manager.io', '/apis/cert-manager.io/v1/certificates'],
    ] as const) {
      const items = await list(path);
      // The API server makes a service of its own.
      const own = items.filter(({metadata}) => metadata.name === 'kubernetes');
      expect([resource, items.length - own.length]).toEqual([resource, cluster.count(resource)]);
    }
    const owners = new Set((await list('/apis/apps/v1/replicasets')).map(({metadata}) => metadata.uid));
    const owned = (await list('/api/v1/pods')).flatMap(({metadata}) => metadata.ownerReferences ?? []);
    expect(owned.filter(({uid}) => owners.has(uid)).length).toBeGreaterThan(0);
  },
);
