import {settingDefinitions} from './setting-definition.ts';
import {SettingsError} from './settings-error.ts';
import type {Settings} from './settings.ts';

/** What would make a cluster look smaller than it is, or goes nowhere, where data is sent. */
const dryRunOnly = ['types', 'limit', 'summary', 'outputDir'] as const satisfies readonly (keyof Settings)[];

/**
 * Refuses settings of a dry run in a run that sends: Firefly would take what is left out for deleted. In a dry run:
 * two things that would both go to standard output.
 *
 * @throws {SettingsError} that names each of them.
 */
export function refuseDryRunSettings(settings: Settings): void {
  const {dryRun, summary, outputDir, report} = settings;
  if (dryRun && report === '-' && (summary || outputDir === undefined))
    throw new SettingsError([
      '--report -: standard output is taken by what the dry run shows; expected a file, or --output-dir beside it.',
    ]);
  if (dryRun) return;
  const given = settingDefinitions.filter(({name, default: absent}) =>
    dryRunOnly.some((only) => only === name && settings[only] !== absent),
  );
  if (given.length === 0) return;
  throw new SettingsError(
    given.map(({source}) => `--${source.flags?.[0]} is for a dry run; expected -dry-run beside it.`),
  );
}
