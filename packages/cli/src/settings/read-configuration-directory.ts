import {nearestName} from '@firefly/core';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';

import {type SettingDefinition, settingDefinitions} from './setting-definition.ts';
import type {SettingText} from './setting-text.ts';
import {withoutUnusedNamespaces} from './without-unused-namespaces.ts';

/** What a configuration directory says, or why it could not be read. */
export type DirectoryContent =
  | {
      readonly kind: 'read';
      readonly texts: readonly SettingText[];
      /** `collector.resources.<type>`: the type, and the file's text. */
      readonly switches: readonly {readonly type: string; readonly text: string; readonly origin: string}[];
      readonly warnings: readonly string[];
    }
  | {readonly kind: 'missing'}
  | {readonly kind: 'unreadable'; readonly path: string; readonly reason: string};

const switchPrefix = 'collector.resources.';
const fileSettings = new Map<string, {readonly file: string; readonly definition: SettingDefinition}>(
  settingDefinitions.flatMap((definition) =>
    (definition.source.files ?? []).map((file) => [file.toLowerCase(), {file, definition}] as const),
  ),
);
const knownFiles = [...fileSettings.values()].map(({file}) => file);

/**
 * Reads a mounted ConfigMap: one file for each key, white space around its text trimmed, an empty one left out. Keys
 * match without regard to case. Kubelet shows each key as a link through `..data`, which is followed; names that
 * start with a dot are not keys.
 */
export function readConfigurationDirectory(directory: string): DirectoryContent {
  const texts = new Map<string, SettingText>();
  const switches = [];
  const warnings = [];
  let path = directory;
  try {
    for (const name of keysIn(directory)) {
      path = join(directory, name);
      const known = fileSettings.get(name.toLowerCase());
      if (known !== undefined) {
        const earlier = texts.get(known.definition.name);
        if (earlier !== undefined && earlier.text !== '') {
          warnings.push(`${path} is ignored: ${earlier.origin} is the same setting.`);
          continue;
        }
        const text = readFileSync(path, 'utf8').trim();
        texts.set(known.definition.name, {definition: known.definition, text, origin: path});
      } else if (name.toLowerCase().startsWith(switchPrefix)) {
        const text = readFileSync(path, 'utf8').trim();
        const type = name.slice(switchPrefix.length).toLowerCase();
        if (text !== '') switches.push({type, text, origin: path});
      } else {
        const warning = unknownKey(path, name);
        if (warning !== undefined) warnings.push(warning);
      }
    }
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && path === directory) return {kind: 'missing'};
    return {kind: 'unreadable', path, reason: code ?? 'unknown reason'};
  }
  const used = withoutUnusedNamespaces([...texts.values()]);
  return {
    kind: 'read',
    texts: used.texts.filter(({text}) => text !== ''),
    switches,
    warnings: [...warnings, ...used.warnings],
  };
}

/** Names of the regular files, documented spellings before others, so that the documented one wins. */
function keysIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => !name.startsWith('.'))
    .filter((name) => statSync(join(directory, name), {throwIfNoEntry: false})?.isFile() === true)
    .sort((one, other) => Number(knownFiles.includes(other)) - Number(knownFiles.includes(one)));
}

/** Files outside `collector.` may be somebody else's: they are worth a word only when they look like a slip. */
function unknownKey(path: string, name: string): string | undefined {
  const nearest = nearestName(name, knownFiles);
  if (nearest === undefined && !name.toLowerCase().startsWith('collector.')) return undefined;
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return `${path} is not a known setting and is ignored${hint === '' ? '.' : hint}`;
}
