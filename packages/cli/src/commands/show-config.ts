import {builtInRules, chosenRuleSets} from '@firefly/redaction';
import {readUserRules} from '../settings/read-user-rules.ts';
import {showJson, showText} from '@firefly/core';

import {writeOutput} from '../output/write-output.ts';
import {exitCode} from '../exit-code.ts';
import {formatSettingValue} from '../settings/format-setting-value.ts';
import {loadSettings} from '../settings/load-settings.ts';
import type {LoadedSettings} from '../settings/loaded-settings.ts';
import {maskSetting} from '../settings/mask-setting.ts';
import {settingDefinitions} from '../settings/setting-definition.ts';
import {settingsSchema} from '../settings/settings-schema.ts';
import {formatTable} from '../terminal/format-table.ts';
import {tableWidth} from '../terminal/table-width.ts';
import type {CommandContext} from './command-context.ts';

/**
 * Shows every setting with the place that it came from, secrets masked, or the schema of the settings.
 *
 * @throws {SettingsError} when settings do not fit; none is required here.
 */
export async function showConfig({process, settings, flags}: CommandContext): Promise<number> {
  if (flags['schema'] === true) {
    await writeOutput(process.stdout, `${JSON.stringify(settingsSchema, null, 2)}\n`);
    return exitCode.done;
  }
  const loaded = loadSettings({environment: process.environment, flags: settings});
  const text =
    flags['output'] === 'json'
      ? showJson(maskedEntries(loaded), 2)
      : table(loaded, tableWidth(process.stdout));
  await writeOutput(process.stdout, text);
  if (flags['output'] !== 'json') await writeOutput(process.stdout, await rulesInForce(loaded));
  for (const warning of loaded.warnings) await writeOutput(process.stderr, `${showText(warning)}\n`);
  return exitCode.done;
}

/** What is taken out, rule by rule, in the order in which they are asked; nothing where there are none. */
async function rulesInForce({values}: LoadedSettings): Promise<string> {
  const {rules} = await readUserRules(values);
  const lines = [
    ...rules.map(({name, ...rule}) => `  ${name}: ${JSON.stringify(rule)}`),
    ...chosenRuleSets(values.redact).map((name) => `  ${name}: ${builtInRules[name].takes}`),
  ];
  return lines.length === 0 ? '' : `\nRules in force:\n${lines.map((line) => showText(line)).join('\n')}\n`;
}

function maskedEntries({entries}: LoadedSettings): Record<string, {value: unknown; origin: string}> {
  return Object.fromEntries(
    settingDefinitions.map((definition) => {
      const {value, origin} = entries[definition.name];
      return [definition.name, {value: maskSetting(definition, value) ?? null, origin}];
    }),
  );
}

function table({entries}: LoadedSettings, width: number): string {
  const lines = formatTable({
    width,
    columns: [{title: 'Setting'}, {title: 'Value', shrinkTo: 20}, {title: 'From', shrinkTo: 16}],
    rows: settingDefinitions.map((definition) => {
      const {value, origin} = entries[definition.name];
      const shown = formatSettingValue(maskSetting(definition, value));
      return [definition.name, shown === '' ? (definition.source.absent ?? '-') : shown, origin];
    }),
  });
  return `${lines.join('\n')}\n`;
}
