import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {object, pageOf, password} from './preview-of.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(executablePath === undefined)('the page, in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let html = '';
  beforeAll(async () => {
    html = await pageOf(
      Array.from({length: 12}, (_, index) => [
        object(
          'Pod',
          'p',
          {spec: {containers: [{env: [{name: 'TOKEN', value: password}]}]}},
          `team-${index}`,
        ),
        object('ConfigMap', 'c', {data: {text: 'x'.repeat(100 * (index + 1))}}, `team-${index}`),
      ]).flat(),
    );
    browser = await chromium.launch({executablePath: executablePath ?? '', args: ['--no-sandbox']});
  });
  afterAll(async () => browser.close());

  async function show(options: BrowserContextOptions = {}): Promise<{page: Page; complaints: string[]}> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => complaints.push(request.url()));
    await page.setContent(html);
    return {page, complaints};
  }

  test('shows itself without a request, an error or a breach of its policy', async () => {
    const {page, complaints} = await show();
    expect(await page.title()).toBe('What would leave the cluster c1');
    expect(await page.locator('svg.map a').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('has no fault that axe-core finds, %s', async (colorScheme) => {
    const {page} = await show({colorScheme, bypassCSP: true});
    await page.evaluate(axe);
    const found = await page.evaluate(
      'axe.run(document).then(({violations}) => violations.map(({id, nodes}) => [id, nodes[0].html]))',
    );
    expect(found).toEqual([]);
  });

  test('sorts and filters by keyboard alone', async () => {
    const {page} = await show();
    const table = page.locator('table[data-tools="by type and namespace"]');
    const titles = async () => table.locator('tbody tr:not([hidden]) th').allTextContents();
    await page.getByLabel('Filter by type and namespace').focus();
    await page.keyboard.type('configmaps team-1');
    expect((await titles()).toSorted()).toEqual([
      'configmaps, team-1',
      'configmaps, team-10',
      'configmaps, team-11',
    ]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await titles()).toEqual(['configmaps, team-1', 'configmaps, team-10', 'configmaps, team-11']);
    expect(await table.locator('[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await titles()).toEqual(['configmaps, team-11', 'configmaps, team-10', 'configmaps, team-1']);
  });

  test('a keyboard comes from a type in the drawing to its row', async () => {
    const {page} = await show();
    const pods = page.getByRole('link', {name: /^pods: .* 12 places that look like a secret$/});
    await pods.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('tr:target th').textContent()).toBe('pods');
  });

  test('prints on A4, and nothing is wider than the paper', async () => {
    const {page} = await show();
    await page.emulateMedia({media: 'print'});
    // 210 mm less two margins of 14, at 96 dots an inch.
    await page.setViewportSize({width: 687, height: 1000});
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(687);
    expect((await page.pdf({preferCSSPageSize: true})).subarray(0, 4).toString()).toBe('%PDF');
  });
});
