import type {TerminalStream} from '../commands/command-context.ts';
import {OutputFailedError} from '../output/output-failed-error.ts';
import {writeOutput} from '../output/write-output.ts';
import type {Settings} from '../settings/settings.ts';
import {tableWidth} from '../terminal/table-width.ts';
import {formatPreview} from './format-preview.ts';
import type {PreviewRequest} from './preview-request.ts';
import type {Preview} from './preview.ts';

/**
 * Shows a preview: the summary on standard output, and the page in its file.
 *
 * @throws {OutputFailedError} where one of them cannot be written.
 */
export async function showPreview(
  preview: Preview,
  {settings, output}: {readonly settings: Pick<Settings, 'summary'>; readonly output: TerminalStream},
  {by, format, page}: PreviewRequest,
): Promise<void> {
  if (page !== undefined) {
    const {renderPage} = await import('./page/render-page.ts');
    const problem = await page.file.write(renderPage(preview, page.loaded));
    if (problem !== undefined) throw new OutputFailedError(problem);
  }
  if (settings.summary)
    await writeOutput(output, formatPreview(preview, {by, format, width: tableWidth(output)}));
}
