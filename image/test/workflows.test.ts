import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

import {expect, test} from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
const files = readdirSync(folder).map((name) => join(folder, name));

test.each(files)('%s runs nothing whose version floats', (path) => {
  const text = readFileSync(path, 'utf8');
  // pnpm is the one of package.json, which names an exact version.
  expect(text).not.toMatch(/pnpm@\d/u);
  for (const [, action = ''] of text.matchAll(/uses: (\S+)/gu))
    expect(action).toMatch(/^\.\/|@[0-9a-f]{40}$/u);
});

test('package.json names an exact version of pnpm', () => {
  const {packageManager} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  expect(packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+$/u);
});
