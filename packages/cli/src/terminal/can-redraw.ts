import type {ProcessContext} from '../commands/command-context.ts';
import type {Settings} from '../settings/settings.ts';

/**
 * Whether a line of standard error, a terminal, may be drawn again and again. Not where the terminal cannot go back; not
 * while a dry run shows its document on the same screen, or a pager may: it owns the screen.
 */
export function canRedraw(
  {environment, stdout, isPiped}: Pick<ProcessContext, 'environment' | 'stdout' | 'isPiped'>,
  {dryRun, outputDir}: Pick<Settings, 'dryRun' | 'outputDir'>,
): boolean {
  // Nothing tells a pager from another reader of a pipe.
  if (environment['TERM'] === 'dumb' || isPiped) return false;
  return !(dryRun && outputDir === undefined && stdout.isTTY === true);
}
