import {maskStrings} from './mask-strings.ts';
import {visibleJson} from './visible-text.ts';

/**
 * Plain data as JSON for people and programs, line end included: without credentials, and without characters that act in
 * place of being seen.
 *
 * @param indent Spaces a level. Default: all on one line.
 */
export function showJson(value: unknown, indent?: number): string {
  return `${visibleJson(JSON.stringify(maskStrings(value), null, indent))}\n`;
}
