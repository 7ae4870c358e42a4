import {ProblemsError} from '@firefly/core';

/** Settings that do not fit or are missing: all of them at once, found before anything was contacted. */
export class SettingsError extends ProblemsError {
  override readonly name = 'SettingsError';
  override readonly code = 'CLI_SETTINGS';
}
