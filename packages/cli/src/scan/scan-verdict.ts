import type {RunReport} from '@firefly/core';

import {exitCode, exitCodeOfReport} from '../exit-code.ts';
import {countNoun} from '../terminal/count-noun.ts';
import {formatCount} from '../terminal/format-count.ts';
import type {StopSignal} from '../commands/command-context.ts';
import type {ScanResult} from './create-scan-stage.ts';

/** What came of a scan. */
export interface ScanVerdict {
  readonly result: ScanResult;
  /** All was read, all was looked at. */
  readonly complete: boolean;
  /** What was not read, or not whole, and why. */
  readonly gaps: readonly ScanGap[];
  readonly code: number;
}

/** Something that a run would send, had it been read. */
export interface ScanGap {
  readonly name: string;
  readonly message: string;
}

/** Findings count more than gaps: they are certain. Without any, only a scan that read all there is is clean. */
export function scanVerdict(report: RunReport, result: ScanResult, stoppedBy?: StopSignal): ScanVerdict {
  const gaps = [
    ...(report.result === 'success' ? [] : [{name: 'the run', message: report.reason ?? 'it did not end.'}]),
    ...report.readings
      .filter(({outcome}) => outcome !== 'complete')
      .map(({name, message = 'it was not read whole.'}) => ({name, message})),
    ...report.discoveryFailures.map(({name, message}) => ({name, message})),
  ];
  const complete = gaps.length === 0;
  const verdict = {result, complete, gaps};
  if (stoppedBy === undefined && result.total.findings > 0) return {...verdict, code: exitCode.findings};
  if (report.result !== 'success')
    return {...verdict, code: exitCodeOfReport(report, {strict: true, stoppedBy})};
  return {...verdict, code: complete ? exitCode.done : exitCode.failed};
}

/** The verdict in a sentence or two. */
export function verdictSentence({result, gaps}: ScanVerdict): string {
  const {findings, accepted} = result.total;
  const found =
    findings === 0
      ? 'Nothing that a run would send looks like a secret'
      : `${countNoun(findings, 'place')} that a run would send look${findings === 1 ? 's' : ''} like a secret`;
  const known = accepted === 0 ? '' : `, ${formatCount(accepted)} accepted by the baseline`;
  const looked = `${found}${known} (${countNoun(result.items, 'item')} read).`;
  if (gaps.length === 0) return looked;
  return `${looked} The scan is not complete: ${countNoun(gaps.length, 'gap')}.`;
}
