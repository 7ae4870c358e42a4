import {version} from '@firefly/core';

import {cutText} from '../report/cut-text.ts';
import {formatSettingValue} from '../settings/format-setting-value.ts';
import type {LoadedSettings} from '../settings/loaded-settings.ts';
import {maskSetting} from '../settings/mask-setting.ts';
import {settingDefinitions} from '../settings/setting-definition.ts';
import type {Log} from './log.ts';

/** What was decided for a run: the fields of its first line. Published in docs/log-line.schema.json. */
export interface RunStarted {
  /** The same in a sentence. */
  readonly detail: string;
  /** `dry-run`, or the setting `protocol`: with `auto`, Firefly decides. */
  readonly contract: string;
  /** The setting `redact`. */
  readonly redact: readonly string[];
  /** Settings that are not defaults, as text; secrets masked, long ones cut. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Bytes of one setting's text: rules of redaction may have pages. */
const longestValue = 200;

/** The first line of a run's log: what was decided. */
export function logRunStart(entries: LoadedSettings['entries'], log: Log): void {
  const settings = Object.fromEntries(
    settingDefinitions.flatMap((definition) => {
      const {value, origin} = entries[definition.name];
      if (origin === 'default' || definition.name === 'clusterId') return [];
      return [[definition.name, cutText(formatSettingValue(maskSetting(definition, value)), longestValue)]];
    }),
  );
  const contract = entries.dryRun.value === true ? 'dry-run' : entries.protocol.value;
  const redact = entries.redact.value as readonly string[];
  const taken = [...redact, ...(entries.redactRules.value === undefined ? [] : ['rules of your own'])];
  const given = Object.entries(settings).map(([name, text]) => `${name}=${text}`);
  const detail =
    `firefly-collector ${version}; contract ${contract}; ` +
    `${taken.length === 0 ? 'nothing is redacted' : `redacted: ${taken.join(', ')}`}; ` +
    `settings that are not defaults: ${given.length === 0 ? 'none' : given.join(' ')}.`;
  log.info('Run started', {detail, contract, redact, settings} satisfies RunStarted);
}
