import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {expectDelivered} from './expect-delivered.ts';
import {fillCluster} from './fill-cluster.ts';
import {prepareCollection} from './prepare-collection.ts';
import {type HeldObject, readCluster} from './read-cluster.ts';
import {clusterName, startTestCluster} from './start-test-cluster.ts';
import type {CollectorOutcome} from './start-collector.ts';
import type {TestCluster} from './test-cluster.ts';

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
  await fillCluster(cluster);
});
afterAll(async () => {
  await cluster?.stop();
});

/** What the collector is to read, before its run and after. */
async function readThose(keeps: (object: HeldObject) => boolean): Promise<ReadonlyMap<string, HeldObject>> {
  return new Map([...(await readCluster(cluster))].filter(([, object]) => keeps(object)));
}

const rowOf = ({report}: CollectorOutcome, name: string) =>
  report?.readings.find((reading) => reading.name === name);

const unread = ({report}: CollectorOutcome) =>
  report?.readings.filter(({outcome}) => outcome !== 'complete').map(({name}) => name);

describe(`the built collector, as a user with few permissions, ${clusterName}`, {concurrent: true}, () => {
  test('reads namespace by namespace where the cluster as a whole is forbidden', async (context) => {
    const keeps = ({type, namespace = ''}: HeldObject) =>
      type.name === 'namespaces' || ['shop', 'bulk'].includes(namespace);
    const {firefly, run} = await prepareCollection(context, cluster, {
      kubeconfig: cluster.kubeconfig('tenant'),
    });
    const before = await readThose(keeps);
    const outcome = await run();
    expect(outcome).toMatchObject({code: 0, report: {result: 'success', protocol: 'fetching'}});
    expectDelivered(firefly, before, await readThose(keeps));
    expect(rowOf(outcome, 'namespaces')).toMatchObject({outcome: 'complete'});
    expect(rowOf(outcome, 'widgets.example.com')).toMatchObject({
      outcome: 'partial',
      items: 20,
      namespaces: ['bulk', 'shop'],
      code: 'K8S_FORBIDDEN',
    });
    expect(rowOf(outcome, 'nodes')).toMatchObject({outcome: 'failed', code: 'K8S_FORBIDDEN'});
    expect(rowOf(outcome, 'helm releases')).toMatchObject({outcome: 'partial', namespaces: ['bulk', 'shop']});
    expect(firefly.fetchings).toMatchObject([{locked: true, metadata: {result: 'success'}}]);
  });

  test("reads the kubeconfig's own namespace where no other is known", async (context) => {
    const keeps = ({namespace}: HeldObject) => namespace === 'shop';
    const {firefly, run} = await prepareCollection(context, cluster, {
      firefly: {handshake: 204},
      kubeconfig: cluster.kubeconfig('lodger', 'shop'),
      settings: {'collector.protocol': 'objects'},
    });
    const before = await readThose(keeps);
    const outcome = await run('--strict');
    expect(outcome.code).toBe(3);
    expectDelivered(firefly, before, await readThose(keeps));
    expect(rowOf(outcome, 'pods')).toMatchObject({outcome: 'partial', items: 2, namespaces: ['shop']});
    expect(rowOf(outcome, 'namespaces')).toMatchObject({outcome: 'failed', code: 'K8S_FORBIDDEN'});
  });

  test('says which types it could not read and goes on; with --strict that is exit code 3', async (context) => {
    const keeps = ({type}: HeldObject) => type.name !== 'pods';
    for (const [words, code] of [
      [[], 0],
      [['--strict'], 3],
    ] as const) {
      const {firefly, run} = await prepareCollection(context, cluster, {
        kubeconfig: cluster.kubeconfig('auditor'),
      });
      const before = await readThose(keeps);
      const outcome = await run(...words);
      expect(outcome).toMatchObject({code, report: {result: 'success'}});
      expectDelivered(firefly, before, await readThose(keeps));
      expect(unread(outcome)?.toSorted()).toEqual(['helm releases', 'pods']);
      expect(rowOf(outcome, 'pods')).toMatchObject({outcome: 'failed', code: 'K8S_FORBIDDEN'});
      expect(rowOf(outcome, 'helm releases')).toMatchObject({
        outcome: 'failed',
        code: 'HELM_STORAGE_FORBIDDEN',
        message:
          'Helm releases are not collected: the cluster does not allow to list secrets; grant get and list on secrets.',
      });
      expect(outcome.sentence).toContain('2 types could not be read completely. First: ');
      expect(outcome.lines.filter(({level}) => level === 'warn').map(({msg}) => msg)).toEqual([
        'Type not read completely',
        'Type not read completely',
        'Run finished',
      ]);
      // It is what may be read of the cluster, and complete as such.
      expect(firefly.fetchings).toMatchObject([{locked: true, metadata: {result: 'success'}}]);
    }
  });

  test.for(['objects', 'fetching'])(
    'fails where nothing can be read, contract %s',
    async (protocol, context) => {
      const {firefly, run} = await prepareCollection(context, cluster, {
        kubeconfig: cluster.kubeconfig('stranger'),
        settings: {'collector.protocol': protocol},
      });
      const outcome = await run();
      expect(outcome).toMatchObject({
        code: 1,
        stdout: '',
        report: {result: 'failure', code: 'CORE_NOTHING_READ'},
      });
      expect(outcome.sentence).toMatch(
        /^The run failed: Nothing could be read\. The first failure: .*( with 403: | does not allow to list secrets).*\.$/,
      );
      expect(outcome.lines.filter(({level}) => level === 'error')).toHaveLength(1);
      expect(firefly.accepted.pages).toEqual([]);
      expect(firefly.violations).toEqual([]);
      if (protocol === 'fetching')
        expect(firefly.fetchings).toMatchObject([{locked: false, metadata: {result: 'failure'}}]);
    },
  );
});
