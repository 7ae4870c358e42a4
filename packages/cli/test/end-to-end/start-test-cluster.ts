import {startEmbeddedCluster} from './start-embedded-cluster.ts';
import {startRealCluster} from './start-real-cluster.ts';
import type {TestCluster} from './test-cluster.ts';

const assets = process.env['KUBEBUILDER_ASSETS'] ?? '';

/** Whether a real API server is at hand: `KUBEBUILDER_ASSETS` names the folder of etcd and kube-apiserver. */
export const isRealCluster = assets !== '';

/** For the name of each suite: what the built collector was run against. */
export const clusterName = isRealCluster
  ? 'a real kube-apiserver'
  : 'the embedded Kubernetes API (KUBEBUILDER_ASSETS names no real one)';

/** Starts the cluster that `clusterName` speaks of: its namespaces, custom resources and users, no more objects. */
export async function startTestCluster(): Promise<TestCluster> {
  return isRealCluster ? startRealCluster(assets) : startEmbeddedCluster();
}
