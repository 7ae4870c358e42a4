import {globSync, readFileSync} from 'node:fs';
import {basename} from 'node:path';

import {expect, test} from 'vitest';

const packages = new URL('../../', import.meta.url).pathname;
const files = globSync('*/src/**/*.ts', {cwd: packages}).filter((file) => !/(?:index|main)\.ts$/.test(file));

function shared<T>(items: Iterable<T>, keyOf: (item: T) => string): readonly (readonly T[])[] {
  return [...Map.groupBy(items, keyOf).values()].filter(({length}) => length > 1);
}

test('no two exports have one name', () => {
  const exported = /^export (?:abstract |async )*(?:class|interface|type|function\*?|const) (?<name>\w+)/gm;
  const all = files.flatMap((file) =>
    [...readFileSync(packages + file, 'utf8').matchAll(exported)].map(({groups}) => ({
      name: groups!['name']!,
      file,
    })),
  );
  // Overloads are one function.
  expect(
    shared(all, ({name}) => name).filter((same) => new Set(same.map(({file}) => file)).size > 1),
  ).toEqual([]);
});

test('no two files differ by a plural, or by the order of their words', () => {
  const wordsOf = (file: string) =>
    basename(file, '.ts')
      .split('-')
      .map((word) => word.replace(/s$/, ''))
      .toSorted()
      .join(' ');
  expect(shared(files, wordsOf)).toEqual([]);
});
