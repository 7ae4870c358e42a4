import {showJson, version} from '@firefly/core';

import {countNoun} from '../terminal/count-noun.ts';
import {formatTable} from '../terminal/format-table.ts';
import {sarifLog} from './sarif-log.ts';
import {objectOf} from './scan-finding.ts';
import type {ScanVerdict} from './scan-verdict.ts';

/** What `scan --output` takes. */
export type FindingsFormat = 'table' | 'json' | 'sarif';

/** What a scan found, for people or programs. No value is in it, and no character that acts in place of being seen. */
export function formatFindings(verdict: ScanVerdict, format: FindingsFormat, width: number): string {
  switch (format) {
    case 'table':
      return table(verdict, width);
    case 'json': {
      const {complete, gaps, result} = verdict;
      const {findings, accepted, total, items} = result;
      return showJson({complete, items, total, findings, accepted, gaps}, 2);
    }
    case 'sarif':
      return showJson(sarifLog(verdict, version), 2);
  }
}

/** Empty where nothing was found. */
function table({result}: ScanVerdict, width: number): string {
  const {findings, total} = result;
  if (findings.length === 0) return '';
  const lines = formatTable({
    width,
    columns: [
      {title: 'OBJECT', shrinkTo: 24},
      {title: 'PATH', shrinkTo: 24},
      {title: 'DETECTOR', shrinkTo: 12},
    ],
    rows: findings.map((finding) => [objectOf(finding), finding.path, finding.detector]),
  });
  const more = total.findings - findings.length;
  return `${[...lines, ...(more === 0 ? [] : [`and ${countNoun(more, 'place')} more`])].join('\n')}\n`;
}
