import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

import {expect, test} from 'vitest';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The last column of the table of words in CONTRIBUTING.md. */
const forbidden = [...read('CONTRIBUTING.md').matchAll(/^\| [^|]+ \| [^|]+ \| ([^|]+) \|$/gmu)]
  .flatMap(([, words = '']) => words.split(','))
  .map((word) => word.trim())
  .filter((word) => !['not', '---'].includes(word));
const pattern = new RegExp(String.raw`\b(${forbidden.join('|')})\b`, 'giu');

/** What people read: documents without their code and tables of words, and messages, which are strings of several words. */
function textsOf(file: string): readonly string[] {
  const text = read(file);
  if (file.endsWith('.md'))
    return [text.replaceAll(/^```.*?^```|`[^`]*`/gmsu, '').replace(/## Words.*?(?=\n## )/su, '')];
  return (text.match(/`[^`]*`|'[^'\n]*'|"[^"\n]*"/gu) ?? []).filter((literal) => literal.includes(' '));
}

test('the table forbids words, and the search finds them', () => {
  expect(forbidden).toContain('GVK');
  expect('Such a blob is skipped.'.match(pattern)).toEqual(['blob', 'skipped']);
});

test('messages and documents use the words of the table', () => {
  const files = globSync(['*.md', 'docs/*.md', 'packages/*/README.md', 'packages/*/src/**/*.ts'], {
    cwd: root,
  });
  expect(files.length).toBeGreaterThan(400);
  const found = files
    .filter((file) => !file.includes('sandbox'))
    .flatMap((file) =>
      textsOf(file).flatMap((text) => (text.match(pattern) ?? []).map((word) => `${file}: ${word}`)),
    );
  expect(found).toEqual([]);
});
