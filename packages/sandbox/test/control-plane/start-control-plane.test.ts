import {chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {startControlPlane} from '../../src/control-plane/start-control-plane.ts';

const realAssets = process.env['KUBEBUILDER_ASSETS'] ?? '';

describe('without the real programs', () => {
  let assets: string;
  beforeEach(() => (assets = mkdtempSync(join(tmpdir(), 'firefly-assets-'))));
  afterEach(() => rmSync(assets, {recursive: true}));

  function program(name: string, script: string): void {
    writeFileSync(join(assets, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(assets, name), 0o755);
  }

  const line = (name: string) => readFileSync(join(assets, name), 'utf8').trim();

  it('says which one is missing, and where it was looked for', async () => {
    await expect(startControlPlane({assets})).rejects.toThrow(
      `There is no program ${join(assets, 'etcd')}; the folder that KUBEBUILDER_ASSETS names must hold etcd and kube-apiserver.`,
    );
    program('etcd', '');
    await expect(startControlPlane({assets})).rejects.toThrow(join(assets, 'kube-apiserver'));
  });

  it('says what a server wrote that does not start, and leaves nothing behind', async () => {
    program('etcd', `echo $$ > '${assets}/etcd-process'; exec sleep 600`);
    program('kube-apiserver', `pwd > '${assets}/folder'; echo 'unknown flag: --bind' >&2; exit 1`);
    await expect(startControlPlane({assets})).rejects.toThrow(/does not start.*unknown flag: --bind/s);
    expect(() => process.kill(Number(line('etcd-process')), 0)).toThrow('ESRCH');
    expect(existsSync(line('folder'))).toBe(false);
  });

  it('tries other ports when one was taken in the meantime, but not for ever', async () => {
    program('etcd', 'exec sleep 600');
    program(
      'kube-apiserver',
      `mktemp '${assets}/start-XXXXXX'; echo 'bind: address already in use' >&2; exit 1`,
    );
    await expect(startControlPlane({assets})).rejects.toThrow('address already in use');
    expect(readdirSync(assets).filter((name) => name.startsWith('start-'))).toHaveLength(3);
  });
});

describe.skipIf(realAssets === '')('with the programs in KUBEBUILDER_ASSETS', () => {
  it('serves its users as RBAC says, keeps what it is sent, and stops', async () => {
    const plane = await startControlPlane({assets: realAssets, users: ['reader']});
    try {
      const {status, text} = await plane.request('admin', 'GET', '/version');
      expect(status).toBe(200);
      expect(JSON.parse(text)).toMatchObject({gitVersion: expect.stringMatching(/^v1\.\d+/)});
      const map = '{"metadata":{"name":"settings"},"data":{"a":"b"}}';
      const path = '/api/v1/namespaces/default/configmaps';
      expect(await plane.request('admin', 'POST', path, map)).toMatchObject({status: 201});
      expect(await plane.request('admin', 'PATCH', `${path}/settings`, {data: {a: 'c'}})).toMatchObject({
        status: 200,
        text: expect.stringContaining('"data":{"a":"c"}'),
      });
      expect(await plane.request('reader', 'GET', path)).toMatchObject({status: 403});
      expect(await plane.request('reader', 'GET', '/api')).toMatchObject({status: 200});
      await expect(async () => plane.request('stranger', 'GET', '/api')).rejects.toThrow(
        'without a user stranger',
      );
      expect(JSON.parse(plane.kubeconfig('reader'))).toMatchObject({
        clusters: [{cluster: {server: plane.url}}],
        users: [{name: 'reader', user: {token: expect.any(String)}}],
      });
    } finally {
      await plane.stop();
    }
    await plane.stop();
    await expect(plane.request('admin', 'GET', '/version')).rejects.toThrow('destroyed');
  });
});
