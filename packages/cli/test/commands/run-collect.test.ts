import {mkdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';

import {createMemorySink, createMemorySource, runCollection, version} from '@firefly/core';
import {describe, expect, onTestFinished, test, vi} from 'vitest';

import type {Collect, CollectContext} from '../../src/collect-context.ts';
import {parseCommandLine} from '../../src/command-line/parse-command-line.ts';
import {commands} from '../../src/commands/command-table.ts';
import {runCollect} from '../../src/commands/run-collect.ts';
import {createDryRunSink} from '../../src/dry-run/create-dry-run-sink.ts';
import {protectSecrets} from '../../src/settings/protect-secrets.ts';
import {CaptureStream} from '../capture-stream.ts';
import {createProcessContext, type TestProcess} from '../create-process-context.ts';
import {report} from '../report/reports.ts';
import {createDirectory} from '../settings/create-directory.ts';

const keys = {FIREFLY_ACCESS_KEY: 'access-key-1', FIREFLY_SECRET_KEY: 'secret-key-2'};
const pod = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const object = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}';

async function run(words: readonly string[], process: TestProcess, collect: Collect): Promise<number> {
  const line = parseCommandLine(words, {commands, version: '1.2.3', columns: 80});
  if (line.kind !== 'run') throw new Error('The words ask for a text.');
  protectSecrets(process.context.environment);
  return runCollect({process: process.context, settings: line.settings, flags: line.flags}, collect);
}

const collectFromMemory: Collect = async ({signal, started}) =>
  runCollection({
    source: createMemorySource({types: [{type: pod, objects: [object]}]}),
    sink: createMemorySink(),
    signal,
    observer: {started},
  });

describe('a run in a container', () => {
  test('ends with what became of it as one JSON line under 1 KB, and nothing on standard output', async () => {
    const process = createProcessContext({...keys, CLUSTER_ID: 'my-cluster'});
    expect(await run([], process, collectFromMemory)).toBe(0);
    const lines = process.stderr.text.trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      level: 'info',
      msg: 'Run finished',
      clusterId: 'my-cluster',
      runId: '0123456789abcdef',
      version,
      result: 'success',
      exitCode: 0,
      types: 1,
      items: 1,
      report: {result: 'success'},
    });
    expect(Buffer.byteLength(lines.at(-1) ?? '')).toBeLessThan(1024);
    expect(process.stdout.text).toBe('');
  });

  test('writes the report to a file on request, without keys', async () => {
    const file = join(createDirectory({}), 'report.json');
    const process = createProcessContext({...keys, CLUSTER_ID: 'my-cluster'});
    const collect: Collect = async ({settings}) =>
      report({result: 'failure', reason: `refused ${settings.secretKey}`});
    expect(await run(['--report', file], process, collect)).toBe(1);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      result: 'failure',
      reason: 'refused ***',
    });
  });

  test('still ends with its report where the file can no longer be written, and fails', async () => {
    const file = join(createDirectory({}), 'report.json');
    const process = createProcessContext({...keys, CLUSTER_ID: 'my-cluster'});
    const collect: Collect = async () => {
      rmSync(file);
      mkdirSync(file);
      return report();
    };
    expect(await run(['--report', file], process, collect)).toBe(1);
    const lines = process.stderr.text.trimEnd().split('\n').slice(-2);
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      {level: 'error', msg: 'Report not written', detail: `${file} cannot be written (EISDIR).`},
      {msg: 'Run finished', report: {result: 'success'}},
    ]);
  });

  test('puts the whole report into its last line on request, and on standard output', async () => {
    const process = createProcessContext({...keys, CLUSTER_ID: 'my-cluster'});
    expect(await run(['--report-in-log', '--report', '-'], process, collectFromMemory)).toBe(0);
    const last = process.stderr.text.trimEnd().split('\n').at(-1) ?? '';
    const whole = {result: 'success', readings: [{name: 'pods', items: 1}]};
    expect(JSON.parse(last)).toMatchObject({msg: 'Run finished', report: whole});
    expect(JSON.parse(process.stdout.text)).toMatchObject(whole);
  });

  test('begins with what was decided, without secrets and without pages of text', async () => {
    const process = createProcessContext({...keys, CLUSTER_ID: 'my-cluster'});
    const types = Array.from({length: 200}, (_, index) => `type-${index}`);
    await run(
      ['--redact', 'env', '--add-types', types.join(','), '--protocol=objects'],
      process,
      collectFromMemory,
    );
    const first = JSON.parse(process.stderr.text.split('\n')[0] ?? '') as {settings: Record<string, string>};
    expect(first).toMatchObject({
      level: 'info',
      msg: 'Run started',
      detail: expect.stringContaining('contract objects; redacted: env; settings that are not defaults: '),
      contract: 'objects',
      redact: ['env'],
      settings: {accessKey: '***', redact: 'env', addTypes: expect.stringMatching(/^type-0, .*…$/)},
    });
    expect(first.settings['addTypes']?.length).toBeLessThanOrEqual(200);
    expect(first.settings).not.toHaveProperty('pageSize');
  });

  test("begins with what is redacted: sets, rules of the user's own, or nothing", async () => {
    const begin = async (...words: string[]) => {
      const process = createProcessContext({...keys, CLUSTER_ID: 'my-cluster'});
      await run(words, process, collectFromMemory);
      return /redacted: [^;]*|nothing is redacted/.exec(process.stderr.text)?.[0];
    };
    const config = createDirectory({'collector.redactRules': '- {name: own, path: spec.a}'});
    expect(await begin()).toBe('nothing is redacted');
    expect(await begin('-config', config)).toBe('redacted: rules of your own');
    expect(await begin('-config', config, '--redact', 'env')).toBe('redacted: env, rules of your own');
  });

  test('is text for people where that is asked for, and JSON on a terminal', async () => {
    const piped = createProcessContext({...keys, CLUSTER_ID: 'my-cluster'});
    await run(['--log-format', 'text'], piped, collectFromMemory);
    expect(piped.stderr.text).toMatch(/INFO: Run finished: Firefly accepted 1 item of 1 type/);
    expect(piped.stderr.text).not.toContain('\u001B');
    const terminal = createProcessContext({...keys, CLUSTER_ID: 'my-cluster'}, new CaptureStream(80));
    await run(['--log-format=json'], terminal, collectFromMemory);
    const lines = terminal.stderr.text.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as {msg: string}).msg)).toEqual([
      'Run started',
      'Run finished',
    ]);
  });

  test('warns of what is questionable in the configuration', async () => {
    const directory = createDirectory({'collector.PageSise': '1'});
    const process = createProcessContext({...keys, CLUSTER_ID: 'a'});
    await run(['-config', directory], process, collectFromMemory);
    expect(JSON.parse(process.stderr.text.split('\n')[1] ?? '')).toMatchObject({
      level: 'warn',
      msg: 'Questionable configuration',
      detail: expect.stringContaining('did you mean collector.PageSize?'),
    });
  });

  test('debug lines come with -debug', async () => {
    const collect: Collect = async ({log}) => {
      log.debug('In detail');
      return report();
    };
    for (const words of [['a'], ['-debug', 'a']]) {
      const process = createProcessContext(keys);
      await run(words, process, collect);
      expect(process.stderr.text.includes('In detail')).toBe(words.length === 2);
    }
  });

  test('shows no key, whoever logs it', async () => {
    const collect: Collect = async ({log, settings}) => {
      log.info('Logging in', {body: JSON.stringify({accessKey: settings.accessKey})});
      return report({result: 'failure', reason: `refused ${settings.secretKey}`});
    };
    for (const stderr of [new CaptureStream(), new CaptureStream(120)]) {
      const process = createProcessContext(keys, stderr);
      expect(await run(['a'], process, collect)).toBe(1);
      expect(stderr.text).toContain('***');
      expect(stderr.text).not.toMatch(/access-key-1|secret-key-2/);
    }
  });
});

describe('a run on a terminal', () => {
  test('ends with the report as a table', async () => {
    const process = createProcessContext({...keys, NO_COLOR: '1'}, new CaptureStream(80));
    expect(await run(['a'], process, collectFromMemory)).toBe(0);
    expect(process.stderr.text).toMatch(/^Type +Objects/m);
    expect(process.stderr.text).toMatch(/Firefly accepted 1 item of 1 type in 1 request/);
    expect(process.stderr.text).not.toContain('\u001B[3');
  });
});

describe('before anything is contacted', () => {
  const never: Collect = () => {
    throw new Error('Nothing was to be contacted.');
  };

  test('a cluster id and the keys are asked for', async () => {
    const process = createProcessContext();
    await expect(run([], process, never)).rejects.toMatchObject({
      code: 'CLI_SETTINGS',
      problems: [
        expect.stringContaining('cluster id'),
        expect.stringContaining('access key'),
        expect.stringContaining('secret key'),
      ],
    });
  });

  test('a dry run needs no keys', async () => {
    const process = createProcessContext();
    const collect: Collect = async ({output, signal}) =>
      runCollection({
        source: createMemorySource({types: [{type: pod, objects: [object]}]}),
        sink: createDryRunSink({
          output,
          streams: new Set(['objects']),
          limits: {pageBytes: 100, itemBytes: 100},
        }),
        signal,
      });
    expect(await run(['-dry-run', 'my-cluster'], process, collect)).toBe(0);
    expect(process.stdout.text).toBe(`{"objects":[${object}]}\n`);
    await expect(run(['-dry-run=false', 'my-cluster'], process, never)).rejects.toMatchObject({
      code: 'CLI_SETTINGS',
    });
  });
});

describe('how a run ends', () => {
  const ending =
    (over: Parameters<typeof report>[0]): Collect =>
    async () =>
      report(over);
  const types = [{...report().readings[0], outcome: 'failed'}] as ReturnType<typeof report>['readings'];

  test.each([
    [['a'], ending({result: 'failure', reason: 'x'}), 1],
    [['a'], ending({result: 'not-this-time', reason: 'x'}), 0],
    [['a'], ending({readings: types}), 0],
    [['--strict', 'a'], ending({readings: types}), 3],
    [['a'], ending({result: 'failure', code: 'K8S_ACCESS'}), 2],
  ] as const)('%j', async (words, collect, code) => {
    expect(await run(words, createProcessContext(keys), collect)).toBe(code);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s stops it', async (name, code) => {
    const process = createProcessContext(keys);
    const stopped: Collect = async ({signal}: CollectContext) => {
      process.signal(name);
      return runCollection({source: createMemorySource({types: []}), sink: createMemorySink(), signal});
    };
    expect(await run(['a'], process, stopped)).toBe(code);
    expect(process.stderr.text).toContain(`The run was stopped: ${name} was received.`);
    expect(process.exits).toEqual([]);
  });

  test('quietly, when the reader of a dry run went away', async () => {
    const process = createProcessContext();
    const gone = ending({result: 'failure', code: 'CLI_OUTPUT_CLOSED', reason: 'x'});
    expect(await run(['-dry-run', 'a'], process, gone)).toBe(0);
    expect(process.stderr.text).not.toContain('Run finished');
  });
});

test('progress is drawn on a terminal, unless a dry run shows its document there too', async () => {
  const slowly: Collect = async ({started}) => {
    started({readings: {done: 1, total: 2}, items: 3, bytes: 4, sentBytes: 0});
    await vi.advanceTimersByTimeAsync(500);
    return report();
  };
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const drawn = async (words: readonly string[], stdout: CaptureStream, stderr: CaptureStream) => {
    await run(words, createProcessContext(keys, stderr, stdout), slowly);
    return /50 % · \d+ s · 1\/2 types · 3 items · read 4 B/.test(stderr.text);
  };
  expect(await drawn(['a'], new CaptureStream(80), new CaptureStream(80))).toBe(true);
  expect(await drawn(['-dry-run', 'a'], new CaptureStream(), new CaptureStream(80))).toBe(true);
  expect(await drawn(['-dry-run', 'a'], new CaptureStream(80), new CaptureStream(80))).toBe(false);
  expect(await drawn(['a'], new CaptureStream(), new CaptureStream())).toBe(false);
  expect(await drawn(['--log-format=json', 'a'], new CaptureStream(), new CaptureStream(80))).toBe(false);
});
