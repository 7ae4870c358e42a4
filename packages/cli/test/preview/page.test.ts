import {createHash} from 'node:crypto';
import {readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {expect, test} from 'vitest';

import {main} from '../../src/main.ts';
import {renderPage} from '../../src/preview/page/render-page.ts';
import type {Preview} from '../../src/preview/preview.ts';
import type {PreviewCell} from '../../src/preview/preview-row.ts';
import {loadSettings} from '../../src/settings/load-settings.ts';
import type {Settings} from '../../src/settings/settings.ts';
import {createProcessContext} from '../create-process-context.ts';
import {report} from '../report/reports.ts';
import {object, pageOf, password, previewOf, withFolder} from './preview-of.ts';

const hostile = `<img src=x onerror=alert(1)>"'&\u202e`;

test('holds figures and patterns, and no name and no content of an object', async () => {
  const page = await pageOf([
    object('ConfigMap', 'objects-own-name', {data: {'keys-own-name': `password: ${password}`}}, 'shop'),
    object('ConfigMap', 'too-large-by-name', {data: {text: 'x'.repeat(1_600_000)}}, 'shop'),
  ]);
  expect(page).not.toMatch(/own-name|by-name|x{40}/);
  expect(page).not.toContain(password);
  expect(page).toContain('<code>data.* › …</code>');
  expect(page).toContain('shop');
  expect(page).toContain('- apiGroups: [&#34;&#34;]');
});

/** The page of a model that no small cluster has. */
function pageOfModel(preview: Partial<Preview>, setting?: string, settings: Partial<Settings> = {}): string {
  const {values, entries} = loadSettings({environment: {}, flags: []});
  const external = {value: setting, origin: setting ?? 'default'};
  return renderPage(
    {
      cells: [],
      secrets: [],
      leftOut: [],
      assumptions: [],
      report: report({redactions: []}),
      ...preview,
    },
    {values: {...values, ...settings}, entries: {...entries, external}},
  );
}

const cell: PreviewCell = {
  stream: 'objects',
  type: 'pods',
  kind: 'Pod',
  namespace: 'shop',
  items: 1234,
  bytes: 1_234_567,
  gzipBytes: 123_456.7,
  redacted: 4567,
  redactable: 5678,
  secrets: 1234,
  tooLarge: 1000,
  largest: {bytes: 0, name: ''},
};

test.each<Partial<Settings>>([
  {namespaceSelector: 'team=a'},
  {watchNamespaces: ['team-*']},
  {honorOptOut: 'namespaces'},
])('names the list of namespaces among the permissions for %o', (settings) => {
  const rule = (from: Partial<Settings>) =>
    /resources: \[[^\]]*&#34;namespaces&#34;\]\n {2}verbs: \[&#34;list&#34;\]/.test(
      pageOfModel({}, undefined, from),
    );
  expect([rule(settings), rule({watchNamespaces: ['team']})]).toEqual([true, false]);
});

test('every text of a cluster, a rule and a setting is text in it', () => {
  const page = pageOfModel(
    {
      cells: [{...cell, type: hostile, namespace: hostile}],
      secrets: [{type: hostile, pattern: hostile, detector: hostile, places: 1}],
      leftOut: [{type: hostile, reason: 'removed'}],
      assumptions: [hostile],
      redactable: new Map([[hostile, 1]]),
    },
    hostile,
  );
  expect(page).not.toContain('<img');
  expect(page).not.toContain('\u202e');
  expect(page.match(/&#60;img src=x onerror=alert\(1\)&#62;&#34;&#39;&#38;\\u202e/g)?.length).toBeGreaterThan(
    10,
  );
});

test('loads nothing: its policy allows the style and the script that are in it', async () => {
  const page = await pageOf([object('Node', 'n')]);
  const digestOf = (element: string) => {
    const [, text = ''] = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(page) ?? [];
    return `sha256-${createHash('sha256').update(text).digest('base64')}`;
  };
  expect(page).toContain(
    `content="default-src 'none'; style-src '${digestOf('style')}'; script-src '${digestOf('script')}'; base-uri 'none'; form-action 'none'"`,
  );
  expect(page).not.toMatch(/ (?:style|on\w+)=|(?:src|href)="(?!#)/);
});

test('is below 1 MB for 1,000 namespaces', () => {
  const cells = Array.from({length: 40_000}, (_, index) => ({
    ...cell,
    type: `type-of-many-letters-${Math.floor(index / 1000)}.group.example.com`,
    namespace: `namespace-of-a-team-with-a-long-name-${index % 1000}`,
    bytes: 1_234_567 + index,
  }));
  const page = pageOfModel({cells});
  expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  expect(page).toContain('>namespace-of-a-team-with-a-long-name-999<');
  expect(page).toContain('>39,001 others<');
});

test('an empty cluster has a page, too', async () => {
  const page = await pageOf([object('Pod', 'a', {}, 'shop')], '--types', 'pods', '--namespace', 'elsewhere');
  expect(page).toContain('There is nothing to be drawn.');
});

test('is written for its owner alone, beside the summary; no link is followed', async () => {
  await withFolder([], async (folder) => {
    const [file, target, link] = ['page.html', 'target', 'link'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const both = await previewOf([object('Node', 'n')], ['--summary', '--html', file]);
    expect(both).toMatchObject({code: 0, stdout: expect.stringContaining('nodes')});
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(target, 'kept');
    symlinkSync(target, link);
    const {code, stdout, stderr} = await previewOf([object('Node', 'n')], ['--html', link]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('it is a link, which is not followed');
    expect(readFileSync(target, 'utf8')).toBe('kept');
  });
});

test('a run that sends refuses it', async () => {
  const keys = {FIREFLY_ACCESS_KEY: 'access-key-1', FIREFLY_SECRET_KEY: 'secret-key-2'};
  const process = createProcessContext(keys);
  expect(await main(['collect', 'c1', '--html', 'x.html'], process.context)).toBe(2);
  expect(process.stderr.text).toContain('--html is for a dry run; expected -dry-run beside it.');
});
