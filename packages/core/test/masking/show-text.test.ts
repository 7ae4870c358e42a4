import fc from 'fast-check';
import {expect, test} from 'vitest';

import {masker, showJson, showText, visibleText} from '../../src/index.ts';
import {anyText} from './any-text.ts';

const actingCharacters = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

test('what would act in place of being seen is written out', () => {
  expect(visibleText('a\u001B[2Jb\nc\rd\te\u0000')).toBe(String.raw`a\u001b[2Jb\nc\rd\te\u0000`);
  expect(visibleText('\u009B31m \u202Ecba\u2066 \u2028\u2029 a\u200Bb \u{E0041}')).toBe(
    String.raw`\u009b31m \u202ecba\u2066 \u2028\u2029 a\u200bb \udb40\udc41`,
  );
  expect(visibleText('müller 東京 😀 …')).toBe('müller 東京 😀 …');
});

test('no text acts on a screen, as a sentence or as JSON, which keeps its meaning', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(showText(text)).not.toMatch(actingCharacters);
      const json = showJson({text}, 2);
      expect(json.replaceAll('\n', '')).not.toMatch(actingCharacters);
      if (!text.includes('@')) expect(JSON.parse(json)).toEqual({text});
    }),
  );
});

test('names and values of JSON hold no credential', () => {
  masker.protect('sK9Zx8Yw7Vu6"\\');
  expect(showJson({a: ['sK9Zx8Yw7Vu6"\\', 1, null, true], 'sK9Zx8Yw7Vu6"\\': {b: undefined}})).toBe(
    '{"a":["***",1,null,true],"***":{}}\n',
  );
});
