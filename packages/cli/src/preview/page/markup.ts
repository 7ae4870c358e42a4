import {showText} from '@firefly/core';

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | undefined | readonly Part[];

/**
 * HTML of which every value is text, whoever wrote it: without credentials, each character that would act in place of
 * being seen written out, and escaped for elements and quoted attributes alike. Only what this made stays as it is.
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    html: texts.map((text, index) => text + (index < parts.length ? written(parts[index]) : '')).join(''),
  };
}

/** HTML of our own files: a style sheet, a script, a drawing. */
export function trusted(text: string): Html {
  return {html: text};
}

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string')
    return showText(part).replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
  return 'html' in part ? part.html : part.map((one) => written(one)).join('');
}
