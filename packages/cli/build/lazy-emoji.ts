import type {Plugin} from 'rolldown';

const definitions =
  /^const (segmenter|rgiEmojiRegex) = (new Intl\.Segmenter\(\)|\/\^\\p\{RGI_Emoji\}\$\/v);$/gm;
const methods: Readonly<Record<string, string>> = {segmenter: 'segment', rgiEmojiRegex: 'test'};

/**
 * Has `string-width` make what tells emoji apart when text that is not ASCII comes along: to make
 * it when the program starts takes 20 ms. A build fails when the package no longer looks as it did.
 */
export function lazyEmoji(): Plugin {
  return {
    name: 'lazy-emoji',
    transform: {filter: {id: /\/string-width\/index\.js$/}, handler: makeLazy},
  };
}

/** The same module, which makes these objects at their first use. */
export function makeLazy(code: string): string {
  const lazy = code.replaceAll(definitions, (_, name: string, made: string) => {
    const method = methods[name];
    return `let made_${name}; const ${name} = {${method}: (text) => (made_${name} ??= ${made}).${method}(text)};`;
  });
  if (lazy === code) throw new Error('string-width no longer makes its segmenter in one line.');
  return lazy;
}
