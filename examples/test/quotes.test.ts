import {execFile} from 'node:child_process';
import {existsSync, globSync, readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';

import {expect, test} from 'vitest';

const root = join(import.meta.dirname, '../..');
const examples = join(root, 'examples');

/** Documents for people: those of the root, of docs and of the packages. */
const pages = globSync(
  ['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/README.md', 'charts/*/README.md'],
  {cwd: root},
);

test('every snippet in TypeScript is a whole file that is compiled and run by tests', () => {
  const files = new Set(
    globSync(['examples/*.ts', 'examples/test/*.test.ts', 'packages/*/examples/*.ts'], {cwd: root}).map(
      (file) => readFileSync(join(root, file), 'utf8'),
    ),
  );
  const snippets = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/^```(?:ts|typescript)\n(.*?)^```$/gms)].map(
      ([, snippet = '']) => ({page, snippet}),
    ),
  );
  expect(snippets.length).toBeGreaterThan(15);
  expect(snippets.filter(({snippet}) => !files.has(snippet))).toEqual([]);
});

test.for(pages)('%s links to files that are there', async (page) => {
  const text = await readFile(join(root, page), 'utf8');
  const links = [
    ...text.replaceAll(/`[^`\n]*`/g, '').matchAll(/(?:\]\(|src(?:set)?=")(?!https?:|mailto:|#)([^)\s#"]+)/g),
  ].map(([, link]) => link!);
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

/** What a link may lead to within a page: its headings, as GitHub names them, and anchors. */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = readFileSync(page, 'utf8');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/\]\([^)]*\)|[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id)]);
}

test('every link to a place within a page leads to a heading that is there', () => {
  const links = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s:#]*)#([^)\s]+)\)/g)].map(
      ([, file = '', anchor = '']) => ({page, file, anchor}),
    ),
  );
  const leadsNowhere = links.filter(({page, file, anchor}) => {
    const anchors = anchorsOf(file === '' ? join(root, page) : join(root, dirname(page), file));
    // The second heading of a name is `name-1`.
    return !anchors.has(anchor) && !anchors.has(anchor.replace(/-\d+$/, ''));
  });
  expect(links.length).toBeGreaterThan(100);
  expect(leadsNowhere).toEqual([]);
});

test('every page of the docs opens with who needs it and ends with what to do next', () => {
  const documents = globSync('docs/*.md', {cwd: root});
  const isComplete = (text: string) =>
    /^# .+\n\n(<!--[^>]+-->\n\n)?For who/.test(text) && /\nNext: (?:(?!\n#)[^])+$/.test(text);
  expect(documents.length).toBeGreaterThan(15);
  expect(documents.filter((page) => !isComplete(readFileSync(join(root, page), 'utf8')))).toEqual([]);
});

test('the run in memory says what it did', async () => {
  const {stdout} = await promisify(execFile)(process.execPath, [join(examples, 'memory-run.ts')]);
  expect(stdout).toBe(
    'success: {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop"}}\n',
  );
});
