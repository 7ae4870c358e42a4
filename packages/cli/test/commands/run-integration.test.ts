import {type Firefly, startFirefly} from '@firefly/sandbox';
import {expect, onTestFinished, test, vi} from 'vitest';

import {eventually} from '../../../../scripts/eventually.ts';
import {main} from '../../src/main.ts';
import {createProcessContext} from '../create-process-context.ts';
import {createDirectory} from '../settings/create-directory.ts';

async function firefly(): Promise<Firefly> {
  const started = await startFirefly();
  onTestFinished(() => started.close());
  return started;
}

/** Runs the words as the chart's hooks do: keys and cluster id in the environment. */
async function run(words: readonly string[], server: Firefly, environment: Record<string, string> = {}) {
  const process = createProcessContext({
    CLUSTER_ID: 'my-cluster',
    FIREFLY_ACCESS_KEY: server.accessKey,
    FIREFLY_SECRET_KEY: server.secretKey,
    ...environment,
  });
  const code = await main([...words, '--app-api-endpoint', server.url], process.context);
  const lines = process.stderr.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as {level: string; msg: string; detail?: string});
  expect(process.stderr.text).not.toContain(server.secretKey);
  return {code, lines};
}

test('onboard creates the integration once, offboard deletes it once', async () => {
  const server = await firefly();
  const steps: [string, string][] = [
    ['onboard', 'Integration created'],
    ['onboard', 'Integration exists already'],
    ['offboard', 'Integration deleted'],
    ['offboard', 'Integration is gone already'],
  ];
  for (const [step, message] of steps) {
    const {code, lines} = await run([step], server);
    expect([code, lines.map(({msg}) => msg)]).toEqual([0, [message]]);
    expect([...server.integrations.keys()]).toEqual(step === 'onboard' ? ['my-cluster'] : []);
  }
  expect(server.violations).toEqual([]);
});

test('onboard marks a production cluster as one', async () => {
  const server = await firefly();
  expect(await run(['onboard', '--is-production'], server)).toMatchObject({code: 0});
  expect(server.integrations.get('my-cluster')).toMatchObject({isProd: true});
});

test.each(['onboard', 'offboard'])('a failure of %s is logged and blocks nothing', async (step) => {
  const server = await firefly();
  const wrong = {FIREFLY_SECRET_KEY: 'wrong'};
  const {code, lines} = await run([step], server, wrong);
  expect(code).toBe(0);
  expect(lines).toMatchObject([{level: 'error', msg: `Could not ${step} the cluster`}]);
  expect(lines[0]?.detail).toContain('check FIREFLY_ACCESS_KEY and FIREFLY_SECRET_KEY');
  expect((await run([step, '--strict'], server, wrong)).code).toBe(1);
});

test('neither do settings that do not fit, unless --strict says so', async () => {
  const server = await firefly();
  const {code, lines} = await run(['onboard'], server, {CLUSTER_ID: 'No!'});
  expect(code).toBe(0);
  expect(lines[0]?.detail).toContain('CLUSTER_ID: "No!" does not fit');
  expect((await run(['onboard', '--strict'], server, {CLUSTER_ID: 'No!'})).code).toBe(2);
});

test('gives up in the time that Helm leaves a hook, and blocks nothing', async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  onTestFinished(() => void vi.useRealTimers());
  const server = await firefly();
  server.inject({on: {}, times: Infinity, fault: {kind: 'hang'}});
  const ended = run(['onboard'], server);
  await eventually(() => expect(server.requests.length).toBeGreaterThan(0));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await ended).toMatchObject({
    code: 0,
    lines: [
      {
        msg: 'Could not onboard the cluster',
        detail: "Firefly's app API did not onboard the cluster within 120 seconds, retries included.",
      },
    ],
  });
});

test('a stop has the exit code of its signal', async () => {
  const server = await firefly();
  server.inject({on: {}, times: Infinity, fault: {kind: 'hang'}});
  const process = createProcessContext({
    CLUSTER_ID: 'my-cluster',
    FIREFLY_ACCESS_KEY: server.accessKey,
    FIREFLY_SECRET_KEY: server.secretKey,
  });
  const code = main(['onboard', '--app-api-endpoint', server.url], process.context);
  await eventually(() => expect(server.requests.length).toBeGreaterThan(0));
  process.signal('SIGINT');
  expect(await code).toBe(130);
});

test('what is questionable in the configuration is said', async () => {
  const server = await firefly();
  const {lines} = await run(['onboard', '-config', createDirectory({'collector.PageSise': '1'})], server);
  expect(lines[0]).toMatchObject({level: 'warn', msg: 'Questionable configuration'});
});
