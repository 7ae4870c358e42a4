import {RuleError, type UserRules} from '@firefly/redaction';

import type {Settings} from './settings.ts';
import {SettingsError} from './settings-error.ts';

/**
 * The rules of `collector.redactRules`. What reads them is loaded where there are any.
 *
 * @throws {SettingsError} when they cannot be used: one sentence for each problem, with its rule and its line.
 */
export async function readUserRules({redactRules}: Pick<Settings, 'redactRules'>): Promise<UserRules> {
  if (redactRules === undefined) return {rules: [], compile: undefined};
  const {readRules} = await import('@firefly/redaction/rules');
  try {
    return await readRules(redactRules, 'collector.redactRules');
  } catch (error) {
    if (error instanceof RuleError) throw new SettingsError(error.problems);
    throw error;
  }
}
