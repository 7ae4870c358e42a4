import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import type {ControlPlane} from '../../packages/sandbox/src/control-plane/control-plane.ts';
import {startControlPlane} from '../../packages/sandbox/src/control-plane/start-control-plane.ts';
import {runTool, type ToolResult} from './run-tool.ts';
import {unpackedTool} from './unpacked-tool.ts';

/** Folder of etcd and kube-apiserver; without one, there is nothing to start. */
export const assets = process.env['KUBEBUILDER_ASSETS'] ?? '';
/** The service account of the chart's pods in the namespace `watchers`. */
export const account = 'system:serviceaccount:watchers:infralight-service-account';

/** A real API server, with nothing of the chart in it. */
export interface RealCluster extends Pick<ControlPlane, 'request' | 'stop'> {
  /** Holds two kubeconfigs, `admin` and `account`; goes with the cluster. */
  readonly folder: string;
  /** By which helm reaches it. */
  readonly env: {readonly KUBECONFIG: string};
  /** Runs kubectl as `admin`. */
  kubectl(args: readonly string[], input?: string): Promise<ToolResult>;
}

/** Starts one; who did stops it. */
export async function startRealCluster(): Promise<RealCluster> {
  const plane = await startControlPlane({assets, users: [account]});
  const folder = mkdtempSync(join(tmpdir(), 'firefly-chart-'));
  const env = {KUBECONFIG: join(folder, 'admin')};
  writeFileSync(env.KUBECONFIG, plane.kubeconfig());
  writeFileSync(join(folder, 'account'), plane.kubeconfig(account));
  return {
    folder,
    env,
    request: async (...words) => plane.request(...words),
    kubectl: async (args, input = '') =>
      runTool(unpackedTool('kubectl'), args, {input, env: {...process.env, ...env}}),
    async stop() {
      await plane.stop();
      rmSync(folder, {recursive: true});
    },
  };
}
