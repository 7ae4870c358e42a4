import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';

import {expect, test} from 'vitest';
import {parse} from 'yaml';

import {documentedValues} from '../scripts/documented-values.ts';
import {chart, helm} from './helm.ts';
import {requiredValues} from './render-chart.ts';
import {renderedNotes} from './rendered-notes.ts';
import {runTool} from './run-tool.ts';

test.each([
  ['defaults', {}],
  ['values that install', requiredValues],
])('helm lint --strict passes with the %s', async (_name, values) => {
  const result = await helm(['lint', '--strict', chart, '--values', '-'], {input: JSON.stringify(values)});
  expect(result).toMatchObject({code: 0, stdout: expect.stringContaining('0 chart(s) failed') as string});
});

test('README and schema are what values.yaml says', async () => {
  const generator = fileURLToPath(new URL('../scripts/generate-chart-docs.ts', import.meta.url));
  expect(await runTool(process.execPath, [generator, '--check'])).toEqual({code: 0, stdout: '', stderr: ''});
});

test('the path in git of the charts before this one, which Argo CD may name, is this chart', async () => {
  const args = (path: string) => ['template', 'firefly', path, '--values', '-'];
  const input = JSON.stringify(requiredValues);
  const earlier = join(chart, '../chart');
  const {code, stdout: rendered} = await helm(args(chart), {input});
  expect(await helm(args(earlier), {input})).toMatchObject({code, stdout: rendered});
  const repository = join(chart, '../..');
  const {stdout} = await runTool('git', ['-C', repository, 'ls-files', '-s', 'charts/chart']);
  expect(stdout).toMatch(/^120000 /u);
});

test('a value without a comment is refused by name', () => {
  expect(() => documentedValues('# Good.\na: 1\nb:\n  # Good.\n  c: 1\n\n  d: 2\n')).toThrow(
    'values.yaml: "b.d" has no comment above it that says what it does.',
  );
});

test('the packaged chart holds the two lists of types itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-chart-'));
  try {
    expect(await helm(['package', chart, '--destination', folder])).toMatchObject({code: 0});
    const {version} = parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8')) as {version: string};
    const files = tarFiles(gunzipSync(readFileSync(join(folder, `firefly-k8s-collector-${version}.tgz`))));
    for (const name of ['default-resource-types.json', 'recent-resource-types.json']) {
      const list = new URL(`../../packages/core/${name}`, import.meta.url);
      expect(files.get(`firefly-k8s-collector/files/${name}`)).toBe(readFileSync(list, 'utf8'));
    }
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(
        ['Chart.yaml', 'values.yaml', 'values.schema.json', 'README.md'].map(
          (name) => `firefly-k8s-collector/${name}`,
        ),
      ),
    );
  } finally {
    rmSync(folder, {recursive: true});
  }
});

test.each([
  {
    values: {},
    says: [
      'is installed for the cluster "cluster-1"',
      'kubectl -n watchers create job --from=cronjob/firefly-cronjob firefly-first-run',
      'kubectl -n watchers logs -f job/firefly-first-run',
    ],
    silent: ['suspended', 'Secrets', 'deprecated', 'Helm releases'],
  },
  {
    values: {suspend: true, collectSecrets: true},
    says: ['It is suspended', 'collectSecrets is deprecated', 'Secrets leave the cluster as they are'],
    silent: ['It collects on the schedule'],
  },
  {values: {addTypes: ['secrets.core'], redact: ['secrets']}, says: [], silent: ['Secrets leave']},
  {values: {addTypes: ['*.core', 'jobs']}, says: ['Secrets leave the cluster as they are'], silent: []},
  {
    values: {fetchEverything: false},
    says: ['Helm releases are not collected: they lie in Secrets'],
    silent: [],
  },
])('the notes with $values', async ({values, says, silent}) => {
  const notes = await renderedNotes(values);
  for (const sentence of says) expect(notes).toContain(sentence);
  for (const sentence of silent) expect(notes).not.toContain(sentence);
});

/** Text of the regular files of a tar archive, by name; ustar with short names is all that helm writes here. */
function tarFiles(archive: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let offset = 0; archive[offset] !== undefined && archive[offset] !== 0;) {
    const field = (start: number, length: number) =>
      archive.toString('utf8', offset + start, offset + start + length).replace(/\0.*$/su, '');
    const size = Number.parseInt(field(124, 12), 8);
    const isRegular = ['0', ''].includes(field(156, 1));
    if (isRegular) files.set(field(0, 100), archive.toString('utf8', offset + 512, offset + 512 + size));
    offset += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
