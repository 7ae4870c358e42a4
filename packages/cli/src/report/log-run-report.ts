import type {RunReport} from '@firefly/core';

import {errorLink} from '../errors/error-link.ts';
import type {Log} from '../logging/log.ts';
import {reportSentence} from './report-sentence.ts';

/** The run's last log line: the outcome in a sentence and the whole report beside it; an error when the run failed. */
export function logRunReport(report: RunReport, log: Log): void {
  const fields = {detail: reportSentence(report), report};
  switch (report.result) {
    case 'failure':
      log.error('Run finished', {...fields, ...errorLink(report.code)});
      return;
    case 'stopped':
      log.warn('Run finished', fields);
      return;
    case 'not-this-time':
      // A later run may be welcome; a suspended integration, or a cluster id that another cluster uses, stays so.
      if (report.code === 'too-early') log.info('Run finished', fields);
      else log.warn('Run finished', fields);
      return;
    case 'success':
      log.info('Run finished', fields);
  }
}
