import {settingsSchema} from '../../packages/cli/src/settings/settings-schema.ts';
import type {SettingSource} from '../../packages/cli/src/settings/setting-source.ts';
import type {SchemaNode} from '../scripts/values-schema.ts';

/** A value of the chart that is a setting of the collector, of a kind of which samples follow from its schema. */
export interface SettingSample {
  /** Path of the value. */
  readonly value: string;
  /** Key of the ConfigMap. */
  readonly key: string;
  /** Fits, and is not the default. */
  readonly good: unknown;
  readonly bad: unknown;
}

/** A sample of each switch, number and word that may stand in a ConfigMap, so that none needs a row of its own. */
export const settingSamples: readonly SettingSample[] = Object.entries(
  settingsSchema.properties as Readonly<Record<string, SchemaNode & {readonly 'x-source': SettingSource}>>,
).flatMap(([value, setting]) => {
  const [key] = setting['x-source'].files ?? [];
  const samples = samplesOf(setting);
  return key === undefined || samples === undefined ? [] : [{value, key, ...samples}];
});

function samplesOf({type, enum: words, minimum = 0, default: usual}: SchemaNode) {
  if (type === 'boolean') return {good: usual !== true, bad: 'yes'};
  if (type === 'integer') return {good: minimum + 1, bad: minimum - 1};
  return words === undefined ? undefined : {good: words.at(-1), bad: 'no-such-word'};
}
