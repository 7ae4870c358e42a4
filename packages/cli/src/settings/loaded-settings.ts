import type {SettingName, Settings} from './settings.ts';

/** A setting's effective value and the place that it came from. */
export interface LoadedSetting<Value = unknown> {
  readonly value: Value;
  /** `default`, a file (`/etc/config/collector.PageSize`), a variable (`CLUSTER_ID`) or a flag (`--list-limit`). */
  readonly origin: string;
}

/** What `loadSettings` found: all of it valid. */
export interface LoadedSettings {
  /** The plain values, for code that uses them. */
  readonly values: Settings;
  /** The same values, each with its origin, in the schema's order. */
  readonly entries: {
    readonly [Name in SettingName]: LoadedSetting<Name extends keyof Settings ? Settings[Name] : unknown>;
  };
  /** Sentences about what was ignored or is questionable: unknown keys with the nearest known one. */
  readonly warnings: readonly string[];
}
