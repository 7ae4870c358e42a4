import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import type {Firefly} from '../../packages/sandbox/src/firefly/firefly.ts';
import {startFirefly} from '../../packages/sandbox/src/firefly/start-firefly.ts';
import {builtCollector} from '../../packages/sandbox/src/run-collector.ts';
import {chart, helm} from './helm.ts';
import {requiredValues} from './render-chart.ts';
import {runTool} from './run-tool.ts';
import {assets, type RealCluster, startRealCluster} from './start-real-cluster.ts';

const podPath = '/api/v1/namespaces/watchers/pods/firefly-check';

interface Pod {
  readonly metadata: {readonly uid: string};
  readonly spec: {
    readonly containers: readonly {
      readonly args: readonly string[];
      readonly env: readonly {
        readonly name: string;
        readonly value?: string;
        readonly valueFrom?: {readonly secretKeyRef: {readonly name: string; readonly key: string}};
      }[];
    }[];
  };
}

describe.skipIf(assets === '')(
  'helm test on a real API server (KUBEBUILDER_ASSETS), with a kubelet that runs the built collector',
  () => {
    let cluster: RealCluster;
    let firefly: Firefly;
    const kubectl = (...args: readonly string[]) => cluster.kubectl(['-n', 'watchers', ...args]);

    beforeAll(async () => {
      cluster = await startRealCluster();
      firefly = await startFirefly();
      await kubectl('create', 'namespace', 'watchers');
    });

    afterAll(async () => {
      await firefly.close();
      await cluster.stop();
    });

    async function json<T>(path: string): Promise<T> {
      return JSON.parse((await cluster.request('admin', 'GET', path)).text) as T;
    }

    /** What a kubelet does with the pod of `helm test`, but for the container around it. Returns what its container printed. */
    async function runPod(before: string): Promise<string> {
      const seen = async () => (await json<Partial<Pod>>(podPath)).metadata?.uid ?? before;
      await expect.poll(seen).not.toBe(before);
      const {metadata, spec} = await json<Pod>(podPath);
      const {args = [], env: variables = []} = spec.containers[0] ?? {};
      const environment: Record<string, string> = {};
      for (const {name, value, valueFrom} of variables) {
        const {name: secret = '', key = ''} = valueFrom?.secretKeyRef ?? {};
        const read = async () => (await json<{data: Record<string, string>}>(secretPath(secret))).data[key];
        environment[name] = value ?? Buffer.from((await read()) ?? '', 'base64').toString();
      }
      const config = join(cluster.folder, metadata.uid);
      mkdirSync(config);
      const {data} = await json<{data: Record<string, string>}>(
        '/api/v1/namespaces/watchers/configmaps/firefly-config',
      );
      for (const [name, text] of Object.entries(data)) writeFileSync(join(config, name), text);
      const way = ['-external', join(cluster.folder, 'account'), '-config', config];
      const {code, stdout} = await runTool(process.execPath, [builtCollector(), ...args, ...way], {
        env: {...environment, TMPDIR: config},
      });
      const phase = code === 0 ? 'Succeeded' : 'Failed';
      const patch = JSON.stringify({status: {phase}});
      const how = ['--subresource=status', '--type=merge', '-p', patch];
      expect(await kubectl('patch', 'pod', 'firefly-check', ...how)).toMatchObject({code: 0});
      return `${metadata.uid} ${stdout}`;
    }

    test('succeeds where a run would, and fails where the keys are wrong', async () => {
      const values = (secretKey: string) => ({
        ...requiredValues,
        accessKey: firefly.accessKey,
        secretKey,
        apiEndpoint: firefly.url,
        loginEndpoint: firefly.url,
      });
      const release = (secretKey: string, ...words: readonly string[]) =>
        helm([...words, 'firefly', chart, '-n', 'watchers', '--no-hooks', '--values', '-'], {
          input: JSON.stringify(values(secretKey)),
          env: cluster.env,
        });
      const helmTest = () => helm(['test', 'firefly', '-n', 'watchers', '--timeout', '60s'], {env: cluster.env});

      expect(await release(firefly.secretKey, 'install')).toMatchObject({code: 0});
      const [good, printed] = await Promise.all([helmTest(), runPod('')]);
      expect({good, printed}).toMatchObject({good: {code: 0}});
      expect(good.stdout).toMatch(/Phase:\s+Succeeded/);
      expect(printed).toContain('may be listed');

      expect(await release('wrong-4f1c9ae2', 'upgrade')).toMatchObject({code: 0});
      const [bad, complaint] = await Promise.all([helmTest(), runPod(printed.split(' ')[0] ?? '')]);
      expect(bad.code).toBe(1);
      expect(complaint).toMatch(/FIREFLY_ACCESS_KEY/);
    });

    test('types shows what kubectl api-resources does', async () => {
      const types = await runTool(process.execPath, [
        builtCollector(),
        'types',
        '-external',
        cluster.env.KUBECONFIG,
        '-o',
        'name',
      ]);
      const resources = await kubectl('api-resources', '-o', 'name', '--cached=false');
      const lines = ({stdout}: {stdout: string}) => stdout.trim().split('\n').sort();
      expect(types.code).toBe(0);
      expect(lines(types).length).toBeGreaterThan(50);
      expect(lines(types)).toEqual(lines(resources));
    });
  },
);

function secretPath(name: string): string {
  return `/api/v1/namespaces/watchers/secrets/${name}`;
}
