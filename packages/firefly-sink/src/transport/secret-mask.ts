import {secretSpellings} from '@firefly/core';

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // A JSON Web Token, whoever's it is.
  [/eyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g, '***'],
  [/(\bBearer\s+)[^\s"',;]+/gi, '$1***'],
  [
    /((?:access_?token|refresh_?token|access_?key|secret_?key)\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\&,;}]+/gi,
    '$1***',
  ],
  // Credentials in a URL.
  [/(\/\/)[^/@\s]+@/g, '$1***@'],
];

/** Takes keys and tokens out of text that comes from elsewhere, before anybody sees it. */
export interface SecretMask {
  /** From now on, this is masked too: a token that was just handed out. */
  add(secret: string): void;
  /** The text with each known secret, in any of the spellings that servers echo, and whatever looks like one, as `***`. */
  mask(text: string): string;
}

/** Knows `secrets` from the start; empty ones are ignored. */
export function createSecretMask(secrets: readonly string[]): SecretMask {
  const spellings = new Set<string>();
  const add = (secret: string) => {
    if (secret === '') return;
    for (const spelling of secretSpellings(secret)) spellings.add(spelling);
  };
  for (const secret of secrets) add(secret);
  return {
    add,
    mask(text) {
      // Longest first, or a key that is part of another would leave the rest of it standing.
      const known = [...spellings].sort((a, b) => b.length - a.length);
      let masked = text;
      for (const spelling of known) masked = masked.replaceAll(spelling, '***');
      for (const [pattern, replacement] of PATTERNS) masked = masked.replace(pattern, replacement);
      return withoutCutSecret(masked, known);
    },
  };
}

/** Where text was cut in the middle of a secret, its beginning stands at the end. */
function withoutCutSecret(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (let length = secret.length - 1; length >= 4; length--) {
      if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}***`;
    }
  }
  return text;
}
