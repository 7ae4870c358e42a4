import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {startControlPlane} from '@firefly/sandbox';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';

import {isBuiltInGroup} from '../../src/discovery/built-in-groups.ts';
import {namesInResources} from '../../src/discovery/default-types.ts';
import {qualifiedName} from '../../src/discovery/index-types.ts';
import {createKubernetesSource} from '../../src/index.ts';

/** A folder with etcd and kube-apiserver, as setup-envtest makes it. Alpha and beta groups are served as well. */
const assets = process.env['KUBEBUILDER_ASSETS'] ?? '';

/** In neither list, on purpose. */
const leftOut: Readonly<Record<string, string>> = {
  'secrets.core': 'holds secrets',
  'events.core': 'changes all the time',
  'events.events.k8s.io': 'changes all the time',
  'componentstatuses.core': 'deprecated, and no object of anybody',
  'certificatesigningrequests.certificates.k8s.io': 'a request of an hour',
  'podcertificaterequests.certificates.k8s.io': 'a request of minutes',
  'evictionrequests.lifecycle.k8s.io': 'a request of minutes',
  'evictions.lifecycle.k8s.io': 'a request of minutes',
  'resourcepoolstatusrequests.resource.k8s.io': 'a request of minutes',
  'leasecandidates.coordination.k8s.io': 'of the control plane for itself',
  'storageversions.internal.apiserver.k8s.io': 'of the control plane for itself',
  'storageversionmigrations.storagemigration.k8s.io': 'a task of minutes',
};

describe.skipIf(assets === '')('of all that a real kube-apiserver serves', () => {
  let plane: Awaited<ReturnType<typeof startControlPlane>>;
  beforeAll(async () => {
    const serverFlags = ['--runtime-config=api/all=true', '--feature-gates=AllAlpha=true,AllBeta=true'];
    plane = await startControlPlane({assets, serverFlags});
  });
  afterAll(async () => plane.stop());

  test('every group is built in', async () => {
    const {text} = await plane.request('admin', 'GET', '/apis');
    const names = (JSON.parse(text) as {groups: {name: string}[]}).groups.map(({name}) => name);
    expect(names).toEqual(expect.arrayContaining(['apps', 'networking.k8s.io', 'apiregistration.k8s.io']));
    expect(names.filter((name) => !isBuiltInGroup(name))).toEqual([]);
  });

  test('every type is in the default list or the recent one, or left out on purpose', async () => {
    await using source = createKubernetesSource({kubeconfig: writeKubeconfig()});
    const names = (await source.types()).filter(({verbs}) => verbs.includes('list')).map(qualifiedName);
    const known = [...namesInResources(['default+recent']), ...Object.keys(leftOut)];
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });

  function writeKubeconfig(): string {
    const folder = mkdtempSync(join(tmpdir(), 'firefly-kubeconfig-'));
    onTestFinished(() => rmSync(folder, {recursive: true}));
    writeFileSync(join(folder, 'config'), plane.kubeconfig());
    return join(folder, 'config');
  }
});
