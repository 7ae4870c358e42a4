import {UsageError} from '../command-line/usage-error.ts';
import type {CommandContext} from '../commands/command-context.ts';
import {openReportFile, type ReportFile} from '../report/report-file.ts';
import type {LoadedSettings} from '../settings/loaded-settings.ts';
import type {PreviewView} from './format-preview.ts';

/** What is asked for beside the settings. */
export interface PreviewRequest extends Omit<PreviewView, 'width'> {
  /** Where the page goes, and what it says of the settings; absent where none is to be made. */
  readonly page?: {readonly file: ReportFile; readonly loaded: Pick<LoadedSettings, 'values' | 'entries'>};
}

/**
 * What the flags of `collect` say about a preview. The page's file is opened before anything is contacted, and may be
 * written to as `--report` may.
 *
 * @throws {UsageError} for flags without what they need beside them.
 * @throws {SettingsError} when the file cannot be written.
 */
export function previewRequest(
  {flags, process: {stdout}}: CommandContext,
  loaded: Pick<LoadedSettings, 'values' | 'entries'>,
): PreviewRequest {
  const {values} = loaded;
  const {by = 'type', output = 'table', html} = flags;
  for (const name of ['by', 'output'])
    if (flags[name] !== undefined && !(values.dryRun && values.summary))
      throw new UsageError(`--${name} is for a summary; expected -dry-run --summary beside it.`);
  const view = {by, format: output} as Omit<PreviewView, 'width'>;
  if (typeof html !== 'string') return view;
  if (!values.dryRun) throw new UsageError('--html is for a dry run; expected -dry-run beside it.');
  if (html === '-' && (values.summary || values.report === '-'))
    throw new UsageError('--html -: standard output is taken already; expected a file.');
  const file = openReportFile(html, stdout, '--html');
  return file === undefined ? view : {...view, page: {file, loaded}};
}
