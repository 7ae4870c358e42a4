import type {Edit} from '../edit.ts';
import {skipSpace} from '../readers/json-text.ts';
import type {Outline} from '../readers/outline.ts';
import type {Examination, Place} from './examination.ts';
import {pathOf} from './path-of.ts';

/** The edits that empty the lists of `managedFields`, which an outline passes over. */
export function managedFields(
  rule: string,
  outline: Outline,
  place: Place,
  {machinery}: Examination,
): Edit[] {
  const {source} = outline;
  return outline.skipped
    .filter((node) => source[skipSpace(source, outline.start(node) + 1)] !== 0x5d)
    .map((node) => {
      const findings = [{rule, detector: 'path', path: pathOf(node, outline, place, machinery)}];
      return {start: outline.start(node), end: outline.end(node), text: '[]', findings};
    });
}
