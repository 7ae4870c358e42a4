import type {SettingSource} from './setting-source.ts';
import {settingsSchema} from './settings-schema.ts';
import type {SettingName} from './settings.ts';

/** One property of the settings' schema in the one shape that loader, help and reference work with. */
export interface SettingDefinition {
  readonly name: SettingName;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  /** Allowed words, of the value or of a list's items. */
  readonly words: readonly string[] | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly default: unknown;
  readonly source: SettingSource;
}

interface RawDefinition {
  readonly description: string;
  readonly type?: SettingDefinition['type'];
  readonly enum?: readonly string[];
  readonly items?: {readonly enum?: readonly string[]; readonly [keyword: string]: unknown};
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly 'x-source': SettingSource;
}

/** Every setting of the schema, in its order. */
export const settingDefinitions: readonly SettingDefinition[] = Object.entries(settingsSchema.properties).map(
  ([name, property]) => {
    const raw: RawDefinition = property;
    return {
      name: name as SettingName,
      description: raw.description,
      type: raw.type ?? 'string',
      words: raw.enum ?? raw.items?.enum,
      minimum: raw.minimum,
      maximum: raw.maximum,
      default: raw.default,
      source: raw['x-source'],
    };
  },
);
