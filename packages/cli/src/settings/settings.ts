import type {settingsSchema} from './settings-schema.ts';

type Definitions = (typeof settingsSchema)['properties'];

/** Name of a setting in code, in `config --schema` and in `config --output json`. */
export type SettingName = keyof Definitions;

type ValueOf<Definition> = Definition extends {readonly enum: readonly (infer Word)[]}
  ? Word
  : Definition extends {readonly type: 'integer'}
    ? number
    : Definition extends {readonly type: 'boolean'}
      ? boolean
      : Definition extends {readonly type: 'array'; readonly items: infer Item}
        ? readonly ValueOf<Item>[]
        : Definition extends {readonly properties: infer Members}
          ? {readonly [Name in keyof Members]?: ValueOf<Members[Name]>}
          : Definition extends {readonly type: 'object'; readonly additionalProperties: infer Member}
            ? Readonly<Record<string, ValueOf<Member>>>
            : string;

/** Settings that are shown and that somebody else reads: the one who needs an environment variable. */
type SettingReadElsewhere = {
  readonly [Name in SettingName]: Definitions[Name]['x-source'] extends {readonly readBy: string}
    ? Name
    : never;
}[SettingName];

/** Every setting's effective value, by name; those without a default are undefined until something sets them. */
export type Settings = {
  readonly [Name in Exclude<SettingName, SettingReadElsewhere>]: Definitions[Name] extends {
    readonly default: unknown;
  }
    ? ValueOf<Definitions[Name]>
    : ValueOf<Definitions[Name]> | undefined;
};
