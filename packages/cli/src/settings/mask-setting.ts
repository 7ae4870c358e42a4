import {mask} from '@firefly/core';
import {withoutCredentials} from '@firefly/http/without-credentials';

import {formatSettingValue} from './format-setting-value.ts';
import type {SettingDefinition} from './setting-definition.ts';

/** A value as it may be shown: secrets as `***`, URLs without user and password. */
export function maskSetting({source}: SettingDefinition, value: unknown): unknown {
  if (value === undefined || source.masked === undefined) return value;
  if (source.masked === 'all') return mask;
  return maskUrl(formatSettingValue(value));
}

/** A URL with `***` for user and password, where it has them. */
export function maskUrl(url: string): string {
  return withoutCredentials(url, `${mask}@`);
}
