import {secretSpellings} from '@firefly/core';

/** Takes known secrets out of text: the second line of defence, behind code that never logs them. */
export interface SecretScrubber {
  /** From now on this value is never shown. Values under four characters are left alone: they are in every word. */
  protect(secret: string | undefined): void;
  /** The text with each protected value replaced by `[secret]`, also where it stands JSON-escaped or in base64. */
  scrub(text: string): string;
}

/** A scrubber that knows no secret yet. */
export function createSecretScrubber(): SecretScrubber {
  const spellings = new Set<string>();
  let ordered: readonly string[] = [];
  return {
    protect(secret) {
      if (secret === undefined || secret.length < 4) return;
      for (const spelling of secretSpellings(secret)) spellings.add(spelling);
      // Longest first: a secret may contain another one.
      ordered = [...spellings].sort((one, other) => other.length - one.length);
    },
    scrub(text) {
      let clean = text;
      for (const spelling of ordered) clean = clean.replaceAll(spelling, '[secret]');
      return clean;
    },
  };
}
