import {redactionMarker} from '@firefly/k8s-source';

import {keySpellings} from './key-spellings.ts';

/** Takes keys out of JSON text, which stays JSON. */
export interface KeyMask {
  /** The text without the keys, `REDACTED` in their place; undefined where none is in it. */
  mask(json: Buffer): Buffer | undefined;
}

/** Shorter ones are part of every word. */
const SHORTEST_KEY = 4;
/** Shorter ones may be part of any base64. */
const SHORTEST_EMBEDDED_KEY = 8;

/**
 * A mask for these keys, in each of their spellings.
 *
 * @param options.withinBase64 Whether they are looked for in the base64 of a longer text as well, at three times the cost.
 */
export function createKeyMask(keys: readonly string[], options: {readonly withinBase64: boolean}): KeyMask {
  const long = keys.filter(({length}) => length >= SHORTEST_KEY);
  // Longest first: a key may contain another one.
  const spellings = [...new Set(long.flatMap((key) => [...keySpellings(key)]))].sort(
    (one, other) => other.length - one.length,
  );
  const embedded = options.withinBase64
    ? long.filter(({length}) => length >= SHORTEST_EMBEDDED_KEY).flatMap(withinBase64)
    : [];
  const base64Words = embedded.map(base64WordWith);
  const patterns = [...spellings, ...embedded].map((pattern) => Buffer.from(pattern));

  function maskToken(token: string): string {
    // Base64 goes whole: with a hole in it it would not decode.
    let masked = base64Words.reduce((text, word) => text.replaceAll(word, redactionMarker), token);
    masked = spellings.reduce((text, spelling) => text.replaceAll(spelling, redactionMarker), masked);
    const isWhole = masked === token || (isString(masked) && !embedded.some((part) => masked.includes(part)));
    return isWhole ? masked : `"${redactionMarker}"`;
  }

  return {
    mask(json) {
      if (!patterns.some((pattern) => json.includes(pattern))) return undefined;
      return Buffer.from(replaceTokens(json.toString('utf8'), maskToken));
    },
  };
}

/** A number that became a word is none, nor is what a key took the half of an escape of. */
function isString(token: string): boolean {
  try {
    return typeof JSON.parse(token) === 'string';
  } catch {
    return false;
  }
}

/** The JSON text with each string, quotes included, and each number replaced; all between them stays. */
function replaceTokens(text: string, replace: (token: string) => string): string {
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length;) {
    const end = endOfToken(text, at);
    if (end === at) {
      at++;
      continue;
    }
    parts.push(text.slice(copied, at), replace(text.slice(at, end)));
    copied = at = end;
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

/** No regular expression: one that knows escapes overflows V8's stack on a string of millions of them. */
function endOfToken(text: string, start: number): number {
  let at = start;
  if (text[start] !== '"') {
    while (at < text.length && '-+.eE0123456789'.includes(text.charAt(at))) at++;
    return at;
  }
  for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
  return Math.min(at + 1, text.length);
}

/** What is left of a key in the base64 of a text that it is in: one form for each place in a group of three bytes. */
function withinBase64(key: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)]);
    // Characters that the neighbours have a part in are cut off.
    return bytes.toString('base64').slice(Math.ceil((before * 4) / 3), Math.floor((bytes.length * 4) / 3));
  });
}

/** The whole word of base64 around a part of it; it begins after an escape of JSON, or after what base64 does not know. */
function base64WordWith(part: string): RegExp {
  const start = String.raw`(?:(?<=\\[bfnrt])|(?<![\\A-Za-z0-9+/]))`;
  return new RegExp(`${start}[A-Za-z0-9+/]*${part.replaceAll('+', String.raw`\+`)}[A-Za-z0-9+/]*={0,2}`, 'g');
}
