import {masker} from './masker.ts';
import {visibleText} from './visible-text.ts';

/**
 * A name or a sentence as it may stand on one line of a screen or a log: without credentials, and with each character that
 * would act in place of being seen written out (`\u001b`, `\n`). Before it is cut, wrapped or colored.
 */
export function showText(text: string): string {
  return visibleText(masker.mask(text));
}
