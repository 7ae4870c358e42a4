import {secretSpellings} from '@firefly/core';

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // A JSON Web Token, whoever's it is.
  [/eyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g, '***'],
  [/(\b(?:Bearer|Basic)\s+)[^\s"',;]+/gi, '$1***'],
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
      // In a spelling that is not known, which only decoding shows, the secret may stand anywhere.
      const decoded = decode(masked);
      if (known.some((spelling) => decoded.includes(spelling))) return '***';
      return withoutCutSecret(masked, known);
    },
  };
}

/** Text without the escapes of JSON, URLs and HTML, however often it was escaped, within reason. */
function decode(text: string): string {
  let decoded = text;
  for (let times = 0; times < 3; times++) {
    decoded = decoded
      .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/&#x([\da-f]{1,4});/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/&#(\d{1,5});/g, (_, code: string) => String.fromCharCode(Number(code)))
      .replace(/&(amp|lt|gt|quot);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name])
      .replace(/\\(.)/g, '$1');
  }
  return decoded;
}

const ENTITIES = {amp: '&', lt: '<', gt: '>', quot: '"'} as const;

/** Where text was cut in the middle of a secret, its beginning stands at the end. */
function withoutCutSecret(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (let length = secret.length - 1; length >= 4; length--) {
      if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}***`;
    }
  }
  return text;
}
