import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {collectedText, expectDelivered} from './expect-delivered.ts';
import {type FilledCluster, fillCluster, secretValue} from './fill-cluster.ts';
import {listItems, memberOf, membersOf} from './list-items.ts';
import {prepareCollection} from './prepare-collection.ts';
import {discoveredKinds, type HeldObject, isCollectedByDefault, readCluster} from './read-cluster.ts';
import {clusterName, startTestCluster} from './start-test-cluster.ts';
import type {TestCluster} from './test-cluster.ts';

let cluster: TestCluster;
let filled: FilledCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
  filled = await fillCluster(cluster);
});
afterAll(async () => {
  await cluster?.stop();
});

describe(`the built collector collects from ${clusterName}`, {concurrent: true}, () => {
  test('every object once, byte for byte, over the contract objects', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster, {firefly: {handshake: 204}});
    const before = await readCluster(cluster);
    const outcome = await run();
    expect(outcome).toMatchObject({code: 0, stdout: '', report: {result: 'success', protocol: 'objects'}});
    expectDelivered(firefly, before, await readCluster(cluster));
    expect(before.size).toBeGreaterThan(290);
    expect(outcome.sentence).toMatch(/^Firefly accepted \d+ items of \d+ types in 1 request /);
    expect(outcome.report?.readings.filter(({outcome}) => outcome !== 'complete')).toEqual([]);
  });

  test('every object once over the contract fetching, with trees, releases, types, LOCK and metadata', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster, {isProcess: true});
    const before = await readCluster(cluster);
    const outcome = await run();
    expect(outcome).toMatchObject({code: 0, stdout: '', report: {result: 'success', protocol: 'fetching'}});
    expectDelivered(firefly, before, await readCluster(cluster));
    expect(firefly.fetchings).toMatchObject([{locked: true, metadata: {result: 'success'}}]);
    const {cluster: identity} = outcome.report!;
    expect(firefly.fetchings[0]?.clusterUniqueId).toBe(identity.uid);
    expect(firefly.accepted.metadata).toMatchObject({serverVersion: identity.serverVersion});
    expect(firefly.requests.map(({route}) => route).slice(-2)).toEqual(['lock', 'metadata']);

    const releases = firefly.accepted.items('helmReleases').map((bytes) => JSON.parse(bytes.toString()));
    expect(releases).toMatchObject([
      {name: 'checkout', namespace: 'shop', info: {status: 'deployed'}, version: 3},
    ]);
    const byName = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
    const types = JSON.parse(firefly.accepted.resourceTypes!.toString()) as object[];
    expect(types.toSorted(byName)).toEqual((await discoveredKinds(cluster)).toSorted(byName));
  });

  test('trees of owners and of services, from the objects own bytes', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster);
    await run();
    const trees = firefly.accepted.items('k8sTrees').map((bytes) => bytes.toString());
    const shape = (tree: string): unknown => ({
      uid: JSON.parse(memberOf(tree, 'uid')!),
      children: membersOf(memberOf(tree, 'children')!).map(shape),
    });
    const {deployment, replicaSet, pods, service, endpoints} = filled;
    const leaves = pods.map((uid) => ({uid, children: []}));
    const grown = trees.map(shape);
    expect(grown).toContainEqual({uid: deployment, children: [{uid: replicaSet, children: leaves}]});
    expect(grown).toContainEqual({uid: service, children: [{uid: endpoints, children: []}]});
    const root = trees.find((tree) => memberOf(tree, 'uid') === JSON.stringify(deployment))!;
    expect(memberOf(root, 'object')).toBe(firefly.accepted.object(deployment)?.toString());
  });

  test('many small pages from many pages of lists', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster, {
      settings: {'collector.PageSize': '8', 'collector.listLimit': '20'},
    });
    const before = await readCluster(cluster);
    const outcome = await run();
    expect(outcome.code).toBe(0);
    expectDelivered(firefly, before, await readCluster(cluster));
    expect(firefly.accepted.totals('objects').pages).toBeGreaterThan(30);
    expect(outcome.report?.readings.find(({name}) => name === 'configmaps')?.listPages).toBeGreaterThan(3);
  });

  test('in a dry run just what it would send', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster);
    const dry = await run('-dry-run', '--trees');
    expect(dry).toMatchObject({code: 0, report: {result: 'success', protocol: 'dry-run'}});
    expect(firefly.requests).toEqual([]);
    expect((await run()).code).toBe(0);

    const {accepted} = firefly;
    const texts = (stream: 'objects' | 'helmReleases' | 'k8sTrees') => accepted.items(stream).map(String);
    // Leases are renewed between the two runs.
    const steady = (items: readonly string[]) => items.filter((text) => !text.includes('"Lease"')).toSorted();
    expect(Object.keys(JSON.parse(dry.stdout) as object)).toEqual([
      'objects',
      'helmReleases',
      'k8sTypes',
      'k8sTrees',
    ]);
    expect(steady(membersOf(memberOf(dry.stdout, 'objects')!))).toEqual(steady(texts('objects')));
    expect(membersOf(memberOf(dry.stdout, 'helmReleases')!)).toEqual(texts('helmReleases'));
    expect(memberOf(dry.stdout, 'k8sTypes')).toBe(accepted.resourceTypes?.toString());
    expect(membersOf(memberOf(dry.stdout, 'k8sTrees')!).toSorted()).toEqual(texts('k8sTrees').toSorted());
  });

  test('in a dry run of the contract objects one array and nothing else, without keys', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster, {
      settings: {'collector.protocol': 'objects'},
      environment: {FIREFLY_ACCESS_KEY: '', FIREFLY_SECRET_KEY: ''},
      isProcess: true,
    });
    const before = await readCluster(cluster);
    const dry = await run('-dry-run');
    expect(dry.code).toBe(0);
    expect(dry.stdout).toMatch(/^\{"objects":\[.*\]\}\n$/s);
    const shown = membersOf(memberOf(dry.stdout, 'objects')!);
    expect(shown).toHaveLength(before.size);
    const held = new Set([...before.values()].map(collectedText));
    expect(shown.filter((text) => !text.includes('"kind":"Lease"') && !held.has(text))).toEqual([]);
    expect(firefly.requests).toEqual([]);
  });

  test('custom resources in the version that their group prefers, else in the one that they have', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster, {firefly: {handshake: 204}});
    await run();
    const apiVersionOf = (uid: string) =>
      (JSON.parse(firefly.accepted.object(uid)!.toString()) as {apiVersion: string}).apiVersion;
    expect(apiVersionOf(filled.widget)).toBe('example.com/v1');
    expect(apiVersionOf(filled.gadget)).toBe('mixed.example.com/v2');
    expect(apiVersionOf(filled.relic)).toBe('mixed.example.com/v1beta1');
    expect(apiVersionOf(filled.planet)).toBe('example.org/v1');
    const gadget = firefly.accepted.object(filled.gadget)!.toString();
    // A real API server writes 1.0 and 1e3 in a way of its own; what it writes then arrives.
    expect(gadget).toMatch(/"big":9007199254740993,"decimal":1(\.0)?,"exponent":(1e3|1000),"huge":1e\+21,/);
    expect(gadget).toContain('"least":-9223372036854775808,');
  });

  test('no Secret unless it is asked for', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster);
    await run();
    expect(firefly.accepted.object(filled.secret)).toBeUndefined();
    expect(firefly.accepted.counts('objects')).not.toHaveProperty('Secret');
    expect(firefly.accepted.pages.filter(({body}) => body?.includes(secretValue))).toEqual([]);

    const asked = await prepareCollection(context, cluster);
    const before = await readCluster(
      cluster,
      (type) => isCollectedByDefault(type) || type.name === 'secrets',
    );
    expect((await asked.run('--add-types', 'secrets')).code).toBe(0);
    expectDelivered(asked.firefly, before, await readCluster(cluster, () => true));
    expect(asked.firefly.accepted.object(filled.secret)?.toString()).toContain(secretValue);
  });

  test.for([
    [
      'one namespace and the cluster scope',
      {'collector.watchNamespace': 'shop'},
      ({namespace}) => namespace === 'shop',
    ],
    ['all namespaces but one', {'collector.ignoreNamespaces': 'sh?p'}, ({namespace}) => namespace !== 'shop'],
    [
      'namespaces with a label',
      {'collector.namespaceSelector': 'kubernetes.io/metadata.name in (shop)'},
      ({namespace}) => namespace === 'shop',
    ],
  ] as const satisfies [string, Record<string, string>, (object: HeldObject) => boolean][])(
    '%s',
    async ([, settings, keeps], context) => {
      const {firefly, run} = await prepareCollection(context, cluster, {settings});
      const only = (objects: ReadonlyMap<string, HeldObject>) =>
        new Map([...objects].filter(([, object]) => !object.type.namespaced || keeps(object)));
      const before = only(await readCluster(cluster));
      expect((await run()).code).toBe(0);
      expectDelivered(firefly, before, only(await readCluster(cluster)));
      expect(firefly.accepted.counts('objects')['Widget']).toBe(20);
    },
  );

  test('what selectors choose, one request at a time; the log and the report say so', async (context) => {
    const selectors = {'config*': {fieldSelector: 'metadata.namespace=shop'}};
    const {firefly, run} = await prepareCollection(context, cluster, {
      settings: {'collector.selectors': JSON.stringify(selectors), 'collector.requestsInFlight': '1'},
    });
    const only = (objects: ReadonlyMap<string, HeldObject>) =>
      new Map(
        [...objects].filter(([, {type, namespace}]) => type.name !== 'configmaps' || namespace === 'shop'),
      );
    const before = only(await readCluster(cluster));
    const {code, lines, report} = await run();
    expect(code).toBe(0);
    expectDelivered(firefly, before, only(await readCluster(cluster)));
    expect(report?.narrowedTo).toEqual({
      clusterScoped: true,
      selectors: {configmaps: selectors['config*']},
    });
    expect(lines).toContainEqual(
      expect.objectContaining({msg: 'Reading a part of the cluster', selectors, clusterScoped: true}),
    );
  });
});

test('the splitter of these tests cuts like JSON.parse reads', () => {
  const items = ['{"a":"},{\\"","b":[1,{"c":"]"}]}', '{}', '{"é":"\\\\"}'];
  const list = `{"kind":"List","items":[${items.join(',')}],"metadata":{"items":[1]}}`;
  expect(listItems(list)).toEqual(items);
  expect(listItems('{"items":[]}')).toEqual([]);
  expect(JSON.parse(list).items).toEqual(items.map((item) => JSON.parse(item)));
});
