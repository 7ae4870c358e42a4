import {secretSpellings} from '@firefly/core';
import {redactionMarker} from '@firefly/k8s-source';

/** Takes keys out of JSON text, which stays JSON. */
export interface KeyMask {
  /** The text without the keys, `REDACTED` in their place; undefined where none is in it. */
  mask(json: Buffer): Buffer | undefined;
}

/** Shorter ones are part of every word. */
const SHORTEST_KEY = 4;
/** Shorter ones may be part of any base64. */
const SHORTEST_EMBEDDED_KEY = 8;

/** A string or a number; a string's escapes are kept together. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/** A mask for these keys, in each of their spellings, also within base64 of a longer text. */
export function createKeyMask(keys: readonly string[]): KeyMask {
  const long = keys.filter(({length}) => length >= SHORTEST_KEY);
  const spellings = [...new Set(long.flatMap((key) => [...secretSpellings(key)]))];
  const embedded = long.filter(({length}) => length >= SHORTEST_EMBEDDED_KEY).flatMap(withinBase64);
  const patterns = [...spellings, ...embedded].map((pattern) => Buffer.from(pattern));

  const base64Words = embedded.map(base64WordWith);

  function maskToken(token: string): string {
    // Base64 goes whole: with a hole in it it would not decode.
    let masked = base64Words.reduce((text, word) => text.replaceAll(word, redactionMarker), token);
    masked = spellings.reduce((text, spelling) => text.replaceAll(spelling, redactionMarker), masked);
    // A number that becomes a word has to become a string.
    const isBroken = masked !== token && !token.startsWith('"');
    return isBroken || embedded.some((part) => masked.includes(part)) ? `"${redactionMarker}"` : masked;
  }

  return {
    mask(json) {
      if (!patterns.some((pattern) => json.includes(pattern))) return undefined;
      return Buffer.from(json.toString('utf8').replaceAll(TOKENS, maskToken));
    },
  };
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
