import {execFile} from 'node:child_process';
import {existsSync, globSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';

import {describe, expect, test} from 'vitest';

const examples = join(import.meta.dirname, '..');
const documents = ['docs/library-guides.md', 'docs/writing-a-source-or-a-sink.md', 'packages/core/README.md'];

/** What the documents may quote: code that a test executes. */
async function sources(): Promise<string[]> {
  const folders = [examples, import.meta.dirname, join(examples, '../packages/k8s-source/examples')];
  const names = folders.map(async (folder) => {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
    return files.map((file) => join(folder, file));
  });
  return Promise.all((await Promise.all(names)).flat().map((file) => readFile(file, 'utf8')));
}

describe.for(documents)('%s', (document) => {
  test('quotes what is executed, letter for letter', async () => {
    const text = await readFile(join(examples, '..', document), 'utf8');
    const quotes = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, quote]) => quote!);
    const files = await sources();
    expect(quotes).not.toEqual([]);
    expect(quotes.filter((quote) => !files.some((file) => file.includes(quote)))).toEqual([]);
  });
});

test.for(['README.md', 'packages/k8s-source/README.md'])(
  '%s shows whole programs alone',
  async (document) => {
    const text = await readFile(join(examples, '..', document), 'utf8');
    const quotes = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, quote]) => quote!);
    const files = await sources();
    expect(quotes.length).toBeGreaterThan(0);
    expect(quotes.filter((quote) => !files.includes(quote))).toEqual([]);
  },
);

/** Documents for people: those of the root, of docs and of the packages. */
const pages = globSync(
  ['*.md', 'docs/*.md', 'packages/*/README.md', 'examples/README.md', 'charts/*/README.md'],
  {
    cwd: join(examples, '..'),
  },
).filter((page) => !page.endsWith('CHANGELOG.md'));

test.for(pages)('%s links to files that are there', async (page) => {
  const text = await readFile(join(examples, '..', page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)[^)]*\)/g)].map(([, link]) => link!);
  expect(links.filter((link) => !existsSync(join(examples, '..', dirname(page), link)))).toEqual([]);
});

test('the run in memory says what it did', async () => {
  const {stdout} = await promisify(execFile)(process.execPath, [join(examples, 'memory-run.ts')]);
  expect(stdout).toBe(
    'success: {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop"}}\n',
  );
});
