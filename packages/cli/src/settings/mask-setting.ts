import {withoutCredentials} from '@firefly/http';

import {formatSettingValue} from './format-setting-value.ts';
import type {SettingDefinition} from './setting-definition.ts';

const MASK = '********';

/** A value as it may be shown: secrets as asterisks, whatever their length, URLs without user and password. */
export function maskSetting({source}: SettingDefinition, value: unknown): unknown {
  if (value === undefined || source.masked === undefined) return value;
  if (source.masked === 'all') return MASK;
  return maskUrl(formatSettingValue(value));
}

/** A URL with asterisks for user and password, where it has them. */
export function maskUrl(url: string): string {
  return withoutCredentials(url, `${MASK}@`);
}
