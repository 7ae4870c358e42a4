import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {pageRequests, serverCertificate} from '@firefly/sandbox';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {expectDelivered} from './expect-delivered.ts';
import {fillCluster} from './fill-cluster.ts';
import {type CollectionOptions, prepareCollection} from './prepare-collection.ts';
import {readCluster} from './read-cluster.ts';
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

const contracts = ['objects', 'fetching'] as const;

/** Small pages, so that many are under way at once. */
function smallPages(
  settings: CollectionOptions['settings'] = {},
  firefly: CollectionOptions['firefly'] = {},
): CollectionOptions {
  return {settings: {'collector.PageSize': '8', ...settings}, firefly};
}

const errors = ({lines}: CollectorOutcome) => lines.filter(({level}) => level === 'error');

/** An answer that asks for another attempt at once. */
const answer = (status: number) => ({kind: 'answer', status, headers: {'retry-after': '0'}}) as const;

describe(
  `the built collector, when Firefly answers the handshake, ${clusterName}`,
  {concurrent: true},
  () => {
    test.for([204, 404, 405, 501] as const)('%d: speaks the contract objects', async (handshake, context) => {
      const {firefly, run} = await prepareCollection(context, cluster, smallPages({}, {handshake}));
      const before = await readCluster(cluster);
      const outcome = await run();
      expect(outcome).toMatchObject({code: 0, report: {result: 'success', protocol: 'objects'}});
      expectDelivered(firefly, before, await readCluster(cluster));
      expect(firefly.fetchings).toEqual([]);
      const routes = firefly.requests.map(({route}) => route);
      expect([routes.slice(0, 2), [...new Set(routes.slice(2))]]).toEqual([
        ['login', 'handshake'],
        ['objects'],
      ]);
      expect(outcome.lines).toContainEqual(
        expect.objectContaining({msg: 'Receiver ready', protocol: 'objects'}),
      );
    });

    test.for([
      [402, 'The Firefly integration of cluster "test-cluster" is suspended (402); ask Firefly\'s support'],
      [
        409,
        'Another cluster already uses the cluster id "test-cluster" at Firefly (409); ask Firefly\'s support',
      ],
      [425, 'Firefly does not want cluster "test-cluster" yet (425); the next run asks again.'],
    ] as const)('%d: collects nothing this time and succeeds', async ([handshake, reason], context) => {
      const {firefly, run} = await prepareCollection(context, cluster, smallPages({}, {handshake}));
      const outcome = await run();
      expect(outcome).toMatchObject({code: 0, stdout: '', report: {result: 'not-this-time', readings: []}});
      expect(outcome.sentence).toContain(`Nothing was collected this time: ${reason}`);
      expect(outcome.lines?.map(({msg}) => msg)).toEqual(['Run started', 'Run finished']);
      expect(firefly.requests.map(({route}) => route)).toEqual(['login', 'handshake']);
      expect(firefly.violations).toEqual([]);
    });

    test('500: fails after its retries', async (context) => {
      const {firefly, run} = await prepareCollection(
        context,
        cluster,
        smallPages({'collector.MongoMaxRetries': '1'}, {handshake: 500}),
      );
      const outcome = await run();
      expect(outcome).toMatchObject({
        code: 1,
        report: {result: 'failure', code: 'FIREFLY_HANDSHAKE_REFUSED'},
      });
      expect(outcome.sentence).toMatch(
        /^The run failed: Firefly did not start a fetching: \S+ answered 500 after 2 attempts \(The server failed\.\)\.$/,
      );
      expect(errors(outcome)).toHaveLength(1);
      expect(firefly.requests.map(({route}) => route)).toEqual(['login', 'handshake', 'handshake']);
      expect(firefly.violations).toEqual([]);
    });
  },
);

describe.for(contracts)(
  `the built collector, contract %s, ${clusterName}`,
  {concurrent: true},
  (protocol) => {
    const contract = {'collector.protocol': protocol};

    test('delivers each object once through every fault that may be tried again', async (context) => {
      // More retries than by default: with ten pages under way, chance decides which page meets how many faults.
      const {firefly, run} = await prepareCollection(
        context,
        cluster,
        smallPages({...contract, 'collector.MongoMaxRetries': '10'}),
      );
      const resets = [
        'before-reading',
        'mid-body',
        'before-processing',
        'after-processing',
        'mid-answer',
      ] as const;
      const faults = [
        ...[408, 413, 429, 500, 502, 503, 504].map(answer),
        {...answer(503), when: 'before-reading'},
        {...answer(500), when: 'after-processing'},
        ...resets.map((when) => ({kind: 'reset', when}) as const),
      ] as const;
      const injected = faults.map((fault, index) => firefly.inject({nth: index * 3 + 1, fault}));
      const before = await readCluster(cluster);
      const outcome = await run();
      expect(outcome).toMatchObject({code: 0, report: {result: 'success', protocol}});
      expect(injected.map(({hits}) => hits)).toEqual(faults.map(() => 1));
      expectDelivered(firefly, before, await readCluster(cluster));
      expect(firefly.accepted.duplicates).toBeGreaterThan(0);
      if (protocol === 'fetching') {
        const routes = firefly.requests.map(({route}) => route);
        expect(routes.slice(-2)).toEqual(['lock', 'metadata']);
        expect(firefly.fetchings).toMatchObject([{locked: true, metadata: {result: 'success'}}]);
      }
    });

    test('delivers each object once when Firefly dies in mid-run and comes back', async (context) => {
      const {firefly, start} = await prepareCollection(context, cluster, smallPages(contract));
      const before = await readCluster(cluster);
      const hang = firefly.inject({nth: 3, times: Infinity, fault: {kind: 'hang'}});
      const collector = start('-debug');
      // Ten at once: the twelfth comes when the first two were acknowledged.
      await firefly.waitFor(pageRequests, {nth: 12});
      await firefly.stop();
      hang.remove();
      await collector.logged('the connection was refused');
      await firefly.restart();
      const outcome = await collector.ended;
      expect(outcome).toMatchObject({code: 0, report: {result: 'success', protocol}});
      expectDelivered(firefly, before, await readCluster(cluster));
      if (protocol === 'fetching') expect(firefly.fetchings).toMatchObject([{locked: true}]);
    });

    test('fails with one sentence when Firefly dies in mid-run and stays dead', async (context) => {
      const {firefly, start} = await prepareCollection(
        context,
        cluster,
        smallPages({...contract, 'collector.MongoMaxRetries': '1'}),
      );
      firefly.inject({nth: 3, times: Infinity, fault: {kind: 'hang'}});
      const collector = start();
      await firefly.waitFor(pageRequests, {nth: 12});
      await firefly.stop();
      const outcome = await collector.ended;
      expect(outcome).toMatchObject({code: 1, report: {result: 'failure', code: 'FIREFLY_UNREACHABLE'}});
      expect(outcome.sentence).toMatch(
        /^The run failed: Firefly cannot be reached at http:\S+\/(objects|helm|tree) after 2 attempts: the connection was refused\.$/,
      );
      expect(errors(outcome)).toHaveLength(1);
      expect(firefly.fetchings.filter(({locked}) => locked)).toEqual([]);
    });

    test.for([
      [500, / 500 after 2 attempts from /, {'collector.MongoMaxRetries': '1'}],
      [400, / 400 from /, {}],
    ] as const)(
      'fails when a page is answered %d for good',
      async ([status, sentence, settings], context) => {
        const {firefly, run} = await prepareCollection(
          context,
          cluster,
          smallPages({...contract, ...settings}),
        );
        firefly.inject({on: {path: /\/objects$/}, nth: 5, times: Infinity, fault: answer(status)});
        const outcome = await run();
        expect(outcome).toMatchObject({code: 1, report: {result: 'failure', code: 'FIREFLY_PAGE_REFUSED'}});
        expect(outcome.sentence).toMatch(
          /^The run failed: Firefly did not accept page \d+ \(objects\): expected 204, got /,
        );
        expect(outcome.sentence).toMatch(sentence);
        expect(errors(outcome)).toHaveLength(1);
        expect(firefly.requests.filter(({route}) => route === 'lock')).toEqual([]);
        expect(firefly.violations).toEqual([]);
        if (protocol === 'objects') return;
        const error = expect.stringMatching(/^Firefly did not accept page/) as string;
        expect(firefly.fetchings).toMatchObject([{locked: false, metadata: {result: 'failure', error}}]);
      },
    );
  },
);

describe(`the built collector, at the end of a fetching, ${clusterName}`, {concurrent: true}, () => {
  test('fails when the LOCK does, and says so in the metadata', async (context) => {
    const {firefly, run} = await prepareCollection(
      context,
      cluster,
      smallPages({'collector.MongoMaxRetries': '1'}),
    );
    firefly.inject({on: {route: 'lock'}, times: 2, fault: answer(500)});
    const outcome = await run();
    expect(outcome).toMatchObject({code: 1, report: {result: 'failure', code: 'FIREFLY_LOCK_FAILED'}});
    expect(outcome.sentence).toContain('it will not use them');
    expect(errors(outcome)).toHaveLength(1);
    expect(firefly.fetchings).toMatchObject([{locked: false, metadata: {result: 'failure'}}]);
    expect(firefly.violations).toEqual([]);
  });

  test('sends LOCK and metadata again when their answers are lost', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster, smallPages());
    for (const route of ['handshake', 'lock', 'metadata'] as const)
      firefly.inject({on: {route}, fault: {kind: 'reset', when: 'after-processing'}});
    expect((await run()).code).toBe(0);
    expect(firefly.fetchings).toMatchObject([{locked: true, metadata: {result: 'success'}}]);
    expect(firefly.violations).toEqual([]);
  });

  test('succeeds with a warning when only the metadata is refused', async (context) => {
    const {firefly, run} = await prepareCollection(context, cluster, smallPages());
    firefly.inject({on: {route: 'metadata'}, fault: answer(400)});
    const outcome = await run();
    expect(outcome).toMatchObject({code: 0, report: {result: 'success'}});
    expect(outcome.lines.filter(({level}) => level === 'warn')).toMatchObject([
      {msg: 'The metadata of this fetching could not be sent'},
    ]);
    expect(firefly.fetchings).toMatchObject([{locked: true, metadata: undefined}]);
  });

  test('renews its token when Firefly forgets it', async (context) => {
    const {firefly, start} = await prepareCollection(context, cluster, smallPages());
    const before = await readCluster(cluster);
    const pause = firefly.pause();
    const collector = start();
    await firefly.waitFor(pageRequests, {nth: 10});
    firefly.revokeTokens();
    pause.resume();
    expect((await collector.ended).code).toBe(0);
    expectDelivered(firefly, before, await readCluster(cluster));
    expect(firefly.logins).toBe(2);
  });
});

describe(`the built collector, when Firefly speaks TLS, ${clusterName}`, {concurrent: true}, () => {
  test('delivers where its authority is trusted, by NODE_EXTRA_CA_CERTS say', async (context) => {
    const {ca, ...tls} = await serverCertificate();
    const folder = mkdtempSync(join(tmpdir(), 'firefly-authority-'));
    context.onTestFinished(() => rmSync(folder, {recursive: true}));
    writeFileSync(join(folder, 'ca.pem'), ca);
    const {firefly, run} = await prepareCollection(context, cluster, {
      firefly: {tls},
      environment: {NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem')},
      isProcess: true,
    });
    const before = await readCluster(cluster);
    expect((await run()).code).toBe(0);
    expectDelivered(firefly, before, await readCluster(cluster));
  });

  test('sends it nothing, not even the keys, where its authority is not trusted', async (context) => {
    const tls = await serverCertificate();
    const {firefly, run} = await prepareCollection(context, cluster, {
      firefly: {tls},
      settings: {'collector.MongoMaxRetries': '0'},
    });
    const outcome = await run();
    expect(outcome).toMatchObject({code: 1, report: {result: 'failure', code: 'FIREFLY_UNREACHABLE'}});
    expect(outcome.sentence).toMatch(
      /^The run failed: Firefly cannot be reached at https:\S+: its certificate is /,
    );
    expect(errors(outcome)).toHaveLength(1);
    expect(firefly.requests).toEqual([]);
  });
});

describe.for(contracts)(`the built collector, contract %s, stopped, ${clusterName}`, (protocol) => {
  test.for([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('ends of %s, not of what it waits for', async ([signal, code], context) => {
    const {firefly, start} = await prepareCollection(context, cluster, {
      ...smallPages({'collector.protocol': protocol}),
      isProcess: protocol === 'fetching',
    });
    firefly.pause();
    const collector = start();
    await firefly.waitFor(pageRequests, {nth: 10});
    collector.kill(signal);
    const outcome = await collector.ended;
    expect(outcome).toMatchObject({code, stdout: '', report: {result: 'stopped'}});
    expect(outcome.sentence).toBe(`The run was stopped: ${signal} was received.`);
    expect(firefly.accepted.pages).toEqual([]);
    expect(firefly.violations).toEqual([]);
    if (protocol === 'objects') return;
    const metadata = {result: 'failure', error: `${signal} was received.`};
    expect(firefly.fetchings).toMatchObject([{locked: false, metadata}]);
  });
});
