import {createHash} from 'node:crypto';

import type {Finding} from '../edit.ts';
import {tellingForms} from '../detectors/telling-value.ts';
import type {KnownValues} from './known-values.ts';
import {redactionMarker} from './redaction-marker.ts';

/** Characters of a path that is shown: keys may be as long as their object. */
const longestPath = 400;
/** Words that are shorter stand in keys by chance: a Secret's value is often what another key is called. */
const shortestWord = 12;

/** A finding as it may be shown: its path is made of keys, and whoever wrote them may have written a value there. */
export function shownFinding(finding: Finding, taken: KnownValues): Finding {
  const withForms = withoutValues(finding.path, taken);
  const path = cut(
    tellingForms.reduce((shown, {form}) => shown.replaceAll(form, redactionMarker), withForms),
  );
  return path === finding.path ? finding : {...finding, path};
}

function withoutValues(path: string, taken: KnownValues): string {
  const bytes = Buffer.from(path);
  const hits = taken.find(bytes);
  if (hits === undefined) return redactionMarker;
  let shown = '';
  let from = 0;
  for (const {start, end, value} of hits) {
    if (!value.isEverywhere && end - start < shortestWord) continue;
    shown += bytes.toString('utf8', from, start) + redactionMarker;
    from = end;
  }
  return shown + bytes.toString('utf8', from);
}

function cut(path: string): string {
  if (path.length <= longestPath) return path;
  // Long paths that differ at their end stay apart.
  const digest = createHash('sha256').update(path).digest('hex').slice(0, 8);
  return `${path.slice(0, longestPath).toWellFormed()}… (${digest})`;
}
