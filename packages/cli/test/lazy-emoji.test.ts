import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

import stringWidth from 'string-width';
import {expect, test} from 'vitest';

import {makeLazy} from '../build/lazy-emoji.ts';

const require = createRequire(import.meta.url);

test('what tells emoji apart gives the same widths when it is made late', async () => {
  const code = makeLazy(readFileSync(require.resolve('string-width'), 'utf8'));
  expect(code).not.toMatch(/^const \w+ = new Intl\.Segmenter/m);
  expect(code).not.toMatch(/^const \w+ = .*RGI_Emoji/m);
  const absolute = code.replaceAll(
    /from '([^']+)'/g,
    (_, name: string) => `from '${pathToFileURL(require.resolve(name)).href}'`,
  );
  const {default: lazyWidth} = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(absolute)}`
  )) as {default: typeof stringWidth};
  for (const text of ['plain', '日本', '한글', 'e\u0301', '1️⃣', '🇩🇪 x', '👩‍👩‍👧', '\u001B[31mred\u001B[0m'])
    expect([text, lazyWidth(text)]).toEqual([text, stringWidth(text)]);
});

test('a package that looks otherwise fails the build', () => {
  expect(() => makeLazy('const segmenter = makeSegmenter();')).toThrow('string-width no longer makes');
});
