import {startControlPlane} from '@firefly/sandbox';
import {expect, test} from 'vitest';

import {isBuiltInGroup} from '../../src/discovery/built-in-groups.ts';

/** A folder with etcd and kube-apiserver, as setup-envtest makes it. Alpha and beta groups are served as well. */
const assets = process.env['KUBEBUILDER_ASSETS'] ?? '';

test.skipIf(assets === '')(
  'every group that a real kube-apiserver serves is built in',
  {timeout: 300_000},
  async () => {
    const plane = await startControlPlane({assets, serverFlags: ['--runtime-config=api/all=true']});
    try {
      const {text} = await plane.request('admin', 'GET', '/apis');
      const names = (JSON.parse(text) as {groups: {name: string}[]}).groups.map(({name}) => name);
      expect(names).toEqual(expect.arrayContaining(['apps', 'networking.k8s.io', 'apiregistration.k8s.io']));
      expect(names.filter((name) => !isBuiltInGroup(name))).toEqual([]);
    } finally {
      await plane.stop();
    }
  },
);
