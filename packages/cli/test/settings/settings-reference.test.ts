import {globSync, readFileSync} from 'node:fs';

import {expect, test} from 'vitest';

import {settingDefinitions} from '../../src/settings/setting-definition.ts';
import {settingsReference} from '../../src/settings/settings-reference.ts';

test('docs/configuration.md is what the schema says (node packages/cli/scripts/generate-configuration-reference.ts)', () => {
  const committed = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  expect(settingsReference()).toBe(committed);
});

test('each setting is used by the collector, or says who reads it', () => {
  const folder = new URL('../../src/', import.meta.url).pathname;
  const code = globSync('**/*.ts', {cwd: folder})
    .filter((file) => !file.endsWith('settings-schema.ts'))
    .map((file) => readFileSync(folder + file, 'utf8'))
    .join('\n');
  const unused = settingDefinitions
    .filter(
      ({name, source}) => source.readBy === undefined && !new RegExp(String.raw`\b${name}\b`).test(code),
    )
    .map(({name}) => name);
  expect(unused).toEqual([]);
});
