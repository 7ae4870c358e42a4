import type {SettingDefinition} from './setting-definition.ts';

/** A setting as some place gives it, before it is read and checked. */
export interface SettingText {
  readonly definition: SettingDefinition;
  readonly text: string;
  /** The file, variable or flag, as a person finds it again. */
  readonly origin: string;
}
