import type {RunReport} from '@firefly/core';

import {errorLink} from '../errors/error-link.ts';
import type {Log} from '../logging/log.ts';
import {cutText} from './cut-text.ts';
import {reportSentence} from './report-sentence.ts';

/** What an alert needs of a run, as fields of its last line. Published in docs/log-line.schema.json. */
export interface RunFinished {
  /** The outcome in a sentence. */
  readonly detail: string;
  readonly result: RunReport['result'];
  /** Stable code of what ended the run, where something did. */
  readonly code?: string;
  /** Where its cause and cure stand. */
  readonly help?: string;
  /** What the process ends with. */
  readonly exitCode: number;
  readonly milliseconds: number;
  /** Types of which all was read. */
  readonly types: number;
  /** Items that were accepted, in all streams. */
  readonly items: number;
  /** Of their JSON. */
  readonly bytes: number;
  /** Bytes of request bodies as sent. */
  readonly sentBytes: number;
  readonly requests: number;
  /** Attempts beyond the first. */
  readonly retries: number;
  /** Types, Helm's releases among them, of which something could not be read. */
  readonly missingTypes: number;
  /** API groups, types and files that could not be found out. */
  readonly missingGroups: number;
  /** Single items that were too large to be sent. */
  readonly missingItems: number;
  /** Everything else that is worth a look. */
  readonly warnings: number;
  /** The whole report, with `collector.reportInLog`; else what it begins with, at the same places. */
  readonly report: RunReport | Pick<RunReport, 'result' | 'reason' | 'code'>;
}

/** Bytes of the line, and those that every line has: level, time, cluster, run, version and message. */
const longestLine = 1000;
const commonBytes = 200;

/**
 * The run's last log line: what an alert needs, under 1 KB unless the whole report is asked for. A warning when
 * something is missing, an error when the run failed.
 */
export function logRunReport(
  report: RunReport,
  log: Log,
  {exitCode, whole}: {readonly exitCode: number; readonly whole: boolean},
): void {
  const {result, reason, code, readings, streams, discoveryFailures, oversized, warnings} = report;
  const sum = (of: (stream: RunReport['streams'][number]) => number) =>
    streams.reduce((total, stream) => total + of(stream), 0);
  const missingTypes = readings.filter(({outcome}) => outcome !== 'complete').length;
  const facts = {
    result,
    ...(code === undefined ? {} : {code}),
    ...errorLink(code),
    exitCode,
    milliseconds: Math.round(report.milliseconds),
    types: readings.length - missingTypes,
    items: sum(({items}) => items),
    bytes: sum(({bytes}) => bytes),
    sentBytes: sum((stream) => stream.sentBytes),
    requests: sum(({requests}) => requests),
    retries: sum(({retries}) => retries),
    missingTypes,
    missingGroups: discoveryFailures.length,
    missingItems: oversized.length,
    warnings: warnings.length,
  };
  const sentence = reportSentence(report);
  const head = {result, ...(code === undefined ? {} : {code})};
  const room =
    longestLine - commonBytes - JSON.stringify({...facts, detail: '', report: {...head, reason: ''}}).length;
  const share = reason === undefined ? room : Math.floor(room / 2);
  const fields: RunFinished = whole
    ? {detail: sentence, ...facts, report}
    : {
        detail: cutText(sentence, share),
        ...facts,
        report: {...head, ...(reason === undefined ? {} : {reason: cutText(reason, share)})},
      };
  log[levelOf(report)]('Run finished', {...fields});
}

function levelOf({
  result,
  code,
  readings,
  discoveryFailures,
  oversized,
  warnings,
}: RunReport): 'info' | 'warn' | 'error' {
  switch (result) {
    case 'failure':
      return 'error';
    case 'stopped':
      return 'warn';
    case 'not-this-time':
      // A later run may be welcome; a suspended integration, or a cluster id that another cluster uses, stays so.
      return code === 'too-early' ? 'info' : 'warn';
    case 'success': {
      const isWhole =
        discoveryFailures.length + oversized.length === 0 &&
        // A reading that is complete and warns left something out, such as a release that is broken.
        readings.every(
          ({name, outcome}) =>
            outcome === 'complete' && !warnings.some((text) => text.startsWith(`${name}: `)),
        );
      return isWhole ? 'info' : 'warn';
    }
  }
}
