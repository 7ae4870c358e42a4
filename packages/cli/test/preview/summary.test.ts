import {expect, test} from 'vitest';

import {object, password, previewOf} from './preview-of.ts';

const env = {spec: {containers: [{name: 'app', env: [{name: 'DB_PASSWORD', value: password}]}]}};
const uid = '3a01c66b-154c-4219-9543-9f9795470d14';
const objects = [
  object(
    'Pod',
    'web-1',
    {
      ...env,
      metadata: {
        managedFields: [{manager: 'kubectl'}],
        ownerReferences: [{uid, kind: 'ReplicaSet', name: 'web', apiVersion: 'apps/v1'}],
      },
    },
    'shop',
  ),
  object('Pod', 'web-2', env, 'bank'),
  object('ReplicaSet', 'web', {metadata: {uid}}, 'shop'),
  object('ConfigMap', 'settings', {data: {'app.yml': `spring:\n  password: ${password}\n`}}, 'shop'),
  object('Node', 'node-1'),
];

interface Summary {
  readonly assumptions: readonly string[];
  readonly rows: readonly Record<string, string | number>[];
  readonly sum: Record<string, number>;
  readonly redactable: Record<string, number>;
  readonly secrets: readonly object[];
}

async function summary(...words: string[]): Promise<Summary> {
  const {code, stdout} = await previewOf(objects, ['--summary', '-o', 'json', ...words]);
  expect(code).toBe(0);
  expect(stdout).not.toContain(password);
  return JSON.parse(stdout) as Summary;
}

const pick = (rows: Summary['rows'], ...names: string[]) =>
  Object.fromEntries(rows.map((row) => [Object.values(row)[0], names.map((name) => row[name])]));

test('counts items, what all rules would take and what looks like a secret, trees included', async () => {
  const {rows, sum, redactable, secrets, assumptions} = await summary();
  expect(pick(rows, 'items', 'redacted', 'redactable', 'secrets')).toEqual({
    pods: [2, 0, 3, 2],
    'replicasets.apps': [1, 0, 0, 0],
    configmaps: [1, 0, 1, 1],
    nodes: [1, 0, 0, 0],
    'object-trees': [1, 0, 0, 0],
  });
  expect(sum).toMatchObject({items: 6, redactable: 4, secrets: 3});
  expect(redactable).toEqual({env: 2, managedFields: 1, keys: 1});
  expect(secrets).toEqual([
    {type: 'pods', pattern: 'spec.containers[*].env[*].value', detector: 'telling key', places: 2},
    {type: 'configmaps', pattern: 'data.* › …', detector: 'telling key', places: 1},
  ]);
  expect(assumptions[0]).toMatch(
    /^Firefly is taken to ask for object trees, which repeat the objects: \d+ B of JSON/,
  );
});

test('counts the same of items that wait for whom they belong to, and nothing of what opted out', async () => {
  const own = {metadata: {labels: {'firefly.ai/collect': 'false'}}, ...env};
  const here = [object('Namespace', 'shop'), object('Namespace', 'bank'), ...objects];
  const counts = async (all: readonly string[], ...words: string[]) => {
    const {stdout} = await previewOf(all, ['--summary', '-o', 'json', ...words]);
    const {rows, redactable} = JSON.parse(stdout) as Summary;
    return {rows: pick(rows, 'items', 'redacted', 'redactable', 'secrets'), redactable};
  };
  const all = await counts(here);
  for (const more of [[], [object('Pod', 'web-3', own, 'bank')]])
    expect(await counts([...here, ...more], '--honor-opt-out', 'all')).toEqual(all);
});

test('bytes and compressed bytes of all rows are those of the sum, whatever rows are made by', async () => {
  const by = await Promise.all(['type', 'namespace', 'kind'].map((what) => summary('--by', what)));
  for (const {rows, sum} of by) {
    for (const name of ['items', 'bytes', 'secrets'])
      expect(rows.reduce((total, row) => total + Number(row[name]), 0)).toBe(sum[name]);
    const gzip = rows.reduce((total, row) => total + Number(row['gzipBytes']), 0);
    expect(Math.abs(gzip - Number(sum['gzipBytes']))).toBeLessThan(rows.length);
    expect(sum).toEqual(by[0]?.sum);
  }
  expect(pick(by[1]?.rows ?? [], 'items', 'secrets')).toEqual({shop: [4, 2], bank: [1, 1], '(none)': [1, 0]});
  expect(Object.keys(pick(by[2]?.rows ?? [], 'items')).toSorted()).toEqual([
    'ConfigMap',
    'Node',
    'Pod',
    'ReplicaSet',
    'object tree',
  ]);
});

test('tells what the rules in force take from what they leave', async () => {
  const {rows, secrets} = await summary('--redact', 'env');
  expect(pick(rows, 'redacted', 'redactable', 'secrets')).toMatchObject({
    pods: [2, 3, 0],
    configmaps: [0, 1, 1],
  });
  expect(secrets).toHaveLength(1);
  const all = await summary('--redact', 'all');
  expect(all.redactable).toEqual({});
  expect(all.sum).toMatchObject({redacted: 4, redactable: 0, secrets: 0});
});

test('with the contract objects there are no trees, and it says so', async () => {
  const {rows, assumptions} = await summary('--protocol', 'objects');
  expect(rows.map(({type}) => type)).not.toContain('object-trees');
  expect(assumptions[0]).toBe('The contract is objects: no Helm releases and no object trees are sent.');
});

test('says of a part that it is one', async () => {
  const {assumptions} = await summary('--types', 'pods', '--limit', '1');
  expect(assumptions).toContain('A part of a run: pods alone, and no Helm releases.');
  expect(assumptions).toContain('A part of a run: at most 1 object of each type.');
});

test('an item that is too large is counted where it is left out', async () => {
  const large = object('ConfigMap', 'large', {data: {text: 'x'.repeat(1_600_000)}}, 'shop');
  const {stdout} = await previewOf([...objects, large], ['--summary', '--by', 'namespace']);
  const [head = '', ...lines] = stdout.split('\n');
  expect(head).toMatch(/^NAMESPACE +OBJECTS +JSON +GZIP +SHARE +REDACTABLE +SECRETS +LARGE +LARGEST$/);
  expect(lines.find((line) => line.startsWith('shop'))?.split(/ {2,}/)[7]).toBe('1');
  expect(stdout).toMatch(/^Too large to be sent: ConfigMap shop\/large, 1\.6 MB\.$/m);
});

test('the table fits 80 columns, and columns with nothing in them take no room', async () => {
  const {stdout} = await previewOf(objects, ['--summary'], 80);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(stdout.split('\n')[0]).not.toMatch(/REDACTED|LARGE\b/);
  const clean = await previewOf([object('Node', 'n')], ['--summary']);
  expect(clean.stdout.split('\n')[0]?.split(/ {2,}/)).toEqual([
    'TYPE',
    'OBJECTS',
    'JSON',
    'GZIP',
    'SHARE',
    'LARGEST',
  ]);
});

test('csv has a line a row, numbers as they are', async () => {
  const {stdout} = await previewOf(objects, ['--summary', '-o', 'csv', '--by', 'namespace']);
  const [head, ...rows] = stdout.split('\r\n');
  expect(head).toBe('namespace,items,bytes,gzipBytes,redacted,redactable,secrets,tooLarge');
  expect(rows[0]).toMatch(/^shop,4,\d{3,},\d+,0,3,2,0$/);
});

test.each([
  [['--by', 'type'], '--by is for a summary; expected -dry-run --summary beside it.'],
  [['-o', 'csv'], '--output is for a summary'],
  [['--summary', '--by', 'name'], '"name" does not fit; expected type or namespace or kind'],
  [['--summary', '--html', '-'], '--html -: standard output is taken already; expected a file.'],
  [['--html', '/nowhere/page.html'], '--html: /nowhere/page.html cannot be written (ENOENT)'],
])('refuses %j', async (words, sentence) => {
  const {code, stdout, stderr} = await previewOf(objects, words);
  expect([code, stdout]).toEqual([2, '']);
  expect(JSON.parse(stderr)).toMatchObject({msg: expect.stringContaining(sentence)});
});
