import {homedir} from 'node:os';
import {join} from 'node:path';

import type {SettingDefinition} from './setting-definition.ts';

const truths = new Map([
  ...['true', 't', '1'].map((word) => [word, true] as const),
  ...['false', 'f', '0'].map((word) => [word, false] as const),
]);

/**
 * Reads a setting's text as the type that its definition asks for. Text that cannot be read so is returned as it is,
 * for the schema to refuse: this never throws. Lists are split at line ends, commas and white space.
 */
export function coerceSetting(definition: SettingDefinition, text: string): unknown {
  if (definition.type === 'integer') return /^[+-]?\d+$/.test(text) ? Number(text) : text;
  if (definition.type === 'boolean') return coerceTruth(text);
  if (definition.type === 'object') return parsed(text);
  if (definition.type !== 'array') return coerceWord(definition, text);
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return [...new Set(words.map((word) => coerceWord(definition, word)))];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `true` and `false` in any case, and the short forms that Go's flags take; anything else as it is. */
export function coerceTruth(text: string): boolean | string {
  return truths.get(text.toLowerCase()) ?? text;
}

function coerceWord({words, source}: SettingDefinition, text: string): string {
  let word = source.lowerCase === true ? text.toLowerCase() : text;
  if (source.kind === 'path') word = expandHome(word);
  if (source.kind === 'url')
    word = word.replace(/\/+$/, '').replace(/^https?:/i, (scheme) => scheme.toLowerCase());
  word = source.synonyms?.[words === undefined ? word : word.toLowerCase()] ?? word;
  return words?.find((known) => known.toLowerCase() === word.toLowerCase()) ?? word;
}

/** A shell leaves `~` alone after an equals sign (`-external=~/.kube/config`). As it is for a user without a home folder. */
function expandHome(path: string): string {
  if (path !== '~' && !path.startsWith('~/')) return path;
  try {
    return join(homedir(), path.slice(1));
  } catch {
    return path;
  }
}
