import type {RunReport} from '@firefly/core';

import type {Log} from '../logging/log.ts';
import {reportSentence} from './report-sentence.ts';

/** The run's last log line: the outcome in a sentence and the whole report beside it; an error when the run failed. */
export function logRunReport(report: RunReport, log: Log): void {
  const fields = {detail: reportSentence(report), report};
  if (report.result === 'failure') log.error('Run finished', fields);
  else if (report.result === 'stopped') log.warn('Run finished', fields);
  else log.info('Run finished', fields);
}
