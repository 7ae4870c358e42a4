import {createConnection} from '@firefly/http';

import type {OpenCluster} from '../cluster/open-cluster.ts';
import {checkClock} from './check-clock.ts';
import {checkCluster, type CheckedCluster} from './check-cluster.ts';
import type {CheckContext} from './check-context.ts';
import {checkFirefly} from './check-firefly.ts';
import {checkFolder} from './check-folder.ts';
import {checkProxy} from './check-proxy.ts';
import type {CheckResult} from './check-result.ts';
import {checkSpool} from './check-spool.ts';
import {probeServer} from './probe-server.ts';

/** Everything that can be found out before a run, cluster (or folder) and Firefly at the same time. Leaves nothing behind. */
export async function checkEverything(context: CheckContext): Promise<CheckResult[]> {
  const {settings} = context;
  const [checked, firefly] = await Promise.all([
    settings.fromDir === undefined ? checkCluster(context) : replayed(context, settings.fromDir),
    settings.dryRun ? undefined : checkFirefly(context),
  ]);
  try {
    const clusterLead = await clusterClock(checked.cluster, context);
    return [
      ...checked.results,
      ...(firefly?.results ?? [
        {id: 'login', status: 'skipped', message: 'A dry run does not contact Firefly.'},
      ]),
      checkProxy(context, checked.cluster),
      checkClock({'the cluster': clusterLead, Firefly: firefly?.clockLead}),
      await checkSpool(),
    ];
  } finally {
    await checked.cluster?.api.close();
  }
}

async function replayed(context: CheckContext, folder: string): Promise<CheckedCluster> {
  const skipped: CheckResult = {
    id: 'cluster',
    status: 'skipped',
    message: `No cluster is read, but ${folder}.`,
  };
  return {cluster: undefined, results: [skipped, ...(await checkFolder(context, folder))]};
}

async function clusterClock(
  cluster: OpenCluster | undefined,
  context: CheckContext,
): Promise<number | undefined> {
  if (cluster === undefined) return undefined;
  const {url, tls, proxy} = cluster.access;
  const {environment} = context;
  const connection = createConnection({
    url,
    tls,
    environment,
    connections: 1,
    ...(proxy === undefined ? {} : {proxy}),
  });
  try {
    const {dispatcher} = connection;
    const path = new URL(`${url.pathname.replace(/\/$/, '')}/version`, url);
    const probe = await probeServer({...context, dispatcher, url: path});
    return probe.kind === 'answered' ? probe.clockLead : undefined;
  } finally {
    await connection.close();
  }
}
