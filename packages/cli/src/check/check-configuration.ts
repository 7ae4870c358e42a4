import {existsSync} from 'node:fs';

import {openOutputDirectory} from '../dry-run/open-output-directory.ts';
import {loadSettings, type LoadSettingsOptions} from '../settings/load-settings.ts';
import type {LoadedSettings} from '../settings/loaded-settings.ts';
import {readUserRules} from '../settings/read-user-rules.ts';
import {refuseDryRunSettings} from '../settings/refuse-dry-run-settings.ts';
import type {Settings} from '../settings/settings.ts';
import {SettingsError} from '../settings/settings-error.ts';
import type {CheckResult} from './check-result.ts';

export interface CheckedConfiguration {
  readonly results: readonly CheckResult[];
  /** The settings, also where some that a run needs are missing; undefined where they cannot be told. */
  readonly loaded: LoadedSettings | undefined;
}

/**
 * Loads the settings as a run does, and reads the rules in them; what a run would refuse is a failed check each. Contacts
 * nobody.
 */
export async function checkConfiguration(options: LoadSettingsOptions): Promise<CheckedConfiguration> {
  try {
    return await valid(loadSettings(options), []);
  } catch (error) {
    const problems = problemsOf(error);
    try {
      return await valid(loadSettings({...options, required: []}), problems);
    } catch (again) {
      problemsOf(again);
      return {results: problems.map(failed), loaded: undefined};
    }
  }
}

async function valid(loaded: LoadedSettings, unfit: readonly string[]): Promise<CheckedConfiguration> {
  const problems = [...unfit, ...(await refused(loaded.values))];
  const given = Object.values(loaded.entries).filter(({origin}) => origin !== 'default').length;
  const summary: CheckResult = {
    id: 'configuration',
    status: 'ok',
    message:
      `Every setting fits; ${given} ${given === 1 ? 'is' : 'are'} not the default ` +
      '(firefly-collector config shows them).',
  };
  const warnings = loaded.warnings.map((message): CheckResult => ({
    id: 'configuration',
    status: 'warning',
    message,
  }));
  return {results: [...(problems.length === 0 ? [summary] : problems.map(failed)), ...warnings], loaded};
}

/** What a run refuses although each setting by itself fits. Nothing is made that is not there. */
async function refused(settings: Settings): Promise<readonly string[]> {
  const {outputDir} = settings;
  try {
    refuseDryRunSettings(settings);
    if (outputDir !== undefined && existsSync(outputDir)) openOutputDirectory(outputDir);
    await readUserRules(settings);
    return [];
  } catch (error) {
    return problemsOf(error);
  }
}

function failed(message: string): CheckResult {
  return {id: 'configuration', status: 'failed', message};
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof SettingsError) return error.problems;
  throw error;
}
