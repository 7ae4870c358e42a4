import {masker} from '@firefly/core';

/**
 * Hands the password of a URL to the masker, as it stands and percent-decoded. Not by `URL`: what is no URL, because of
 * that password perhaps, is the likeliest to be shown.
 */
export function protectUrlCredentials(url: string): void {
  const [, user = '', password] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^:]*):([^]*)@/i.exec(url) ?? [];
  if (password === undefined) return;
  masker.protect(password, user);
  masker.protect(percentDecoded(password), percentDecoded(user));
}

/** The text that percent-encoding stands for; as it is where it is none. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
