import {type Firefly, type FireflyOptions, startFirefly} from '@firefly/sandbox';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';

import type {CheckResult, CheckStatus} from '../../src/check/check-result.ts';
import {checkSpool} from '../../src/check/check-spool.ts';
import {parseCommandLine} from '../../src/command-line/parse-command-line.ts';
import {checkRun} from '../../src/commands/check-run.ts';
import {commands} from '../../src/commands/command-table.ts';
import {CaptureStream} from '../capture-stream.ts';
import {createProcessContext} from '../create-process-context.ts';
import {createDirectory} from '../settings/create-directory.ts';
import {type SharedCluster, startSharedCluster} from '../start-shared-cluster.ts';

let shared: SharedCluster;
beforeAll(async () => {
  shared = await startSharedCluster();
});
afterAll(async () => {
  await shared[Symbol.asyncDispose]();
});

interface Call {
  readonly user?: string;
  readonly words?: readonly string[];
  readonly environment?: Record<string, string>;
  readonly settings?: Record<string, string>;
  readonly columns?: number;
  readonly now?: () => number;
}

/** A Firefly on loopback, and how to call the command with it. */
async function prepare(options: FireflyOptions = {}) {
  const firefly = await startFirefly(options);
  onTestFinished(() => firefly[Symbol.asyncDispose]());
  return {firefly, check: async (call: Call = {}) => check(firefly, call)};
}

async function check(firefly: Pick<Firefly, 'url' | 'accessKey' | 'secretKey'>, call: Call) {
  const {user = 'admin', words = [], environment = {}, settings = {}, columns, now} = call;
  const directory = createDirectory({endpoint: firefly.url, loginEndpoint: firefly.url, ...settings});
  const keys = {FIREFLY_ACCESS_KEY: firefly.accessKey, FIREFLY_SECRET_KEY: firefly.secretKey};
  const process = createProcessContext(
    {CLUSTER_ID: 'my-cluster', ...keys, ...environment},
    new CaptureStream(),
    new CaptureStream(columns),
  );
  const from = words.includes('--from-dir') ? [] : ['-external', shared.kubeconfig(user)];
  const all = ['check', ...from, '-config', directory, ...words];
  const line = parseCommandLine(all, {commands, version: '1.2.3', columns: 80});
  if (line.kind !== 'run') throw new Error('The words ask for a text.');
  const {settings: texts, flags} = line;
  const code = await checkRun({process: process.context, settings: texts, flags}, now);
  return {code, stdout: process.stdout.text};
}

async function checks(run: Promise<{code: number; stdout: string}>) {
  const {code, stdout} = await run;
  const {ready, checks: results} = JSON.parse(stdout) as {ready: boolean; checks: CheckResult[]};
  expect(ready).toBe(code === 0);
  const of = (id: string, status: CheckStatus) =>
    results.filter((result) => result.id === id && result.status === status);
  return {code, results, of};
}

const json = ['-o', 'json'];

describe('firefly-collector check', () => {
  test('is ready where a run would deliver all, and leaves nothing at Firefly', async () => {
    const {firefly, check: run} = await prepare();
    const {code, stdout} = await run();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ Permissions +All \d+ types that would be collected may be listed\.$/m);
    expect(stdout).toMatch(/^! Discovery +metrics\.k8s\.io\/v1beta1 was not discovered/m);
    expect(stdout).toMatch(/Ready, with 1 warning: a run would succeed\.\n$/);
    expect(firefly.fetchings).toEqual([]);
    expect(firefly.requests.map(({method, route}) => `${method} ${route}`).toSorted()).toEqual([
      'GET handshake',
      'POST login',
    ]);
    expect(stdout).not.toContain(firefly.secretKey);
  });

  test('names the type that may not be listed, and the rule that is missing', async () => {
    const {check: run} = await prepare();
    const {code, of} = await checks(run({user: 'mostly', words: json}));
    expect(code).toBe(1);
    expect(of('permissions', 'failed')).toMatchObject([
      {
        types: ['networkpolicies.networking.k8s.io'],
        rules: [{apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['list']}],
      },
    ]);
    const {stdout} = await run({user: 'mostly'});
    expect(stdout).toContain('- apiGroups: ["networking.k8s.io"]');
    const left = await run({user: 'mostly', words: ['--remove-types', 'networkpolicies']});
    expect(left.code).toBe(0);
  });

  test('Helm releases that cannot be read are a warning, and a failure with --strict', async () => {
    const {check: run} = await prepare();
    const {code, of} = await checks(run({user: 'no-secrets', words: json}));
    expect(code).toBe(0);
    expect(of('helm', 'warning')).toMatchObject([
      {rules: [{resources: ['secrets'], verbs: ['get', 'list']}]},
    ]);
    expect((await run({user: 'no-secrets', words: ['--strict']})).code).toBe(1);
    const off = await checks(run({user: 'no-secrets', words: [...json, '--helm-releases=false']}));
    expect(off.of('helm', 'skipped')).toHaveLength(1);
  });

  test('tells what may be listed in some namespaces only from what may not be listed at all', async () => {
    const {check: run} = await prepare();
    const {of} = await checks(run({user: 'tenant', words: json}));
    const [partly] = of('permissions', 'warning');
    expect(partly).toMatchObject({
      namespaces: ['team-000', 'team-001'],
      types: expect.arrayContaining(['pods']),
    });
    const [denied] = of('permissions', 'failed');
    expect(denied?.types).toContain('nodes');
    expect(denied?.types).not.toContain('pods');
    const watched = await checks(run({user: 'tenant', words: [...json, '--watch-namespace', 'team-000']}));
    expect(watched.of('permissions', 'ok')[0]?.types).toContain('pods');
  });

  test('asks for the namespaces of a restricted user once, for types and releases alike', async () => {
    const {check: run} = await prepare();
    const before = shared.api.requests.length;
    await run({user: 'tenant', words: json});
    const lists = shared.api.requests
      .slice(before)
      .filter(({path, query}) => path === '/api/v1/namespaces' && query.get('limit') === '500');
    expect(lists).toHaveLength(1);
  });

  test('a cluster that cannot be told from others fails where the contract needs it', async () => {
    const {check: run} = await prepare();
    const {of} = await checks(run({user: 'tenant', words: json}));
    expect(of('identity', 'failed')).toMatchObject([
      {rules: [{resourceNames: ['kube-system'], verbs: ['get']}]},
    ]);
    const objects = await checks(run({user: 'tenant', words: [...json, '--protocol', 'objects']}));
    expect(objects.of('identity', 'warning')).toHaveLength(1);
  });

  test('what could not be asked is not called denied, and is not called ready', async () => {
    const {check: run} = await prepare();
    const broken = {kind: 'status', status: 422, message: 'the webhook is asleep'} as const;
    const faults = [/selfsubjectaccessreviews$/, /\/api\/v1\/pods$/].map((path) =>
      shared.api.inject({on: {path}, times: Infinity, fault: broken}),
    );
    onTestFinished(() => faults.forEach((fault) => fault.remove()));
    const {code, of} = await checks(run({words: json}));
    expect(code).toBe(1);
    expect(of('permissions', 'unknown')).toMatchObject([
      {types: ['pods'], message: expect.stringContaining('the webhook is asleep')},
    ]);
    // All others were listed instead: one object's metadata each.
    expect(of('permissions', 'ok')[0]?.types).toContain('deployments.apps');
    expect(of('permissions', 'failed')).toEqual([]);
  });

  test('no way to a cluster, and one that does not answer, are one line', async () => {
    const {check: run} = await prepare();
    const gone = createServer();
    gone.listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const {port} = gone.address() as AddressInfo;
    gone.close();
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'x',
      clusters: [{name: 'c', cluster: {server: `http://127.0.0.1:${port}`}}],
      users: [{name: 'u', user: {token: 't'}}],
      contexts: [{name: 'x', context: {cluster: 'c', user: 'u'}}],
    };
    const directory = createDirectory({kubeconfig: JSON.stringify(config)});
    const {code, of} = await checks(run({words: [...json, '-external', `${directory}/kubeconfig`]}));
    expect(code).toBe(1);
    expect(of('cluster', 'failed')[0]?.message).toContain('the connection was refused');
    expect(of('login', 'ok')).toHaveLength(1);
    const {of: none} = await checks(run({words: [...json, '--context', 'nowhere']}));
    expect(none('cluster', 'failed')[0]?.message).toContain('nowhere');
  });

  test('a folder in place of a cluster is opened, and not called ready where a run would refuse it', async () => {
    const {firefly, check: run} = await prepare();
    const node = '{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"}}';
    const whole = {'nodes.ndjson': node, 'report.json': '{"result":"success","cluster":{"uid":"u"}}'};
    const of = async (files: Record<string, string>, ...words: string[]) =>
      checks(run({words: [...json, '--from-dir', createDirectory(files), ...words]}));

    const good = await of(whole);
    expect(good.code).toBe(0);
    expect(good.of('folder', 'ok')[0]?.message).toMatch(/^1 object of 1 type in .* would be collected\.$/);
    expect(good.of('identity', 'ok')).toHaveLength(1);
    const nowhere = join(createDirectory({}), 'nowhere');
    expect((await checks(run({words: [...json, '--from-dir', nowhere]}))).of('folder', 'failed')).toEqual([
      {
        id: 'folder',
        status: 'failed',
        help: expect.stringContaining('/docs/errors.md#k8s_replay') as string,
        message: `${nowhere} cannot be read: there is no such file or directory.`,
      },
    ]);
    const secret = node.replace('Node', 'Secret');
    for (const files of [{}, {'secrets.json': secret}, {...whole, 'narrowed-by.json': '[{"limit":1}]'}]) {
      const {code, of: found} = await of(files);
      expect([code, found('folder', 'failed').length]).toEqual([1, 1]);
    }
    const part = await of({...whole, 'narrowed-by.json': '[{"limit":1}]'}, '-dry-run');
    expect(part.code).toBe(0);

    const pods = [1, 2].map((n) => `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p${n}"}}`);
    const list = `{"kind":"List","apiVersion":"v1","items":[${[node, ...pods].join()}]}`;
    const releases = '{"name":"a"}\n{"name":"b"}\n{"nam';
    const several = await of({
      'all.json': list,
      'report.json': whole['report.json'],
      'helm-releases.ndjson': releases,
    });
    expect(several.of('folder', 'ok')[0]?.message).toMatch(/^3 objects of 2 types and 2 Helm releases in /);
    expect(several.of('folder', 'warning')).toMatchObject([
      {message: expect.stringMatching(/1 of its lines are no Helm releases\.$/), incomplete: true},
    ]);

    const gaps = {...whole, 'bad.json': 'no JSON', 'secrets.json': secret};
    const gappy = await of(gaps);
    expect(gappy.code).toBe(0);
    expect(gappy.of('folder', 'warning')).toMatchObject([
      {
        message: expect.stringMatching(/bad\.json cannot be read: what begins in line 1 is not JSON\.$/),
        incomplete: true,
      },
    ]);
    expect(gappy.of('types', 'warning')[0]?.message).toContain('--add-types secrets collects it.');
    expect((await of(gaps, '--strict')).code).toBe(1);
    expect(firefly.fetchings).toEqual([]);
  });

  test('what a run refuses before it contacts anybody', async () => {
    const {check: run} = await prepare();
    const limited = await checks(run({words: [...json, '--limit', '1']}));
    expect([limited.code, limited.of('configuration', 'failed')]).toMatchObject([
      2,
      [{message: '--limit is for a dry run; expected -dry-run beside it.'}],
    ]);
    const used = createDirectory({'old.ndjson': ''});
    const full = await checks(run({words: [...json, '-dry-run', '--output-dir', used]}));
    expect([full.code, full.of('configuration', 'failed')]).toMatchObject([
      2,
      [{message: expect.stringContaining('it is not empty')}],
    ]);
    const fresh = join(used, 'new');
    expect((await checks(run({words: [...json, '-dry-run', '--output-dir', fresh]}))).code).toBe(0);
    expect(existsSync(fresh)).toBe(false);
  });

  test('wrong keys, and keys that are missing', async () => {
    const {check: run} = await prepare();
    const wrong = await checks(run({words: json, environment: {FIREFLY_SECRET_KEY: 'wrong-secret'}}));
    expect(wrong.code).toBe(1);
    expect(wrong.of('login', 'failed')[0]?.message).toContain(
      'check FIREFLY_ACCESS_KEY and FIREFLY_SECRET_KEY',
    );
    const missing = await checks(run({words: json, environment: {FIREFLY_SECRET_KEY: ''}}));
    expect(missing.code).toBe(2);
    expect(missing.of('configuration', 'failed')[0]?.message).toContain('The secret key is missing');
    expect(missing.of('login', 'skipped')).toHaveLength(1);
    const dry = await checks(run({words: [...json, '-dry-run'], environment: {FIREFLY_SECRET_KEY: ''}}));
    expect(dry.code).toBe(0);
  });

  test('a proxy that refuses is named', async () => {
    const proxy = createServer();
    proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    const {port} = proxy.address() as AddressInfo;
    const elsewhere = 'https://firefly.test';
    const {check: run} = await prepare();
    const {code, of} = await checks(
      run({
        words: json,
        settings: {endpoint: elsewhere, loginEndpoint: elsewhere},
        environment: {https_proxy: `http://me:pr0xyPa55@127.0.0.1:${port}`, no_proxy: '127.0.0.1'},
      }),
    );
    expect(code).toBe(1);
    for (const id of ['login', 'contract']) {
      const [result] = of(id, 'failed');
      expect(result?.message).toContain('the proxy answered 403');
      expect(result?.remedy).toContain(`http://127.0.0.1:${port}`);
      expect(JSON.stringify(result)).not.toContain('pr0xyPa55');
    }
    expect(of('proxy', 'ok')[0]?.message).toContain("Firefly's API through http://127.0.0.1");
  });

  test('an API that knows no contract fetching, or is no API at all', async () => {
    const answers = async (status: number, protocol: string) => {
      const server = createServer((_request, response) => response.writeHead(status).end());
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      onTestFinished(() => void server.close());
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const {check: run} = await prepare();
      const {results} = await checks(run({words: [...json, '--protocol', protocol], settings: {endpoint}}));
      return results.find(({id}) => id === 'contract')?.status;
    };
    expect(await answers(404, 'auto')).toBe('ok');
    expect(await answers(404, 'fetching')).toBe('failed');
    expect(await answers(404, 'objects')).toBe('ok');
    expect(await answers(200, 'auto')).toBe('warning');
    expect(await answers(302, 'auto')).toBe('failed');
    expect(await answers(503, 'objects')).toBe('failed');
  });

  test('a clock that is wrong', async () => {
    const {check: run} = await prepare();
    const {code, of} = await checks(run({words: json, now: () => Date.now() - 600_000}));
    expect(code).toBe(0);
    expect(of('clock', 'warning')[0]?.message).toMatch(/This machine is (9|10) min .* behind/);
  });

  test('settings that do not fit, unknown keys and unknown types', async () => {
    const {check: run} = await prepare();
    const broken = await checks(run({words: json, settings: {'collector.PageSize': 'big'}}));
    expect(broken.code).toBe(2);
    expect(broken.results).toHaveLength(1);
    const {code, of} = await checks(
      run({words: [...json, '--add-types', 'secretss'], settings: {'collector.PageSise': '1'}}),
    );
    expect(code).toBe(0);
    expect(of('configuration', 'warning')[0]?.message).toContain('did you mean collector.PageSize?');
    expect(of('types', 'warning')[0]?.message).toContain('did you mean secrets?');
  });

  test('a type in a rule of redaction that the cluster does not have', async () => {
    const {check: run} = await prepare();
    const redactRules = '- {name: mine, kinds: [gizmos.example.com, pods], path: data}\n';
    const {of} = await checks(run({words: json, settings: {'collector.redactRules': redactRules}}));
    expect(of('types', 'warning').map(({message}) => message)).toEqual([
      expect.stringContaining(
        'collector.redactRules, rule "mine": this cluster has no type "gizmos.example.com"',
      ),
    ]);
  });

  test('rules of redaction that cannot be used, each with its line', async () => {
    const {check: run} = await prepare();
    const redactRules = "- name: numbers\n  value: 'CUST-('\n- {name: notes, path: 'spec..x'}\n";
    const {of, code} = await checks(run({words: json, settings: {'collector.redactRules': redactRules}}));
    expect(code).toBe(2);
    const messages = of('configuration', 'failed').map(({message}) => message);
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatch(/^collector\.redactRules, line 2: rule 1 \("numbers"\), value: "CUST-\("/);
    expect(messages[1]).toMatch(/^collector\.redactRules, line 3: rule 2 \("notes"\), path: "spec\.\.x"/);
  });

  test('shows words in place of signs where NO_COLOR asks for plain text, and fits the terminal', async () => {
    const {check: run} = await prepare();
    const plain = await run({user: 'mostly', environment: {NO_COLOR: '1'}});
    expect(plain.stdout).toMatch(/^failed +Permissions/m);
    expect(plain.stdout).toMatch(/^[\n -~]*$/);
    const narrow = await run({user: 'mostly', columns: 70, environment: {NO_COLOR: '1'}});
    const long = narrow.stdout.split('\n').filter(({length}) => length > 70);
    expect(long.filter((line) => /\s\S+\s\S/.test(line.trim()))).toEqual([]);
  });

  test('a temporary folder that cannot be written', async () => {
    expect(await checkSpool('/nowhere/at/all')).toMatchObject({id: 'spool', status: 'failed'});
  });

  test('asks nothing that an API server forbids', () => {
    // It knows the reviews of permissions; the one that tells the user's name is younger.
    const others = shared.api.violations.filter((one) => !one.includes('/selfsubjectreviews: '));
    expect(others).toEqual([]);
  });
});
