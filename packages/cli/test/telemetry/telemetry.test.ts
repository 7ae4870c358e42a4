import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import type {AddressInfo} from 'node:net';

import {createMemorySink, createMemorySource, runCollection} from '@firefly/core';
import {expect, onTestFinished, test} from 'vitest';

import type {Collect} from '../../src/collect-context.ts';
import {main} from '../../src/main.ts';
import {parseCommandLine} from '../../src/command-line/parse-command-line.ts';
import {commands} from '../../src/commands/command-table.ts';
import {runCollect} from '../../src/commands/run-collect.ts';
import {protectSecrets} from '../../src/settings/protect-secrets.ts';
import {telemetryFigures} from '../../src/telemetry/telemetry-run.ts';
import {telemetryTargets} from '../../src/telemetry/telemetry-targets.ts';
import {sendTelemetry} from '../../src/telemetry/send-telemetry.ts';
import {createProcessContext} from '../create-process-context.ts';
import {report} from '../report/reports.ts';
import {startOtlpReceiver} from './start-otlp-receiver.ts';

const keys = {FIREFLY_ACCESS_KEY: 'access-key-1', FIREFLY_SECRET_KEY: 'secret-key-2'};
const pod = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const object = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}';

const collectFromMemory: Collect = async ({signal, started, observer = {}, listed, runId}) =>
  runCollection({
    source: createMemorySource({types: [{type: pod, objects: [object]}]}),
    sink: createMemorySink(),
    signal,
    runId,
    observer: {
      ...observer,
      started,
      planned(facts) {
        observer.planned?.(facts);
        listed?.({type: pod, namespace: undefined, pages: 1, items: 1, bytes: 60, remaining: 0});
      },
    },
  });

async function run(
  environment: Record<string, string>,
  words: readonly string[] = [],
  collect = collectFromMemory,
) {
  const process = createProcessContext({...keys, ...environment});
  const line = parseCommandLine([...words, 'my-cluster'], {commands, version: '1', columns: 80});
  if (line.kind !== 'run') throw new Error('The words ask for a text.');
  protectSecrets(process.context.environment);
  const code = await runCollect(
    {process: process.context, settings: line.settings, flags: line.flags},
    collect,
  );
  return {
    code,
    lines: process.stderr.text
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>),
  };
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, string | number>>;
}
interface Span {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
  readonly events?: readonly {readonly name: string}[];
}
const of = (attributes: readonly Attribute[] = []) =>
  Object.fromEntries(attributes.map(({key, value}) => [key, Object.values(value)[0]]));
const spansIn = (data: unknown) =>
  (data as {resourceSpans: [{scopeSpans: [{spans: Span[]}]}]}).resourceSpans[0].scopeSpans[0].spans;
const resourceIn = (data: unknown) =>
  of(
    Object.values(data as Record<string, [{resource: {attributes: Attribute[]}}]>)[0]?.[0].resource
      .attributes,
  );
const figuresIn = (data: unknown) =>
  Object.fromEntries(
    (
      data as {
        resourceMetrics: [
          {
            scopeMetrics: [
              {metrics: {name: string; gauge: {dataPoints: {asDouble: number; attributes: Attribute[]}[]}}[]},
            ];
          },
        ];
      }
    ).resourceMetrics[0].scopeMetrics[0].metrics.map(({name, gauge}) => [
      name.replace('firefly.collector.run.', ''),
      gauge.dataPoints.map(({asDouble, attributes}) => [asDouble, of(attributes)]),
    ]),
  );

test.each(['http/protobuf', 'http/json'])(
  'a run is told as one trace and its figures, in %s',
  async (protocol) => {
    const receiver = await startOtlpReceiver();
    const {code, lines} = await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/`,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_HEADERS: 'X-Tenant=blue%20team, authorization=Bearer wK4xN8vQ2zRt',
      OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: 'gzip',
      OTEL_SERVICE_NAME: 'inventory',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test,service.name=not-this',
    });
    expect({code, refused: receiver.refused}).toEqual({code: 0, refused: []});
    expect(lines.at(-1)).toMatchObject({msg: 'Run finished', level: 'info'});
    const traces = receiver.requests.find(({url}) => url === '/v1/traces');
    const metrics = receiver.requests.find(({url}) => url === '/v1/metrics');
    expect(receiver.requests).toHaveLength(2);
    expect(traces?.headers).toMatchObject({'x-tenant': 'blue team', authorization: 'Bearer wK4xN8vQ2zRt'});
    expect(metrics?.headers['content-encoding']).toBe('gzip');
    for (const {data} of receiver.requests)
      expect(resourceIn(data)).toMatchObject({
        'service.name': 'inventory',
        'service.instance.id': 'my-cluster',
        'k8s.cluster.name': 'my-cluster',
        'deployment.environment': 'test',
      });

    const spans = spansIn(traces?.data);
    const root = spans.find(({name}) => name === 'collect');
    expect(spans.map(({name}) => name)).toEqual([
      'open',
      'discovery',
      'read pods',
      'send page',
      'LOCK',
      'collect',
    ]);
    expect(root?.parentSpanId).toBeUndefined();
    for (const {name, parentSpanId} of spans) if (name !== 'collect') expect(parentSpanId).toBe(root?.spanId);
    expect(of(root?.attributes)).toMatchObject({
      'firefly.run.id': '0123456789abcdef',
      'firefly.result': 'success',
      'k8s.cluster.name': 'my-cluster',
    });
    const read = spans.find(({name}) => name === 'read pods');
    expect(of(read?.attributes)).toMatchObject({'firefly.type': 'pods', 'firefly.items': 1});
    expect(read?.events?.map(({name}) => name)).toEqual(['list page']);
    expect(of(spans.find(({name}) => name === 'send page')?.attributes)).toMatchObject({
      'firefly.stream': 'objects',
      'firefly.items': 1,
      'firefly.retries': 0,
    });

    const cluster = {'k8s.cluster.name': 'my-cluster'};
    const figures = figuresIn(metrics?.data);
    expect(figures).toMatchObject({
      items: [[1, {...cluster, stream: 'objects'}]],
      requests: [[1, {...cluster, stream: 'objects'}]],
      retries: [[0, {...cluster, stream: 'objects'}]],
      types: [[1, cluster]],
      missing_types: [[0, cluster]],
      exit_code: [[0, cluster]],
    });
    expect(Object.keys(figures)).toEqual(
      expect.arrayContaining(['bytes', 'sent', 'duration', 'last_success']),
    );
  },
);

test('a failed run is told as one, without what its headers hold, and no last success', async () => {
  const receiver = await startOtlpReceiver();
  const token = 'Hd7vQz3kWm9x';
  const {code, lines} = await run(
    {OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${token}`},
    [],
    async () => report({result: 'failure', reason: `refused ${token}`, code: 'FIREFLY_UNREACHABLE'}),
  );
  expect(code).toBe(1);
  expect(JSON.stringify([lines, receiver.requests.map(({data}) => data)])).not.toContain(token);
  const traces = receiver.requests.find(({url}) => url === '/v1/traces');
  expect(spansIn(traces?.data)).toMatchObject([{name: 'collect', status: {code: 2, message: 'refused ***'}}]);
  const metrics = receiver.requests.find(({url}) => url === '/v1/metrics');
  expect(figuresIn(metrics?.data)).toMatchObject({exit_code: [[1, {}]]});
  expect(figuresIn(metrics?.data)).not.toHaveProperty('last_success');
});

test('nothing is sent of a dry run, where it is switched off, and without an endpoint', async () => {
  const receiver = await startOtlpReceiver();
  const on = {OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url};
  expect((await run(on, ['-dry-run'])).code).toBe(0);
  expect((await run({...on, OTEL_SDK_DISABLED: 'TRUE'})).code).toBe(0);
  expect((await run({OTEL_SERVICE_NAME: 'x'})).code).toBe(0);
  expect((await run({OTEL_EXPORTER_OTLP_ENDPOINT: ''})).code).toBe(0);
  expect(receiver.requests).toEqual([]);
  await run({...on, OTEL_TRACES_EXPORTER: 'none'});
  expect(receiver.requests.map(({url}) => url)).toEqual(['/v1/metrics']);
});

test('what cannot be used is a sentence, and costs no run', async () => {
  const endpoint = {OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9'};
  const cases = [
    [
      {...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'constructor'},
      /^OTEL_EXPORTER_OTLP_PROTOCOL: the value does not fit/,
    ],
    [
      {...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc'},
      /^OTEL_EXPORTER_OTLP_PROTOCOL: .*expected http\/protobuf or http\/json \(grpc is not spoken here\)\. No traces are sent\.$/,
    ],
    [
      {OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317'},
      /^OTEL_EXPORTER_OTLP_ENDPOINT: .*expected a URL with http:\/\/ or https:\/\//,
    ],
    [
      {OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'x'},
      /^OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: .*No metrics are sent\.$/,
    ],
    [
      {...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'Zk5wQm8vXn2r'},
      /^OTEL_EXPORTER_OTLP_HEADERS: the value does not fit; expected name=value/,
    ],
    [{...endpoint, OTEL_EXPORTER_OTLP_TIMEOUT: '3s'}, /^OTEL_EXPORTER_OTLP_TIMEOUT: .*expected milliseconds/],
    [
      {...endpoint, OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd'},
      /^OTEL_EXPORTER_OTLP_COMPRESSION: .*expected gzip or none/,
    ],
    [{...endpoint, OTEL_TRACES_EXPORTER: 'zipkin'}, /^OTEL_TRACES_EXPORTER: .*expected otlp or none/],
  ] as const;
  for (const [environment, sentence] of cases) {
    const {problems} = telemetryTargets(environment);
    expect(problems[0]).toMatch(sentence);
    expect(problems.join(' ')).not.toContain('Zk5wQm8vXn2r');
  }
  const {code, lines} = await run({...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc'});
  expect(code).toBe(0);
  expect(lines.filter(({msg}) => msg === 'Questionable configuration')).toHaveLength(2);
});

test('the variables of one signal win over the general ones, and no value costs more than 3 s', () => {
  const {targets} = telemetryTargets({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.test:4318/otlp/',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://me:p%40ss1@traces.test/in',
    OTEL_EXPORTER_OTLP_TIMEOUT: '10000',
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '250',
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
  });
  expect(targets).toMatchObject({
    traces: {
      format: 'protobuf',
      timeout: 250,
      headers: {authorization: `Basic ${Buffer.from('me:p@ss1').toString('base64')}`},
    },
    metrics: {format: 'json', timeout: 3000, headers: {}},
  });
  expect([targets.traces?.url.href, targets.metrics?.url.href]).toEqual([
    'http://traces.test/in',
    'https://collector.test:4318/otlp/v1/metrics',
  ]);
});

test('a user and a password that are not percent-encoded are taken as they stand', () => {
  const {targets} = telemetryTargets({OTEL_EXPORTER_OTLP_ENDPOINT: 'http://me%:5Tq%zzW8n@traces.test'});
  const {authorization = ''} = targets.traces?.headers ?? {};
  expect(Buffer.from(authorization.slice('Basic '.length), 'base64').toString()).toBe('me%:5Tq%zzW8n');
});

const ended = {report: report(), exitCode: 0, clusterId: 'c', spans: [], dropped: 0, resource: {}};

test('an endpoint that does not answer, refuses or fails costs a warning, and one that is busy is asked again', async () => {
  const held: Socket[] = [];
  const silent = createServer((socket) => held.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => {
    for (const socket of held) socket.destroy();
    silent.close();
  });
  const {port} = silent.address() as AddressInfo;
  const send = async (url: string, milliseconds?: number) => {
    const {targets} = telemetryTargets({OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: url});
    return sendTelemetry({
      targets,
      run: ended,
      environment: {},
      ...(milliseconds === undefined ? {} : {milliseconds}),
    });
  };
  expect(await send(`http://127.0.0.1:${port}/v1/metrics`, 300)).toEqual([
    `The metrics of this run were not taken by http://127.0.0.1:${port}/v1/metrics: it did not answer within 0.3 seconds.`,
  ]);
  const refusing = await startOtlpReceiver([401]);
  expect(await send(`${refusing.url}/v1/metrics`)).toEqual([
    expect.stringMatching(/: it answered 401\.$/) as string,
  ]);
  const busy = await startOtlpReceiver([503]);
  expect(await send(`${busy.url}/v1/metrics`)).toEqual([]);
  expect(busy.requests).toHaveLength(1);

  const {code, lines} = await run({
    OTEL_EXPORTER_OTLP_ENDPOINT: refusing.url.replace('127.0.0.1', '127.0.0.2'),
  });
  expect(code).toBe(0);
  expect(lines.slice(-3)).toMatchObject([
    {
      level: 'warn',
      msg: 'Telemetry not sent',
      detail: expect.stringContaining('the connection was refused') as string,
    },
    {level: 'warn', msg: 'Telemetry not sent'},
    {level: 'info', msg: 'Run finished'},
  ]);
});

test('goes through the proxy of the environment', async () => {
  const proxy = await startOtlpReceiver();
  const {targets} = telemetryTargets({OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.test:4318'});
  expect(await sendTelemetry({targets, run: ended, environment: {HTTP_PROXY: proxy.url}})).toEqual([]);
  expect(proxy.requests.map(({url}) => url).toSorted()).toEqual([
    'http://collector.test:4318/v1/metrics',
    'http://collector.test:4318/v1/traces',
  ]);
});

test('of types that failed at most 100 have a row of their own', () => {
  const failed = (index: number) => ({
    ...report().readings[0],
    name: `t${index}`,
    outcome: 'failed',
    code: 'K8S_FORBIDDEN',
  });
  const readings = Array.from({length: 103}, (_, index) => failed(index)) as never;
  const figures = telemetryFigures({...ended, report: report({readings})});
  const points = figures.find(({name}) => name.endsWith('type_failures'))?.points ?? [];
  expect(points).toHaveLength(101);
  expect(points[0]).toEqual({value: 1, attributes: {type: 't0', outcome: 'failed', code: 'K8S_FORBIDDEN'}});
  expect(points.at(-1)).toEqual({value: 3, attributes: {type: 'others', outcome: '', code: ''}});
});

test('what telemetry is told with is masked before anything is looked at', async () => {
  const process = createProcessContext({OTEL_EXPORTER_OTLP_HEADERS: 'api-key=Vn3xKq8wTz5m'});
  expect(await main(['--cluster-id', 'Vn3xKq8wTz5m', '-dry-run'], process.context)).toBe(2);
  expect(process.stderr.text).not.toContain('Vn3xKq8wTz5m');
});
