import {coerceTruth} from './coerce-setting.ts';
import type {SettingText} from './setting-text.ts';
import type {SettingName} from './settings.ts';

/** What a run cannot do without. A dry run contacts nobody, so it needs no keys. */
export function requiredSettings(flags: readonly SettingText[]): SettingName[] {
  const dryRun = flags.find(({definition}) => definition.name === 'dryRun');
  const isDry = dryRun !== undefined && coerceTruth(dryRun.text) === true;
  return isDry ? ['clusterId'] : ['clusterId', 'accessKey', 'secretKey'];
}
