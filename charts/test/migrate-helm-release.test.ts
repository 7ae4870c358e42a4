import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

import {afterEach, beforeEach, expect, test} from 'vitest';

import {chart} from './helm.ts';
import {runTool} from './run-tool.ts';

const script = fileURLToPath(new URL('../../scripts/migrate-helm-release.sh', import.meta.url));
const stub = (name: string) => fileURLToPath(new URL(`stubs/${name}.mjs`, import.meta.url));

const oldValues = {
  accessKey: 'OLD-ACCESS-KEY',
  secretKey: 'OLD-SECRET-KEY',
  clusterId: 'production',
  schedule: '0 * * * *',
  fetchEverything: false,
  image: {tag: '1.5.6'},
  offBoarderImage: {tag: '1.5.6'},
};
const newValues = {
  accessKey: 'OLD-ACCESS-KEY',
  secretKey: 'OLD-SECRET-KEY',
  clusterId: 'production',
  schedule: '0 * * * *',
  fetchEverything: false,
};

interface Call {
  readonly args: readonly string[];
  readonly input: string;
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firefly-migration-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'tmp'));
  for (const tool of ['bash', 'cat', 'dirname', 'env', 'mktemp', 'rm']) symlinkSync(onPath(tool)!, bin(tool));
  symlinkSync(process.execPath, bin('node'));
  symlinkSync(stub('helm'), bin('helm'));
  symlinkSync(onPath('jq') ?? stub('jq'), bin('jq'));
});

afterEach(() => rmSync(folder, {recursive: true}));

interface Migration {
  readonly values?: unknown;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

async function migrate({values = oldValues, args = [], env = {}}: Migration = {}) {
  const calls = join(folder, 'calls');
  const result = await runTool(bin('bash'), [script, ...args], {
    env: {
      PATH: join(folder, 'bin'),
      TMPDIR: join(folder, 'tmp'),
      STUB_CALLS: calls,
      STUB_VALUES: JSON.stringify(values),
      ...env,
    },
  });
  const lines = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
  return {...result, calls: lines.map((line) => JSON.parse(line) as Call)};
}

test('the old release is uninstalled and the new chart installed with its values', async () => {
  const {code, stdout, stderr, calls} = await migrate();
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  expect(stdout).toBe('Release "firefly" in namespace "firefly" now runs the new chart.\n');
  expect(calls.map(({args}) => args.map(withoutFolder))).toEqual([
    ['get', 'values', 'firefly', '--namespace', 'firefly', '--output', 'json'],
    ['template', 'firefly', '<chart>', '--namespace', 'firefly', '--values', '-'],
    ['uninstall', 'firefly', '--namespace', 'firefly', '--wait'],
    ['install', 'firefly', '<chart>', '--namespace', 'firefly', '--create-namespace', '--values', '-'],
  ]);
  expect(JSON.parse(calls[1]!.input)).toEqual(newValues);
  expect(JSON.parse(calls[3]!.input)).toEqual(newValues);
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
});

test('numbers become the texts that the new chart wants, but for those that may not be exact', async () => {
  const values = {clusterId: 42, accessKey: 123_456_789_012, secretKey: 2 ** 60, schedule: '0 * * * *'};
  const {code, calls} = await migrate({values});
  expect(code).toBe(0);
  expect(JSON.parse(calls[1]!.input)).toEqual({...values, clusterId: '42', accessKey: '123456789012'});
});

test('the keys are in no argument', async () => {
  const {calls} = await migrate();
  expect(JSON.stringify(calls.map(({args}) => args))).not.toContain('OLD-');
});

test('release, namespace and chart can be given', async () => {
  const env = {
    HELM_RELEASE_NAME: 'watcher',
    FIREFLY_COLLECTOR_NAMESPACE: 'ops',
    FIREFLY_CHART: 'oci://charts.example/x',
  };
  const {code, calls} = await migrate({env});
  expect(code).toBe(0);
  expect(calls.map(({args}) => args)).toEqual([
    ['get', 'values', 'watcher', '--namespace', 'ops', '--output', 'json'],
    ['template', 'watcher', 'oci://charts.example/x', '--namespace', 'ops', '--values', '-'],
    ['uninstall', 'watcher', '--namespace', 'ops', '--wait'],
    [
      'install',
      'watcher',
      'oci://charts.example/x',
      '--namespace',
      'ops',
      '--create-namespace',
      '--values',
      '-',
    ],
  ]);
});

test('a dry run changes nothing and shows no key', async () => {
  const values = {...oldValues, argocd: {enabled: false, token: 'OLD-TOKEN'}};
  const {code, stdout, stderr, calls} = await migrate({values, args: ['--dry-run']});
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  expect(calls.map(({args}) => args[0])).toEqual(['get', 'template']);
  expect(stdout).toContain('helm uninstall firefly --namespace firefly --wait\n');
  expect(stdout).toMatch(/helm install firefly \S+ --namespace firefly --create-namespace --values -\n/u);
  expect(stdout).not.toContain('OLD-');
  expect(JSON.parse(stdout.slice(stdout.indexOf('\n{')))).toEqual({
    ...newValues,
    accessKey: '***',
    secretKey: '***',
    argocd: {enabled: false, token: '***'},
  });
});

test('an existing Secret takes the place of the keys', async () => {
  const {code, calls} = await migrate({values: {clusterId: 'a', existingFireFlyCredentialsSecret: 'keys'}});
  expect(code).toBe(0);
  expect(JSON.parse(calls[3]!.input)).toEqual({clusterId: 'a', existingFireFlyCredentialsSecret: 'keys'});
});

test.each(['helm', 'jq'])('without %s nothing is done', async (tool) => {
  rmSync(bin(tool));
  const {code, stderr, calls} = await migrate();
  expect({code, calls}).toEqual({code: 1, calls: []});
  expect(stderr).toBe(
    `migrate-helm-release: ${tool} is not on the PATH: install it, then run this again. Nothing was changed.\n`,
  );
});

test.each([
  ['accessKey', {secretKey: 's', clusterId: 'c'}],
  ['secretKey', {accessKey: 'a', secretKey: '', clusterId: 'c'}],
  ['clusterId', {accessKey: 'a', secretKey: 's', clusterId: null}],
  ['clusterId, accessKey, secretKey', null],
])('without the value %s nothing is changed', async (name, values) => {
  const {code, stderr, calls} = await migrate({values});
  expect(code).toBe(1);
  expect(calls.map(({args}) => args[0])).toEqual(['get']);
  expect(stderr).toBe(
    `migrate-helm-release: release "firefly" in namespace "firefly" has no value for ${name}: migrate by hand, as the docs describe. Nothing was changed.\n`,
  );
});

test('a release that is not there is said before anything is changed', async () => {
  const {code, stderr, calls} = await migrate({env: {STUB_FAILURE: 'get'}});
  expect(code).toBe(1);
  expect(calls).toHaveLength(1);
  expect(stderr).toContain(
    'the values of release "firefly" in namespace "firefly" cannot be read: set HELM_RELEASE_NAME',
  );
});

test('values that the new chart refuses stop it before anything is changed', async () => {
  const {code, stderr, calls} = await migrate({env: {STUB_FAILURE: 'template'}});
  expect(code).toBe(1);
  expect(calls.map(({args}) => args[0])).toEqual(['get', 'template']);
  expect(stderr).toContain('the stub refuses to template');
  expect(stderr).toContain(
    'the new chart does not accept the values of release "firefly", see above. Nothing was changed.',
  );
});

test.each(['uninstall', 'install'])(
  'when helm cannot %s, the values are kept where only their owner reads them',
  async (step) => {
    const {code, stderr, calls} = await migrate({env: {STUB_FAILURE: step}});
    expect(code).toBe(1);
    expect(calls.at(-1)!.args[0]).toBe(step);
    const [name] = readdirSync(join(folder, 'tmp'));
    const backup = join(folder, 'tmp', name!);
    expect(stderr).toContain(backup);
    expect(stderr).not.toContain('OLD-');
    expect(JSON.parse(readFileSync(backup, 'utf8'))).toEqual(newValues);
    expect(statSync(backup).mode & 0o077).toBe(0);
  },
);

test('an unknown argument is wrong usage', async () => {
  const {code, stderr, calls} = await migrate({args: ['--dryrun']});
  expect({code, calls}).toEqual({code: 2, calls: []});
  expect(stderr).toBe('migrate-helm-release: unknown argument "--dryrun"; --help says what there is.\n');
});

test('help needs nothing', async () => {
  rmSync(bin('helm'));
  const {code, stdout} = await migrate({args: ['--help']});
  expect(code).toBe(0);
  expect(stdout).toContain('FIREFLY_COLLECTOR_NAMESPACE   Namespace of the release (default: firefly)');
});

function bin(tool: string): string {
  return join(folder, 'bin', tool);
}

function onPath(tool: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((candidate) => join(candidate, tool)).find((path) => existsSync(path));
}

/** The chart next to the script, however the path to it is spelled. */
function withoutFolder(argument: string): string {
  return resolve(argument) === chart ? '<chart>' : argument;
}
