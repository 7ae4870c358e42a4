import {clusterFromObjects, defineCustomResource, everything, startKubernetesApi} from '@firefly/sandbox';
import {Ajv} from 'ajv';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, onTestFinished, test} from 'vitest';

import {main} from '../../src/main.ts';
import {CaptureStream} from '../capture-stream.ts';
import {createProcessContext} from '../create-process-context.ts';

const password = 'Wn5!kQz8vT2r';

function newFolder(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-scan-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}

async function scan(words: readonly string[], columns?: number) {
  const process = createProcessContext({}, new CaptureStream(), new CaptureStream(columns));
  const code = await main(['scan', ...words], process.context);
  const {text: stdout} = process.stdout;
  const {text: stderr} = process.stderr;
  expect(stdout + stderr).not.toContain(password);
  // No control character but the line's end.
  // eslint-disable-next-line no-control-regex
  expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  return {code, stdout, stderr};
}

const object = (kind: string, name: string, more: object) => ({
  apiVersion: 'v1',
  kind,
  metadata: {name, namespace: 'shop'},
  ...more,
});
const settings = object('ConfigMap', 'settings', {data: {'app.yml': `spring:\n  password: ${password}\n`}});
const clean = object('ConfigMap', 'clean', {data: {color: 'blue'}});
const pod = object('Pod', 'web-6d4b7-x2x9p', {
  spec: {containers: [{name: 'app', env: [{name: 'DB_PASSWORD', value: password}]}]},
});

test('lists what would be sent and looks like a secret, and exits with 4', async () => {
  const folder = newFolder({'a.json': settings, 'b.json': clean, 'c.json': pod});
  const {code, stdout, stderr} = await scan(['--from-dir', folder]);
  expect(code).toBe(4);
  expect(stdout).toMatch(/^configmaps shop\/settings +data\["app.yml"\] › spring\.password +telling key$/m);
  expect(stdout).toMatch(/^pods shop\/web-6d4b7-x2x9p .*env\[0\]\.value/m);
  expect(stderr).toContain('2 places that a run would send look like a secret (3 items read).');
  const narrow = await scan(['--from-dir', folder], 80);
  for (const line of narrow.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test("warns of a type in a rule of the user's that the files do not have", async () => {
  const folder = newFolder({'a.json': settings});
  const config = newFolder({
    'collector.redactRules': '- {name: mine, kinds: [widgets.example.com, configmaps, pods], path: data}\n',
  });
  const {code, stderr} = await scan(['--from-dir', folder, '--config', config]);
  expect(code).toBe(0);
  expect(stderr).toContain(
    `collector.redactRules, rule \\"mine\\": ${folder} has no type \\"widgets.example.com\\"`,
  );
  expect(stderr.match(/has no type/g)).toHaveLength(1);
});

test('exits with 0 where redaction leaves nothing', async () => {
  const folder = newFolder({'a.json': settings, 'c.json': pod});
  const {code, stdout, stderr} = await scan(['--from-dir', folder, '--redact', 'keys']);
  expect({code, stdout}).toEqual({code: 0, stdout: ''});
  expect(stderr).toContain('Nothing that a run would send looks like a secret (2 items read).');
});

test('exits with 1 where something could not be read, and with 4 where it found something beside it', async () => {
  const gap = await scan(['--from-dir', newFolder({'a.json': clean, 'b.json': '{"kind": '})]);
  expect(gap.code).toBe(1);
  expect(gap.stderr).toMatch(/^Not read: .*b\.json/m);
  expect(gap.stderr).toContain('The scan is not complete: 1 gap.');
  const both = await scan(['--from-dir', newFolder({'a.json': settings, 'b.json': '{"kind": '})]);
  expect(both.code).toBe(4);
});

test('exits with 2 for wrong usage, in a sentence', async () => {
  const folder = newFolder({'a.json': settings, 'list.json': [], 'text.json': password});
  const cases = {
    [`--from-dir ${folder}/none`]: /no such file or directory/,
    [`--from-dir ${folder} --limit 3`]: /--limit/,
    [`--from-dir ${folder} -o yaml`]: /table or json or sarif/,
    [`--from-dir ${folder} --baseline ${folder}/none`]: /--baseline: .* there is no such file; expected/,
    [`--from-dir ${folder} --baseline ${folder}/list.json`]: /--baseline: .*expected/,
    [`--from-dir ${folder} --baseline ${folder}/text.json`]: /--baseline: .* it is not JSON; expected/,
    [`--from-dir ${folder} --write-baseline ${folder}/none/x`]: /--write-baseline: .* cannot be written/,
  };
  for (const [words, sentence] of Object.entries(cases)) {
    const {code, stdout, stderr} = await scan(words.split(' '));
    expect({words, code, stdout}).toEqual({words, code: 2, stdout: ''});
    expect(stderr).toMatch(sentence);
  }
});

test('a baseline accepts what it names, for any Pod where it says so, and nothing else', async () => {
  const folder = newFolder({'a.json': settings, 'c.json': pod});
  const file = join(newFolder({}), 'accepted.json');
  expect((await scan(['--from-dir', folder, '--write-baseline', file])).code).toBe(0);
  const again = await scan(['--from-dir', folder, '--baseline', file]);
  expect(again.code).toBe(0);
  expect(again.stderr).toContain(
    'Nothing that a run would send looks like a secret, 2 accepted by the baseline',
  );

  const written = readFileSync(file, 'utf8');
  expect(written).not.toContain(password);
  writeFileSync(file, written.replace('web-6d4b7-x2x9p', 'web-*'));
  writeFileSync(join(folder, 'c.json'), JSON.stringify(pod).replace('x2x9p', 'aaaaa'));
  writeFileSync(join(folder, 'd.json'), JSON.stringify(pod).replace('web-6d4b7', 'db-0'));
  const {code, stdout} = await scan(['--from-dir', folder, '--baseline', file, '--write-baseline', file]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/pods shop\/db-0-x2x9p/);
  expect(stdout).not.toMatch(/web-/);
  const kept = JSON.parse(readFileSync(file, 'utf8')) as {accepted: {name: string}[]};
  expect(kept.accepted.map(({name}) => name).sort()).toEqual(['db-0-x2x9p', 'settings', 'web-*']);

  writeFileSync(join(folder, 'a.json'), JSON.stringify(clean));
  expect((await scan(['--from-dir', folder, '--baseline', file])).stderr).toContain(
    'Entries of the baseline that accept nothing any more: 1.',
  );
});

test('SARIF is as its schema says, with findings, accepted ones and gaps', async () => {
  const folder = newFolder({'a.json': settings, 'c.json': pod});
  const file = join(newFolder({}), 'accepted.json');
  await scan(['--from-dir', folder, '--write-baseline', file]);
  writeFileSync(join(folder, 'b.json'), '{"kind": ');
  writeFileSync(join(folder, 'd.json'), JSON.stringify(pod).replace('web', 'a b/ü\\u001b[2J'));
  const {code, stdout} = await scan(['--from-dir', folder, '--baseline', file, '-o', 'sarif']);
  expect(code).toBe(4);
  const log = JSON.parse(stdout) as {runs: {results: {suppressions?: unknown}[]}[]};
  const root = dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json'));
  const {id: _, ...schema} = JSON.parse(
    readFileSync(join(root, 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  ) as {id: string};
  const ajv = new Ajv({strict: false, validateFormats: false, unicodeRegExp: false});
  const validate = ajv.compile({...schema, $schema: 'http://json-schema.org/draft-07/schema#'});
  expect({isValid: validate(log), errors: validate.errors}).toEqual({isValid: true, errors: null});
  expect(log.runs[0]?.results.filter(({suppressions}) => suppressions !== undefined)).toHaveLength(2);
  expect(log.runs[0]?.results).toHaveLength(3);
  expect(log.runs[0]).toMatchObject({invocations: [{executionSuccessful: false}]});
});

test('JSON says what was found, what was accepted and what is missing', async () => {
  const {stdout} = await scan(['--from-dir', newFolder({'a.json': settings}), '-o', 'json']);
  expect(JSON.parse(stdout)).toEqual({
    complete: true,
    items: 1,
    total: {findings: 1, accepted: 0},
    findings: [
      {
        type: 'configmaps',
        namespace: 'shop',
        name: 'settings',
        path: 'data["app.yml"] › spring.password',
        detector: 'telling key',
      },
    ],
    accepted: [],
    gaps: [],
  });
});

test('what is too large to be sent is not looked at, and a folder with a part of a cluster is no clean one', async () => {
  const large = object('ConfigMap', 'large', {data: {password, filling: 'x'.repeat(1_600_000)}});
  expect((await scan(['--from-dir', newFolder({'a.json': large, 'b.json': clean})])).code).toBe(0);
  const process = createProcessContext({});
  const folder = newFolder({'a.json': clean});
  const part = join(newFolder({}), 'part');
  await main(
    ['-dry-run', 'c1', '--from-dir', folder, '--types', 'configmaps', '--output-dir', part],
    process.context,
  );
  expect((await scan(['--from-dir', part])).code).toBe(2);
});

test('the summary of a dry run says how many there are', async () => {
  const process = createProcessContext({});
  await main(
    ['-dry-run', 'c1', '--summary', '--from-dir', newFolder({'a.json': settings, 'c.json': pod})],
    process.context,
  );
  expect(process.stdout.text).toContain(
    '2 places in it look like a secret: firefly-collector scan lists where.\n',
  );
});

const storedRelease = {
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'helm.sh/release.v1',
  metadata: {
    name: 'sh.helm.release.v1.cart.v1',
    namespace: 'shop',
    labels: {owner: 'helm', name: 'cart', status: 'deployed', version: '1'},
  },
  data: {
    release: Buffer.from(
      gzipSync(
        JSON.stringify({
          name: 'cart',
          namespace: 'shop',
          version: 1,
          info: {status: 'deployed'},
          chart: {metadata: {name: 'cart', version: '0.1.0'}},
          config: {database: {password}},
          manifest: `---\napiVersion: v1\nkind: Secret\nstringData:\n  token: ${password}\n`,
        }),
      ).toString('base64'),
    ).toString('base64'),
  },
};

test('reads Helm releases of a cluster, asks nobody else, and says what may not be read', async () => {
  const cluster = clusterFromObjects([clean, storedRelease], {builtIns: 'used'});
  const users = [
    {name: 'admin', rules: [everything]},
    {name: 'no-secrets', rules: [everything], except: [{verbs: ['*'], groups: [''], resources: ['secrets']}]},
  ];
  await using api = await startKubernetesApi({cluster, users});
  const folder = newFolder({admin: api.kubeconfig('admin'), 'no-secrets': api.kubeconfig('no-secrets')});
  const words = ['-external', join(folder, 'admin'), '--endpoint', 'http://127.0.0.1:9', '-o', 'json'];
  const found = await scan(words);
  expect(found.code).toBe(4);
  const {findings} = JSON.parse(found.stdout) as {findings: {type: string; name: string; path: string}[]};
  expect(findings.map(({type, name}) => `${type} ${name}`)).toContain('releases.helm.sh cart');
  expect(findings.map(({path}) => path)).toContain('config.database.password');
  expect(findings.map(({path}) => path)).toContain('manifest › stringData.token');
  expect(await scan([...words, '--redact', 'all'])).toMatchObject({code: 0});
  const denied = await scan(['-external', join(folder, 'no-secrets')]);
  expect(denied.code).toBe(1);
  expect(denied.stderr).toMatch(/^Not read: helm releases: .*secrets/m);
});

test('reads the release that an Argo CD application counts as', async () => {
  const token = `glpat-${'Qz7Wv3Kx'.repeat(3)}`;
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {name: 'shop', namespace: 'argocd', uid: 'a1'},
    spec: {
      project: 'default',
      source: {repoURL: `https://oauth2:${token}@git.example.com/shop.git`, path: '.'},
    },
    status: {sync: {status: 'Synced'}, health: {status: 'Healthy'}, history: [{id: 0}], resources: []},
  };
  const cluster = clusterFromObjects([clean, storedRelease, application], {
    builtIns: 'used',
    types: [defineCustomResource({group: 'argoproj.io', kind: 'Application', versions: ['v1alpha1']})],
  });
  await using api = await startKubernetesApi({cluster, users: [{name: 'admin', rules: [everything]}]});
  const folder = newFolder({admin: api.kubeconfig('admin')});
  const words = ['-external', join(folder, 'admin'), '--endpoint', 'http://127.0.0.1:9', '-o', 'json'];
  const found = await scan(words);
  expect(found.code).toBe(4);
  expect(found.stdout).not.toContain(token);
  const {findings} = JSON.parse(found.stdout) as {findings: {type: string; name: string}[]};
  const places = findings.map(({type, name}) => `${type} ${name}`);
  expect(places).toContain('applications.argoproj.io shop');
  expect(places).toContain('releases.helm.sh shop');
  expect(await scan([...words, '--redact', 'all'])).toMatchObject({code: 0});
});
