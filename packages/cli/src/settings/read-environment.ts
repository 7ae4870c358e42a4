import {settingDefinitions} from './setting-definition.ts';
import type {SettingText} from './setting-text.ts';

/** Environment variables by name, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings that environment variables give; an empty variable counts as not set, white space around is trimmed. */
export function readEnvironment(environment: Environment): SettingText[] {
  return settingDefinitions.flatMap((definition) => {
    for (const origin of definition.source.environment ?? []) {
      const text = environment[origin]?.trim();
      if (text !== undefined && text !== '') return [{definition, text, origin}];
    }
    return [];
  });
}
