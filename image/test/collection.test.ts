import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';

import {
  clusterFromObjects,
  type Firefly,
  type KubernetesApi,
  type PlainObject,
  startFirefly,
  startKubernetesApi,
} from '../../packages/sandbox/src/index.ts';
import {entrypoint} from './entrypoint.ts';
import {type ImageRoot, makeImageRoot} from './image-root.ts';
import {whyNoChroot} from './why-no-chroot.ts';

const reason = whyNoChroot();
if (reason !== undefined) process.stderr.write(`The image is not run in a chroot: ${reason}.\n`);

/** A name that only a pod's /etc/hosts knows. */
const fireflyHost = 'gateway.firefly.test';
const spool = '/var/spool/firefly';
/** Together more than what a run keeps of trees in memory (32 MiB), so that the rest must go to the spool. */
const trees = 48;
const bytesOfOne = 450_000;

describe.skipIf(reason !== undefined)('the image, in a chroot as its own user', () => {
  let root: ImageRoot;

  beforeAll(async () => {
    root = await makeImageRoot();
  });
  afterAll(() => root?.[Symbol.dispose]());

  test('tells its version', async () => {
    const {default: manifest} = await import('../../packages/cli/package.json', {with: {type: 'json'}});
    const outcome = await root.run(['/usr/bin/firefly-collector', '--version']);
    expect(outcome).toEqual({code: 0, signal: null, stdout: `${manifest.version}\n`, stderr: ''});
  });

  test('runs as a user with a name, who can write to the two volumes and nowhere else', async () => {
    const code = `
      const {writeFileSync, readdirSync} = require('node:fs');
      const folders = readdirSync('/', {recursive: true, withFileTypes: true})
        .filter((entry) => entry.isDirectory()).map(({parentPath, name}) => (parentPath + '/' + name).replace('//', '/'));
      const writable = ['/', ...folders].filter((folder) => {
        try { writeFileSync(folder + '/new', ''); return true; } catch { return false; }
      });
      const {username} = require('node:os').userInfo();
      console.log(JSON.stringify({username, groups: process.getgroups(), writable: writable.sort()}));`;
    const {stdout, stderr} = await root.run(['/usr/bin/node', '-e', code]);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({username: 'firefly', groups: [65532], writable: ['/tmp', spool]});
  });

  test('collects a whole cluster into Firefly, as the chart would start it', async () => {
    const {api, firefly} = await start(root);
    const outcome = await collect(root, {api, firefly, temporary: spool});
    expect(outcome.stderr).not.toMatch(/"level":"(?:error|fatal)"/u);
    expect(outcome).toMatchObject({code: 0, signal: null});
    expect(api.violations).toEqual([]);
    expect(firefly.violations).toEqual([]);
    expect(firefly.duplicateUids).toEqual([]);
    expect(firefly.accepted.counts('objects')).toMatchObject({ReplicaSet: trees, Pod: trees});
    expect(firefly.accepted.counts('k8sTrees')).toMatchObject({ReplicaSet: trees});
    expect(firefly.undelivered).toEqual({pages: 0, items: 0});
  });

  test('says so in a sentence when the spool cannot be written to', async () => {
    const {api, firefly} = await start(root);
    const outcome = await collect(root, {api, firefly, temporary: '/etc'});
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('SPOOL_UNWRITABLE');
    expect(outcome.stderr).not.toMatch(/^\s+at /mu);
  });
});

async function start(root: ImageRoot): Promise<{api: KubernetesApi; firefly: Firefly}> {
  const api = await startKubernetesApi({cluster: clusterFromObjects(largeTrees()), expectUserAgent: true});
  onTestFinished(() => api.close());
  const firefly = await startFirefly({keep: 'counts'});
  onTestFinished(() => firefly.close());
  // What a kubelet mounts: the service account, the ConfigMap, /etc/hosts.
  const url = `http://${fireflyHost}:${firefly.port}`;
  mountFiles(root, {
    'var/run/secrets/kubernetes.io/serviceaccount/token': api.tokens['admin'] ?? '',
    'var/run/secrets/kubernetes.io/serviceaccount/ca.crt': api.ca ?? '',
    'var/run/secrets/kubernetes.io/serviceaccount/namespace': 'firefly',
    'etc/config/endpoint': url,
    'etc/config/loginEndpoint': url,
    'etc/hosts': `127.0.0.1 localhost ${fireflyHost}\n`,
  });
  return {api, firefly};
}

function mountFiles(root: ImageRoot, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root.folder, path);
    mkdirSync(join(file, '..'), {recursive: true});
    writeFileSync(file, text);
    chmodSync(file, 0o644);
  }
}

interface Surroundings {
  readonly api: KubernetesApi;
  readonly firefly: Firefly;
  readonly temporary: string;
}

/** The environment is the chart's. */
function collect(root: ImageRoot, {api, firefly, temporary}: Surroundings) {
  const {hostname, port} = new URL(api.url);
  return root.run(entrypoint(), {
    KUBERNETES_SERVICE_HOST: hostname,
    KUBERNETES_SERVICE_PORT: port,
    CLUSTER_ID: 'image-test',
    FIREFLY_ACCESS_KEY: firefly.accessKey,
    FIREFLY_SECRET_KEY: firefly.secretKey,
    HELM_DRIVER: 'secret',
    TMPDIR: temporary,
  });
}

/** Sets of one pod, whose objects are large but compress well. */
function largeTrees(): readonly PlainObject[] {
  const annotations = {filler: 'x'.repeat(bytesOfOne)};
  return Array.from({length: trees}, (_, index) => {
    const name = `web-${index}`;
    const uid = `11111111-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const owner = {apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid, controller: true};
    const common = {namespace: 'default', annotations};
    return [
      {apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: {...common, name, uid}},
      {apiVersion: 'v1', kind: 'Pod', metadata: {...common, name: `${name}-pod`, ownerReferences: [owner]}},
    ];
  }).flat();
}
